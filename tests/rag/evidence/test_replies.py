from __future__ import annotations

import pytest

from rag import Answer, Assistant, NoAnswer, Reason, Settings
from rag.citations.quotes import holds
from rag.evidence import replies, summaries
from rag.generation.extractive import ExtractiveReader
from rag.steps import Evidence, Verdict
from rag.types import ReplyKind
from tests.fakes import FakeReadingModel
from tests.memory_library import MemoryLibrary

TEXTS = {
    "bridge": "The city council approved a new bridge over the river. The bridge will carry trams and bicycles.",
    "ferry": "The ferry crosses the river in ten minutes. Each ferry carries two hundred people to the harbour.",
}


def ask(question: str, texts: dict[str, str] | None = None) -> Answer | NoAnswer:
    library = MemoryLibrary.of(**(TEXTS if texts is None else texts))
    outcome = Assistant(library, FakeReadingModel(), ExtractiveReader(), Settings()).ask(question)
    if isinstance(outcome, Answer):
        assert all(holds(library.open(), citation) for citation in outcome.citations)
        assert {one.passage for one in outcome.citations} == {one.number for one in outcome.passages}
    return outcome


@pytest.mark.parametrize("greeting", ["what is in here?", "summarise these documents"])
def test_several_documents_are_told_by_their_key_sentences(greeting: str) -> None:
    outcome = ask(greeting)
    assert isinstance(outcome, Answer)
    assert [citation.source for citation in outcome.citations] == ["ferry.txt", "bridge.txt"]


def test_the_document_that_is_named_is_summarised() -> None:
    outcome = ask("Please summarise the ferry article.")
    assert isinstance(outcome, Answer)
    assert {citation.source for citation in outcome.citations} == {"ferry.txt"}
    assert len(outcome.sentences) == 2


def test_a_document_is_not_named_by_a_word_that_many_share() -> None:
    texts = {"a document with a picture": "This paragraph comes first. It is followed by a picture.", **TEXTS}
    outcome = ask("summarise the document about the ferry", texts)
    assert isinstance(outcome, Answer)
    assert {citation.source for citation in outcome.citations} == {"ferry.txt"}
    more = {"city bridges": TEXTS["bridge"], "city ferry": TEXTS["ferry"], "city trams": "Trams are yellow. They ring."}
    outcome = ask("summarise the text on the city ferry lines", more)
    assert isinstance(outcome, Answer)
    assert {citation.source for citation in outcome.citations} == {"city ferry.txt"}


def test_what_a_document_is_about_is_told_by_its_key_sentences() -> None:
    outcome = ask("What is the ferry about?")
    assert isinstance(outcome, Answer)
    assert [citation.source for citation in outcome.citations] == ["ferry.txt", "ferry.txt"]


def test_what_something_else_is_about_is_a_question() -> None:
    snapshot = MemoryLibrary.of(**TEXTS).open()
    assert replies.summary(snapshot, "the dispute over the ferry", exactly=True) is None


def test_a_summary_of_what_no_document_is_named_after_is_a_question() -> None:
    outcome = ask("Give me a summary of Mongolian tax law")
    assert isinstance(outcome, NoAnswer)
    assert outcome.reason is Reason.NOTHING_RELEVANT


def test_a_comparison_tells_one_side_and_the_other() -> None:
    outcome = ask("Compare the bridge and the ferry")
    assert isinstance(outcome, Answer)
    assert {citation.source for citation in outcome.citations} == {"bridge.txt", "ferry.txt"}


def test_a_comparison_is_no_surer_than_its_sides() -> None:
    assistant = Assistant(MemoryLibrary.of(**TEXTS), FakeReadingModel(), ExtractiveReader(), Settings())
    sides = [assistant.ask(name).confidence for name in ("the bridge", "the ferry")]
    assert assistant.ask("Compare the bridge and the ferry").confidence == min(sides) < 1


def test_documents_are_compared_by_their_key_sentences() -> None:
    reports = {
        "report 2019": "The harbour employs many people. Traffic was low then.",
        "report 2024": "Two ferries opened.",
    }
    outcome = ask("Compare the reports of 2019 and 2024", reports)
    assert isinstance(outcome, Answer)
    assert [one.source for one in outcome.citations] == ["report 2019.txt", "report 2019.txt", "report 2024.txt"]


def test_a_fact_that_no_document_tells_is_not_told_by_key_sentences() -> None:
    reports = {"report 2019": "The harbour employs many people.", "report 2024": "Two ferries opened."}
    assert isinstance(ask("Which named the bigger fine, the report of 2019 or the report of 2024?", reports), NoAnswer)


def test_a_comparison_with_what_is_not_there_is_not_made_up() -> None:
    outcome = ask("Compare the bridge and the zeppelin")
    assert not isinstance(outcome, Answer) or all("zeppelin" not in one.quote for one in outcome.citations)


def test_an_empty_library_greets_with_the_truth() -> None:
    outcome = ask("hello", {})
    assert isinstance(outcome, NoAnswer)
    assert outcome.reason is Reason.EMPTY_LIBRARY
    assert outcome.confidence == 0


@pytest.mark.parametrize("said", ["thanks, that helped a lot!", "Good morning!"])
def test_thanks_and_greetings_are_answered_without_a_document(said: str) -> None:
    outcome = ask(said)
    assert isinstance(outcome, NoAnswer)
    assert (outcome.reason, outcome.nearest) == (Reason.NOTHING_ASKED, ())


@pytest.mark.parametrize(
    ("message", "kind"),
    [
        ("hello", ReplyKind.GREETING),
        ("what is in here?", ReplyKind.OVERVIEW),
        ("summarise the ferry article", ReplyKind.SUMMARY),
        ("Compare the bridge and the ferry", ReplyKind.COMPARISON),
        ("Who is the mayor of Ulaanbaatar?", ReplyKind.QUESTION),
        ("thanks!", ReplyKind.COURTESY),
        # no document serves these wishes, so they are questions
        ("Give me a summary of Mongolian tax law", ReplyKind.QUESTION),
        ("Compare the bridge and the zeppelin", ReplyKind.QUESTION),
    ],
)
def test_the_kind_of_reply_stands_on_the_outcome(message: str, kind: ReplyKind) -> None:
    assert ask(message).kind is kind


def test_a_summary_is_supported_by_the_sentences_that_it_is_made_of() -> None:
    outcome = ask("What is in here?")
    assert isinstance(outcome, Answer)
    assert {citation.score for citation in outcome.citations} == {1.0}


def test_every_statement_that_comes_closest_has_its_passage() -> None:
    snapshot = MemoryLibrary.of(**TEXTS).open()
    bridge, ferry = (summaries.of_document(snapshot.document(source), 1)[0] for source in ("bridge.txt", "ferry.txt"))
    verdict = Verdict(0.3, (bridge,), closest=(bridge, ferry))
    evidence = Evidence(ReplyKind.COMPARISON, "?", snapshot, (), verdict, Reason.UNSURE)
    assert {hit.chunk.source for hit in evidence.hits} == {"bridge.txt", "ferry.txt"}
