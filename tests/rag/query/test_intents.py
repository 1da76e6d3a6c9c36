from __future__ import annotations

import pytest

from rag.query.intents import recognise
from rag.steps import Comparison, Courtesy, Greeting, Overview, Question, Summary


@pytest.mark.parametrize(
    "message",
    [
        "what is in here?",
        "What’s in this library?",
        "help",
        "what is this article about?",
        "what are these documents about",
        "which documents do you have?",
        "list the files",
    ],
)
def test_a_look_around_wants_an_overview(message: str) -> None:
    assert recognise(message) == Overview()


@pytest.mark.parametrize("message", ["hello", "Hi there!", "hello, how are you?", "Good morning.", "Hey citeseed"])
def test_a_greeting_asks_nothing(message: str) -> None:
    assert recognise(message) == Greeting()


@pytest.mark.parametrize(
    ("message", "target"),
    [
        ("summarise this document", "this document"),
        ("Can you give me a summary of the Alibaba article?", "the Alibaba article"),
        ("tl;dr", ""),
        ("What are the main points?", ""),
        ("please summarize", ""),
    ],
)
def test_a_summary_is_wanted_of_what_is_named(message: str, target: str) -> None:
    assert recognise(message) == Summary(target)


def test_what_something_is_about_is_a_summary_only_of_what_is_named_exactly() -> None:
    assert recognise("What is the annual report about?") == Summary("the annual report", exactly=True)
    assert recognise("What's the fuss about the bees?") == Question()


@pytest.mark.parametrize(
    ("message", "sides"),
    [
        ("compare Alibaba and Meta", ("Alibaba", "Meta")),
        ("How does Alibaba's investment compare to Meta's?", ("Alibaba's investment", "Meta's")),
        ("What is the difference between ale and lager?", ("ale", "lager")),
        ("Alibaba vs Microsoft", ("Alibaba", "Microsoft")),
    ],
)
def test_a_comparison_has_two_sides(message: str, sides: tuple[str, str]) -> None:
    assert recognise(message) == Comparison(*sides)


@pytest.mark.parametrize(
    ("message", "of_facts"),
    [
        ("Who got the bigger fine, the dairy or Frostline?", True),
        ("Who owns the dairy and what does Frostline make?", True),
        ("compare the dairy and Frostline", False),
    ],
)
def test_a_fact_that_is_asked_of_two_sides_is_not_told_by_key_sentences(message: str, *, of_facts: bool) -> None:
    intent = recognise(message)
    assert isinstance(intent, Comparison)
    assert intent.of_facts is of_facts


@pytest.mark.parametrize(
    "message",
    [
        "why is Alibaba's plan considered risky?",
        "Who is Jack Ma?",
        "What is Nvidia about to do?",
        "Helping who?",
        "what did the summary of the meeting say about cats",
        "Who said hello to the king?",
        "Which files were leaked?",
    ],
)
def test_a_question_is_left_to_the_passages(message: str) -> None:
    assert recognise(message) == Question()


@pytest.mark.parametrize(
    "message",
    [
        "thanks",
        "Thank you so much!",
        "thank you, that helped a lot!",
        "Great, thanks for your help.",
        "ok thanks",
        "perfect",
        "ok",
        "bye",
        "Good night",
        "that’s all, thank you",
        "Thanks, bye!",
        "That was very helpful, thanks",
        "see you later",
    ],
)
def test_thanks_and_goodbyes_ask_nothing(message: str) -> None:
    assert recognise(message) == Courtesy()


@pytest.mark.parametrize(
    "message",
    [
        "",
        "hello",
        "thanks, who is the sales manager?",
        "great walls",
        "what is all right",
        "ok, tell me more",
        "good day rates",
        "thank you letters for staff",
        "who says thank you",
        "that was in May",
        "again",
        "is that all?",
    ],
)
def test_what_asks_something_is_no_courtesy(message: str) -> None:
    assert recognise(message) != Courtesy()
