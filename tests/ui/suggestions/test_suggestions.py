"""Suggested questions are answered by the documents, at the start and after an answer."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from index.filters import EVERYTHING, Filter
from rag.errors import ModelError
from rag.types import Answer, NoAnswer
from tests.ui.fake_assistant import FakeAssistant
from ui.chat.cancellation import Running
from ui.suggestions.suggestions import OF_DOCUMENT, OFFERED, RELATED, Suggestions

TEXTS = {
    "garden.txt": (
        "The garden\nThe rose garden is a park behind the mill. The gardener is Ada Holm. Roses must be cut because"
        " they freeze. The garden was opened in May 1901."
    ),
    "mill.txt": "The mill\nThe old mill was a ruin for many years. But a mill is a machine. The mill costs 40 euros.",
}


def offered(assistant: FakeAssistant, within: Filter = EVERYTHING) -> tuple[str, ...]:
    return asyncio.run(Suggestions(assistant, Running()).offered(within))


def test_what_is_offered_at_the_start_is_answered_and_of_several_documents() -> None:
    assistant = FakeAssistant(TEXTS)
    found = offered(assistant)
    assert 0 < len(found) <= OFFERED
    assert all(isinstance(assistant.ask(question), Answer) for question in found)
    assert any("mill" in question for question in found)
    assert any("garden" in question for question in found)


def test_what_is_offered_is_about_the_chosen_documents() -> None:
    found = offered(FakeAssistant(TEXTS), Filter(only=frozenset({"mill.txt"})))
    assert found
    assert all("mill" in question for question in found)


def test_nothing_is_offered_without_documents_or_answers() -> None:
    assert offered(FakeAssistant({})) == ()
    assert offered(FakeAssistant({"a.txt": "No. Yes."})) == ()
    assert offered(FakeAssistant(TEXTS, ModelError("It is broken."))) == ()


def test_an_answer_and_a_refusal_have_questions_that_go_on() -> None:
    assistant = FakeAssistant(TEXTS)
    suggestions = Suggestions(assistant, Running())
    answered = assistant.ask("Who is the gardener?")
    related = asyncio.run(suggestions.related(answered, ["who is the gardener"]))
    assert 0 < len(related) <= RELATED
    assert "Who is the gardener?" not in related
    refusal = assistant.ask("Who sells trombones on Tuesdays?")
    assert isinstance(refusal, NoAnswer)
    assert asyncio.run(suggestions.related(refusal, []))


def test_other_documents_have_the_rest_where_the_cited_one_is_exhausted() -> None:
    assistant = FakeAssistant(TEXTS | {"lamp.txt": "The lamp\nThe lamp is a light. The lamp costs 12 euros."})
    suggestions = Suggestions(assistant, Running())
    asked = ["What is the lamp?"]
    answered = assistant.ask(asked[0])
    assert isinstance(answered, Answer)
    alone = replace(answered, passages=answered.passages[:1])  # else all documents of so small a library were read
    assert {each.source for each in alone.citations} == {"lamp.txt"}
    for _ in range(3):  # who goes on asking what is offered comes to the other documents
        related = asyncio.run(suggestions.related(alone, asked))
        assert len(related) == RELATED
        assert not set(related) & set(asked)
        asked += related[:1]
    chosen = replace(alone, trace=replace(alone.trace, within=Filter(only=frozenset({"lamp.txt"}))))
    assert all("lamp" in each for each in asyncio.run(suggestions.related(chosen, asked)))


def test_a_document_has_questions_and_none_that_is_gone() -> None:
    suggestions = Suggestions(FakeAssistant(TEXTS), Running())
    assert 0 < len(asyncio.run(suggestions.of_document("mill.txt"))) <= OF_DOCUMENT
    assert asyncio.run(suggestions.of_document("gone.txt")) == ()


def test_visitors_are_answered_before_questions_for_the_start_are_tried() -> None:
    assistant, running = FakeAssistant(TEXTS), Running()
    suggestions = Suggestions(assistant, running)

    async def wait() -> tuple[str, ...]:
        with running.begin("page"):
            found = asyncio.ensure_future(suggestions.offered())
            await asyncio.sleep(0.1)
            assert assistant.heard == []
        return await found

    assert asyncio.run(wait())


def test_who_waits_while_the_library_changes_gets_an_answer_and_no_error() -> None:
    assistant, running = FakeAssistant(TEXTS), Running()
    suggestions = Suggestions(assistant, running)

    async def wait() -> tuple[str, ...]:
        with running.begin("page"):
            found = asyncio.ensure_future(suggestions.offered())
            waiting = asyncio.ensure_future(suggestions.of_document("mill.txt"))
            await asyncio.sleep(0.1)
            assistant.library.snapshot = replace(assistant.library.snapshot, generation=2)
            newer = asyncio.ensure_future(suggestions.offered())
            await asyncio.sleep(0.1)
        await found
        await waiting
        return await newer

    assert asyncio.run(wait())
