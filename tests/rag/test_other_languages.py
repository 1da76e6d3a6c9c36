"""Questions and documents in a language that the reading model does not know."""

from __future__ import annotations

import pytest

from rag import Answer, Assistant, NoAnswer, Reason, Settings
from rag.generation.extractive import ExtractiveReader
from tests.fakes import FakeReadingModel
from tests.memory_library import MemoryLibrary


def assistant(texts: dict[str, str], settings: Settings | None = None) -> Assistant:
    return Assistant(MemoryLibrary.of(**texts), FakeReadingModel(), ExtractiveReader(), settings or Settings())


GERMAN = "Die Bücherei verleiht Bücher für vier Wochen. Wer sie verspätet zurückgibt, zahlt Geld."


@pytest.mark.parametrize(
    ("text", "question", "what"),
    [
        (GERMAN, "Für wie viele Wochen verleiht die Bücherei Bücher?", "The question and the passages found do"),
        (GERMAN, "How many Wochen Bücher?", "The passages found do"),
        (
            "The Bücherei lends books for four weeks.",
            "Wie viele Wochen verleiht die Bücherei?",
            "The question does",
        ),
    ],
)
def test_in_a_language_that_the_reading_model_does_not_know_nothing_is_sure(
    text: str, question: str, what: str
) -> None:
    told = assistant({"town": text}, Settings(threshold=0.0)).ask(question)
    assert isinstance(told, NoAnswer)
    assert told.reason is Reason.UNSURE
    assert told.closest[0].citations[0].quote in text
    assert [warning for warning in told.trace.warnings if "English" in warning] == [
        f"{what} not look English, the only language that the bundled models know."
    ]
    other = Settings(threshold=0.0, reading_model="some/multilingual-model", embedder="some/multilingual-embedder")
    known = assistant({"town": text}, other).ask(question)
    assert isinstance(known, Answer)
    assert known.trace.warnings == ()


def test_a_question_of_another_language_about_nothing_here_gets_no_quotes() -> None:
    told = assistant({"town": GERMAN}).ask("Wo liegt Ulan Bator?")
    assert isinstance(told, NoAnswer)
    assert (told.reason, told.closest) == (Reason.NOTHING_RELEVANT, ())
