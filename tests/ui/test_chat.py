"""A conversation grows as the answer does, remembers what was said, and survives whatever goes wrong."""

from __future__ import annotations

import logging
from typing import Any

import pytest

from index.errors import NoLibrary
from rag.answers import Reason, Turn
from rag.errors import QuestionError
from tests.ui.fake_assistant import FakeAssistant
from ui import edge, render
from ui.chat import Conversation, gradio_messages, respond, spoken, turns_from

TEXTS = {"garden.txt": "Roses need water.\nThe gardener prunes roses in March. Tulips need less."}


def whole(assistant: FakeAssistant, question: str, conversation: Conversation | None = None) -> Conversation:
    *_, last = respond(assistant, question, conversation or Conversation())
    return last


def test_an_answer_grows_and_ends_with_its_sources() -> None:
    steps = list(respond(FakeAssistant(TEXTS), "Who prunes roses in March?", Conversation()))
    replies = [step.messages[-1].html for step in steps]
    assert len({step.messages[0].html for step in steps}) == 1
    assert "Searching" in replies[0]
    assert "Reading 1 passage" in replies[1]
    assert "The gardener prunes roses in March." in replies[2]
    assert 'class="card"' not in replies[2]
    assert '<mark class="cite-1-1">The gardener prunes roses in March.</mark>' in replies[-1]
    assert [step.turns for step in steps[:-1]] == [()] * (len(steps) - 1)


def test_the_next_question_is_asked_with_what_was_said_and_no_markup() -> None:
    assistant = FakeAssistant(TEXTS)
    first = whole(assistant, "Who prunes roses in March?")
    second = whole(assistant, "What needs less?", first)
    said = (Turn("user", "Who prunes roses in March?"), Turn("assistant", "The gardener prunes roses in March."))
    assert assistant.heard == [(), said]
    assert second.turns[:2] == said
    assert [message.role for message in second.messages] == ["user", "assistant"] * 2
    assert "cite-1-1" in second.messages[1].html
    assert "cite-2-1" in second.messages[3].html


def test_a_refusal_is_remembered_as_a_question_alone() -> None:
    refused = whole(FakeAssistant(TEXTS), "What is the capital of Mongolia?")
    assert refused.turns == (Turn("user", "What is the capital of Mongolia?"),)
    assert "Nothing in these documents" in refused.messages[-1].html
    assert "<mark" not in refused.messages[-1].html


def test_a_question_that_cannot_be_asked_is_told_and_forgotten() -> None:
    refused = whole(FakeAssistant(TEXTS, QuestionError("It is <too> long.")), "x" * 1_000_000)
    assert refused.turns == ()
    assert "It is &lt;too&gt; long." in refused.messages[-1].html
    assert len(refused.messages[0].html) < 3000


def test_what_nobody_expected_is_one_calm_sentence_and_a_traceback_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR, "citeseed"):
        failed = whole(FakeAssistant(TEXTS, RuntimeError("secret path /etc/x")), "Who?")
    assert failed.messages[-1].html == render.notice(edge.UNEXPECTED)
    assert "secret path" in caplog.text
    assert failed.turns == ()


def test_without_a_library_the_page_says_how_to_begin_there() -> None:
    begun = whole(FakeAssistant(TEXTS, NoLibrary("There is no library in /srv/library; run a command.")), "Who?")
    assert begun.messages[-1].html == render.notice(render.REFUSALS[Reason.EMPTY_LIBRARY])


def test_messages_reach_gradio_untouched() -> None:
    conversation = Conversation().showing("a\tb\n\n<c>", render.notice("no"))
    assert gradio_messages(conversation) == [
        {"role": "user", "content": [{"type": "text", "text": render.question("a\tb\n\n<c>")}]},
        {"role": "assistant", "content": [{"type": "text", "text": render.notice("no")}]},
    ]


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
