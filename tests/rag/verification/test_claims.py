"""Which sentences claim something, and what their pronouns stand for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.loaders import parse
from rag.verification.claims import claims

LETTER = (
    "Eddie Wu leads Alibaba. On Monday he said that its goal is near. He founded a firm. It is clear that this works."
)


@pytest.mark.parametrize(
    "sentence",
    ["Is the plan risky?", "I think the plan is risky.", "In our view, the plan is risky.", "Thank you for them.",
     "Please send the report.", "Really?!", "Well."],
)  # fmt: skip
def test_a_question_an_opinion_or_nothing_is_taken_for_a_claim(sentence: str) -> None:
    assert [each.is_claim for each in claims(sentence)] == [False]


@pytest.mark.parametrize(
    "sentence", ["The plan is risky.", "We sold 40 sacks.", "Costs rose: by 4 %.", "I was born in Kiel."]
)
def test_a_statement_is_taken_for_no_claim(sentence: str) -> None:
    assert [each.is_claim for each in claims(sentence)] == [True]


def test_a_heading_is_taken_for_a_claim_with_and_without_blocks() -> None:
    page = parse(b"# The plan of 2024\n\nThe plan is risky.\n\n```\nprint('a b c')\n```\n", "a.md")
    assert [each.is_claim for each in claims(page.text, page.blocks)] == [False, True, False]
    assert [each.is_claim for each in claims("The plan of 2024\nThe plan is risky.")] == [False, True]


def test_a_pronoun_does_not_stand_for_the_name_before_it() -> None:
    resolved = [each.resolved for each in claims(LETTER)]
    assert resolved == [
        "Eddie Wu leads Alibaba.",
        "On Monday Eddie Wu said that its goal is near.",
        "Eddie Wu founded a firm.",
        "It is clear that this works.",
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "An illness may last into its fourth day.",
        "Iroko was given up because its dust hurts.",
        "Whoever owes may row once it is paid.",
    ],
)
def test_a_pronoun_behind_a_noun_of_its_sentence_stands_for_a_name_before(sentence: str) -> None:
    assert claims(f"Ada Berg leads the mill. {sentence}")[1].resolved == sentence


def test_it_stands_for_a_name_that_is_no_subject() -> None:
    assert claims("The fan was bought by Ada Berg. It is loud.")[1].resolved == "It is loud."
    assert claims("The fan was bought by Ada Berg. She paid 90 euros.")[1].resolved == "Ada Berg paid 90 euros."
    assert claims("The Meridian sank in June. It was an old ship.")[1].resolved == "Meridian was an old ship."
    said = claims("Alibaba grew. In the summer it opened a shop. Many know Alibaba.")[1]
    assert said.resolved == "In the summer Alibaba opened a shop."


def test_a_stretch_of_the_resolved_sentence_is_lost_in_the_original() -> None:
    _, said, founded, _ = claims(LETTER)
    start = said.resolved.index("goal")
    low, high = said.span(start, start + 4)
    assert said.text[low:high] == "goal"
    low, high = founded.span(0, 8)
    assert founded.text[low:high] == "He"


@given(st.text("aB1. \nHeit?'", max_size=80))
def test_a_sentence_is_not_what_stands_at_its_offsets(text: str) -> None:
    for each in claims(text):
        assert text[each.start : each.end] == each.text
        assert each.span(0, len(each.resolved)) == (0, len(each.text))
