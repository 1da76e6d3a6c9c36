"""Suggested questions are answered by the documents, at the start and with a refusal."""

from __future__ import annotations

import asyncio

import pytest

from index.types import Document, Section
from rag.errors import ModelError
from rag.types import Answer, NoAnswer
from tests.ui.fake_assistant import FakeAssistant
from ui.chat.cancellation import Run, Running
from ui.chat.suggestions import BETTER, OFFERED, Suggestions, of_document

TEXTS = {
    "garden.txt": "The garden\nThe rose garden is a park behind the mill. The gardener will prune roses in March.",
    "mill.txt": "The mill\nThe old mill was the first one of the valley. It is a ruin. But a mill is a machine.",
}


def offered(assistant: FakeAssistant) -> tuple[str, ...]:
    return asyncio.run(Suggestions(assistant, Running()).offered())


def test_what_is_offered_at_the_start_is_answered() -> None:
    assistant = FakeAssistant(TEXTS)
    found = offered(assistant)
    assert 0 < len(found) <= OFFERED
    assert all(isinstance(assistant.ask(question), Answer) for question in found)


def test_nothing_is_offered_without_documents_or_answers() -> None:
    assert offered(FakeAssistant({})) == ()
    assert offered(FakeAssistant({"a.txt": "No. Yes."})) == ()
    assert offered(FakeAssistant(TEXTS, ModelError("It is broken."))) == ()


def test_a_refusal_has_questions_of_its_nearest_documents() -> None:
    assistant = FakeAssistant(TEXTS)
    refusal = assistant.ask("Who sells trombones on Tuesdays?")
    assert isinstance(refusal, NoAnswer)
    suggestions = Suggestions(assistant, Running())
    better = suggestions.better(refusal, "What is the rose garden?", Run("page"))
    assert 0 < len(better) <= BETTER
    assert "What is the rose garden?" not in better
    assert all(isinstance(assistant.ask(question), Answer) for question in better)
    assert suggestions.better(refusal, "", Run("page", stopped=True)) == ()


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


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("The rose garden is a park.", ["What is the rose garden?"]),
        ("Alibaba’s plan will focus on data centers.", ["What will Alibaba’s plan focus on?"]),
        ("It is a ruin. This will focus on roses. Nothing here.", []),
        ("$53 is the price.", []),
        ("A fundamental error was the cause. An error is a fault. Some errors are the worst. Its aim is a park.", []),
        ("The origins of word processing can be traced. Roses will have a name. Roses will not be a gift.", []),
        ("Accelerations can reach high values. High accelerations hurt.", ["What can accelerations reach?"]),
        ("Steel is an alloy. Bridges are of steel, rails of steel, and none of Steel.", ["What is steel?"]),
        (
            "Mercury is a planet. We see Mercury at dawn, and mercury in glasses, and Mercury again.",
            ["What is Mercury?"],
        ),
        ("NASA is an agency. The Old mill was a ruin.", ["What is NASA?", "What was the Old mill?"]),
        ("Rosa Parks was an activist.", ["What was Rosa Parks?"]),
    ],
)
def test_questions_are_made_of_sentences_that_say_what_something_is_or_does(text: str, made: list[str]) -> None:
    held = Document("s", "T" * 90, text, (), (), "f")
    assert list(of_document(held)) == made


def test_what_a_document_is_about_is_not_asked_by_the_name_of_its_file() -> None:
    assert list(of_document(Document("a/semi.txt", "semi", "some text", (), (), "f"))) == []
    titled = Document("a/Roses.txt", "Roses", "Roses\nsome text", (Section("Roses", 1, 0),), (), "f")
    assert list(of_document(titled)) == ["What is “Roses” about?"]


def test_questions_are_made_of_headings() -> None:
    sections = (Section("How is it watered?", 2, 0), Section("Pruning in spring", 2, 5), Section("A", 2, 9))
    held = Document("s", "Roses", "some text", sections, (), "f")
    assert list(of_document(held)) == [
        "How is it watered?",
        "What is said about “Pruning in spring”?",
        "What is “Roses” about?",
    ]
