"""Questions that describe a thing instead of naming it."""

from __future__ import annotations

import pytest

from rag.query.hops import hops


@pytest.mark.parametrize(
    ("question", "first", "second"),
    [
        ("Who leads the owner of the mill?", "What or who is the owner of the mill?", "Who leads X?"),
        (
            "In which town does the head of sales work?",
            "What or who is the head of sales?",
            "In which town does X work?",
        ),
        (
            "When was the mill founded whose roof leaks?",
            "What or who is the mill whose roof leaks?",
            "When was X founded?",
        ),
        (
            "What is the phone number of the branch that Ada runs?",
            "What or who is the branch that Ada runs?",
            "What is the phone number of X?",
        ),
    ],
)
def test_a_description_is_taken_out_at_the_wrong_place(question: str, first: str, second: str) -> None:
    assert (first, second) in {(hop.first, hop.second("X")) for hop in hops(question)}


@pytest.mark.parametrize("question", ["Who is the owner of the mill?", "Who owns Orrin Mills?", "the", ""])
def test_a_question_with_one_step_is_taken_apart(question: str) -> None:
    assert hops(question) == ()
