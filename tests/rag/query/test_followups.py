from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag import Turn
from rag.query.followups import recalled, standalone, stands_alone

RISKY = (Turn("user", "Why is Alibaba's plan considered risky?"), Turn("assistant", "Analysts call it speculative."))


def test_without_a_conversation_nothing_changes() -> None:
    assert standalone("why?", ()) == "why?"


@pytest.mark.parametrize(
    "question",
    [
        "What is the capital of Mongolia?",
        "How many people died trying to cross the Berlin Wall?",
        "who is Jack Ma of Alibaba",
        "What is OTSL?",
        "Who's Ivan Braiker?",
        "what is a monad",
        "港口主任是谁？",
        "港長は誰ですか？",
        "นายท่าเรือชื่ออะไร",
    ],
)
def test_a_question_that_names_its_topic_is_left_alone(question: str) -> None:
    assert stands_alone(question)
    assert standalone(question, RISKY) == question


@pytest.mark.parametrize(
    "question",
    ["why?", "who said that?", "and when?", "Is that true?", "What is the reason?", "who was president?", "为什么？"],
)
def test_a_question_that_leans_on_the_conversation_gets_its_topic(question: str) -> None:
    completed = standalone(question, RISKY)
    assert completed.startswith(question)
    assert "Alibaba" in completed
    assert "risky" in completed


@pytest.mark.parametrize(
    ("question", "completed"),
    [
        ("and Meta?", "Why is Meta's plan considered risky?"),
        ("What about Meta?", "Why is Meta's plan considered risky?"),
        ("how about Eddie Wu", "Why is Eddie Wu's plan considered risky?"),
    ],
)
def test_another_name_takes_the_place_of_the_last_one(question: str, completed: str) -> None:
    assert standalone(question, RISKY) == completed


@pytest.mark.parametrize("question", ["yes, tell me more", "go on", "please elaborate"])
def test_a_wish_for_more_asks_the_question_before_again(question: str) -> None:
    assert standalone(question, RISKY) == RISKY[0].text


@pytest.mark.parametrize(
    ("question", "completed"),
    [
        ("Who founded it?", "Who founded Alibaba?"),
        ("What is its revenue?", "What is Alibaba's revenue?"),
        ("How much do they invest?", "How much do Alibaba invest?"),
    ],
)
def test_a_name_takes_the_place_of_a_pronoun(question: str, completed: str) -> None:
    assert standalone(question, RISKY) == completed


@pytest.mark.parametrize(
    ("question", "completed"),
    [
        ("How old is he?", "How old is Eddie Wu?"),
        ("What are his plans?", "What are Eddie Wu's plans?"),
        ("Where is it based?", "Where is Alibaba based?"),
    ],
)
def test_a_person_is_the_one_whom_the_answer_named(question: str, completed: str) -> None:
    talk = (Turn("user", "Who leads Alibaba?"), Turn("assistant", "Alibaba CEO Eddie Wu leads it. [1]"))
    named = (Turn("user", "Who leads Alibaba?"), Turn("assistant", "It is led by Eddie Wu. [1]"))
    assert standalone(question, named) == completed
    assert "Eddie Wu" in standalone("How old is he?", talk)


@pytest.mark.parametrize(
    ("asked", "answer", "question", "completed"),
    [
        (
            "Who founded Nordlicht?",
            "Nordlicht Lighting was founded by Karin Wallin.",
            "When was she born?",
            "Karin Wallin",
        ),
        ("Who brings the music?", "Jonas brings it.", "What is his number?", "Jonas's"),
        ("Who runs it?", "Established in 1998, it is run by Mara Lind.", "How old is she?", "Mara Lind"),
        ("Who is in sales?", "Employee: Okafor; Team: Sales", "How old is he?", "Okafor"),
        ("Who runs Nordlicht?", "Nothing in these documents is about that.", "How old is she?", "Nordlicht"),
        ("What is Tom Okafor's number?", "Nordlicht Lighting, Tom Okafor.", "And his salary?", "Tom Okafor's"),
        (
            "where did kurt wallander live",
            "Kurt Wallander moved from Ystad to Mariagatan Street.",
            "was he married?",
            "Kurt Wallander",
        ),
        ("What is the staff's number?", "The manager is Tom Okafor.", "And his salary?", "Tom Okafor's"),
    ],
)
def test_a_person_is_whom_the_question_asked_for_or_else_named(
    asked: str, answer: str, question: str, completed: str
) -> None:
    assert completed in standalone(question, (Turn("user", asked), Turn("assistant", answer)))


def test_what_an_answer_said_is_recalled_for_a_question_that_points_at_it() -> None:
    marked = (RISKY[0], Turn("assistant", "Jasmine Lyu called it speculative. [1] " + "More was said. [2] " * 50))
    found = recalled("who said that?", marked)
    assert found is not None
    assert found.startswith("who said that? Jasmine Lyu called it speculative. More")
    assert "[1]" not in found
    assert len(found) < 200


def test_nothing_is_recalled_for_a_new_topic_or_without_an_answer() -> None:
    assert recalled("What is the capital of Mongolia?", RISKY) is None
    assert recalled("who said that?", RISKY[:1]) is None
    assert recalled("who said that?", ()) is None


def test_a_pronoun_that_points_into_its_own_question_is_left_alone() -> None:
    question = "Is Herpes a lethal disease and how is it transmitted?"
    assert standalone(question, RISKY) == question


def test_the_topic_outlives_several_turns_but_gives_way_to_a_new_one() -> None:
    talk = (*RISKY, Turn("user", "who said that?"), Turn("assistant", "Two analysts."))
    assert "Alibaba" in standalone("and when?", talk)
    changed = (*talk, Turn("user", "What is the population of Mongolia today?"), Turn("assistant", "3 million."))
    assert "Mongolia" in standalone("and when was it counted?", changed)
    assert "Alibaba" not in standalone("and when was it counted?", changed)


@given(st.text(max_size=200), st.lists(st.text(max_size=300), max_size=5))
def test_any_conversation_yields_a_question_that_is_bounded(question: str, said: list[str]) -> None:
    history = [Turn("user" if number % 2 == 0 else "assistant", text) for number, text in enumerate(said)]
    assert len(standalone(question, history)) <= len(question) + 700
