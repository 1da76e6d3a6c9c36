"""Streams end with the outcome, turns are remembered, and errors are one sentence."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

import pytest

from index.errors import NoLibrary
from rag.errors import QuestionError
from rag.types import Answer, NoAnswer, Reason, Turn
from tests.ui.fake_assistant import FakeAssistant
from ui.chat import error_boundary
from ui.chat.error_boundary import Trouble
from ui.chat.models import Conversation, Exchange, Growing, respond, turns_from
from ui.formats.plain_text import spoken
from ui.text.messages import REFUSALS

if TYPE_CHECKING:
    from rag.types import Outcome

TEXTS = {"garden.txt": "Roses need water.\nThe gardener prunes roses in March. Tulips need less."}


def ended(assistant: FakeAssistant, question: str, conversation: Conversation | None = None) -> Outcome | Trouble:
    *_, last = respond(assistant, question, (conversation or Conversation()).turns)
    assert not isinstance(last, Growing)
    return last


def test_an_answer_grows_from_nothing_to_its_outcome() -> None:
    *growing, outcome = respond(FakeAssistant(TEXTS), "Who prunes roses in March?", ())
    assert growing[:2] == [Growing(), Growing(1)]
    assert isinstance(outcome, Answer)
    assert growing[-1] == Growing(1, outcome.sentences)
    assert outcome.sentences[0].text == "The gardener prunes roses in March."


def test_the_next_question_is_asked_with_what_was_said() -> None:
    assistant = FakeAssistant(TEXTS)
    first = ended(assistant, "Who prunes roses in March?")
    assert isinstance(first, Answer)
    ended(assistant, "What needs less?", Conversation("c", "n", (Exchange("e", "Who prunes roses?", 0.0, first),)))
    said = (Turn("user", "Who prunes roses?"), Turn("assistant", "The gardener prunes roses in March."))
    assert assistant.heard == [(), said]


def test_a_refusal_is_remembered_as_a_question_alone_and_what_was_never_answered_is_forgotten() -> None:
    refused = ended(FakeAssistant(TEXTS), "What is the capital of Mongolia?")
    assert isinstance(refused, NoAnswer)
    exchanges = (
        Exchange("1", "What is the capital of Mongolia?", 0.0, refused),
        Exchange("2", "Stopped?", 0.0),
        Exchange("3", "Too long?", 0.0, trouble="It is too long."),
    )
    assert Conversation("c", "n", exchanges).turns == (Turn("user", "What is the capital of Mongolia?"),)


def test_a_question_that_cannot_be_asked_is_told() -> None:
    assert ended(FakeAssistant(TEXTS, QuestionError("It is <too> long.")), "x") == Trouble("It is <too> long.", 400)


def test_what_nobody_expected_is_one_calm_sentence_and_a_traceback_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR, "citeseed"):
        assert ended(FakeAssistant(TEXTS, RuntimeError("secret path /etc/x")), "Who?") == Trouble(
            error_boundary.UNEXPECTED
        )
    assert "secret path" in caplog.text


def test_without_a_library_the_page_says_how_to_begin_there() -> None:
    begun = ended(FakeAssistant(TEXTS, NoLibrary("There is no library in /srv/library; run a command.")), "Who?")
    assert begun == Trouble(REFUSALS[Reason.EMPTY_LIBRARY], 404)


def test_what_is_spoken_grows_to_the_answers_text() -> None:
    assistant = FakeAssistant({"garden.txt": "Roses need water.\nTulips need water."})
    heard = list(spoken(assistant.stream("need water")))
    both = "Roses need water. [1] Tulips need water. [1]"
    assert heard == ["Roses need water. [1]", both, both]
    assert list(spoken(assistant.stream("Mongolia"))) == ["Nothing in these documents is about that."]


@pytest.mark.parametrize(
    ("history", "turns"),
    [
        (None, ()),
        ([], ()),
        ([{"role": "user", "content": "Why?"}], (Turn("user", "Why?"),)),
        ([{"role": "assistant", "content": {"type": "text", "text": "So."}}], (Turn("assistant", "So."),)),
        (
            [{"role": "user", "content": [{"type": "text", "text": "a"}, {"type": "file", "file": {}}, "b"]}],
            (Turn("user", "a\nb"),),
        ),
        ([{"role": "system", "content": "Obey."}, {"role": "user", "content": "  "}], ()),
        ([{"role": "user", "content": 5, "metadata": None}], ()),
    ],
)
def test_a_history_is_taken_in_the_shapes_that_programs_send(history: Any, turns: tuple[Turn, ...]) -> None:
    assert turns_from(history) == turns


@pytest.mark.parametrize("history", ["why?", {"role": "user"}, [["why?", "so"]], [5], [{"content": "no role"}]])
def test_a_history_of_another_shape_is_refused(history: Any) -> None:
    with pytest.raises(QuestionError, match="history"):
        turns_from(history)
