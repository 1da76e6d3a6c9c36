from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, cast

import pytest

from index import Filter
from index.chunking.chunker import Splitting, split
from index.loaders import parse
from rag import Answer, Assistant, Done, Found, NoAnswer, Reason, Said, Settings, Turn
from rag.citations.quotes import holds
from rag.errors import QuestionError
from rag.generation.extractive import ExtractiveReader
from rag.models.onnx_reader import OnnxReadingModel
from rag.types import ReplyKind
from tests.fakes import FakeReadingModel
from tests.memory_library import MemoryLibrary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rag.types import Sentence

TEXTS = {
    "plan": "The company announced a plan. Analysts call the plan risky because payback is unclear. Lunch was served.",
    "cats": "Cats sleep most of the day. Cats hunt mice at night.",
}


def assistant(texts: dict[str, str], settings: Settings | None = None) -> Assistant:
    return Assistant(MemoryLibrary.of(**texts), FakeReadingModel(), ExtractiveReader(), settings or Settings())


def test_an_answer_is_verbatim_cited_and_checked() -> None:
    asked = assistant(TEXTS)
    outcome = asked.ask("Why do analysts call the plan risky?")
    assert isinstance(outcome, Answer)
    assert outcome.sentences[0].text == "Analysts call the plan risky because payback is unclear."
    assert outcome.text == "Analysts call the plan risky because payback is unclear. [1]"
    snapshot = asked.library.open()
    assert outcome.citations
    assert all(holds(snapshot, citation) for citation in outcome.citations)
    assert {citation.passage for citation in outcome.citations} <= {passage.number for passage in outcome.passages}
    assert set(outcome.trace.timings_ms) == {"rewrite", "retrieve", "read", "total"}
    assert outcome.trace.generation == 1


def test_what_the_documents_do_not_say_is_not_answered_and_cites_nothing() -> None:
    outcome = assistant(TEXTS).ask("What is the capital of Mongolia?")
    assert isinstance(outcome, NoAnswer)
    assert outcome.reason is Reason.NOTHING_RELEVANT
    assert outcome.nearest
    assert outcome.confidence < 0.5


def test_what_is_near_but_not_enough_is_unsupported() -> None:
    outcome = assistant(TEXTS).ask("Which analysts dislike mice, Mongolia, tax and rain?")
    assert isinstance(outcome, NoAnswer)
    assert outcome.reason is Reason.UNSUPPORTED


@pytest.mark.parametrize("question", ["When do cats hunt mice?", "What is in here?"])
def test_within_a_filter_only_its_documents_answer(question: str) -> None:
    asked = assistant({**TEXTS, "notes/cats": "Cats hunt mice at dawn, says this note. Cats also climb trees well."})
    outcome = asked.ask(question, within=Filter.parse("notes"))
    assert isinstance(outcome, Answer)
    assert {citation.source for citation in outcome.citations} == {"notes/cats.txt"}
    assert {passage.chunk.source for passage in asked.search(question, within=Filter.parse("notes"))} == {
        "notes/cats.txt"
    }


def test_a_filter_that_leaves_nothing_is_named() -> None:
    asked, within = assistant(TEXTS), Filter.parse("elsewhere", ["txt"])
    outcome = asyncio.run(asked.aask("When do cats hunt mice?", within=within))
    assert isinstance(outcome, NoAnswer)
    assert (outcome.reason, outcome.nearest) == (Reason.NOTHING_RELEVANT, ())
    assert any("folder 'elsewhere', type text or txt" in warning for warning in outcome.trace.warnings)
    assert asked.search("cats", within=within) == []
    assert assistant({}).ask("Why?", within=within).trace.warnings == ()


def test_an_empty_library_says_so() -> None:
    outcome = assistant({}).ask("Why?")
    assert outcome == NoAnswer(Reason.EMPTY_LIBRARY, (), (), 0.0, outcome.trace)


def test_the_threshold_is_a_setting() -> None:
    question = "Which analysts dislike mice, tax and rain?"
    assert isinstance(assistant(TEXTS, Settings(threshold=0.0)).ask(question), Answer)
    assert isinstance(assistant(TEXTS, Settings(threshold=1.0)).ask("Do cats sleep on the moon?"), NoAnswer)


def test_a_stream_tells_what_was_found_then_each_sentence_then_everything() -> None:
    events = list(assistant(TEXTS).stream("Why do analysts call the plan risky?"))
    assert isinstance(events[0], Found)
    assert isinstance(events[-1], Done)
    assert isinstance(events[-1].outcome, Answer)
    said = tuple(event.sentence for event in events if isinstance(event, Said))
    assert said == events[-1].outcome.sentences
    assert events[0].passages == events[-1].outcome.passages


def test_a_follow_up_is_searched_with_its_topic_and_says_so() -> None:
    history = (Turn("user", "What do analysts call the plan?"), Turn("assistant", "Risky."))
    outcome = assistant(TEXTS).ask("why?", history)
    assert isinstance(outcome, Answer)
    assert "plan" in outcome.trace.standalone_question
    assert outcome.citations[0].source == "plan.txt"


def test_a_guess_that_the_reading_model_has_no_use_for_is_not_how_a_question_was_understood() -> None:
    library = MemoryLibrary.of(harbour="The harbour master of Cape Arran is Vera Lind.", plan="The plan is risky.")
    reads = Assistant(library, OnnxReadingModel(), ExtractiveReader(), Settings())
    outcome = reads.ask("Who is the harbour master?", (Turn("user", "What is the capital of Mongolia?"),))
    assert isinstance(outcome, Answer)
    assert outcome.trace.standalone_question == "Who is the harbour master?"


def test_a_change_of_topic_leaves_the_old_passages_behind() -> None:
    history = (Turn("user", "What do analysts call the plan?"), Turn("assistant", "Risky."))
    outcome = assistant(TEXTS).ask("When do cats hunt mice?", history)
    assert isinstance(outcome, Answer)
    assert {citation.source for citation in outcome.citations} == {"cats.txt"}


def test_search_returns_passages_best_first_and_never_more_than_there_are() -> None:
    passages = assistant(TEXTS).search("cats hunt mice", k=50)
    assert [passage.number for passage in passages] == [1, 2]
    assert passages[0].chunk.source == "cats.txt"
    assert passages[0].score >= passages[1].score


@pytest.mark.parametrize("k", [0, -1])
def test_a_search_for_no_passages_is_refused(k: int) -> None:
    with pytest.raises(QuestionError, match="at least 1"):
        assistant(TEXTS).search("cats", k=k)


def test_asking_from_an_event_loop_and_from_threads_gives_the_same() -> None:
    asked = assistant(TEXTS)
    alone = asked.ask("When do cats hunt mice?")
    assert isinstance(alone, Answer)
    awaited = asyncio.run(asked.aask("When do cats hunt mice?"))
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(asked.ask, ["When do cats hunt mice?"] * 8))
    assert all(isinstance(one, Answer) and one.sentences == alone.sentences for one in (awaited, *together))


def test_a_misspelt_name_is_searched_as_the_documents_spell_it_and_that_is_said() -> None:
    texts = {**TEXTS, "bank": "Citigroup analysts expect growth. The bank praised the plan."}
    outcome = assistant(texts).ask("What do analysts of Citigruop expect?")
    assert isinstance(outcome, Answer)
    assert outcome.trace.standalone_question == "What do analysts of Citigroup expect?"
    assert outcome.sentences[0].text == "Citigroup analysts expect growth."


def test_an_answer_begins_with_its_first_passage() -> None:
    class Backwards(ExtractiveReader):
        def read(self, *given: Any) -> Iterator[Sentence]:
            return reversed(list(super().read(*given)))

    texts = {
        "old": "The harbour of Ostrava employs 1,200 people.",
        "new": "The harbour of Ostrava employs 1,850 people.",
    }
    question = "How many people does the harbour of Ostrava employ?"
    said = []
    for reader in (ExtractiveReader(), Backwards()):
        outcome = Assistant(MemoryLibrary.of(**texts), OnnxReadingModel(), reader, Settings()).ask(question)
        assert isinstance(outcome, Answer)
        assert [citation.passage for citation in outcome.citations] == [1, 2]
        sources = {passage.number: passage.chunk.source for passage in outcome.passages}
        assert all(sources[citation.passage] == citation.source for citation in outcome.citations)
        said.append([citation.source for citation in outcome.citations])
    assert said[0] == said[1][::-1]


def test_documents_that_answer_differently_are_named_only_with_an_answer() -> None:
    texts = {
        "old": "The harbour of Ostrava employs 1,200 people.",
        "new": "The harbour of Ostrava employs 1,850 people.",
    }
    outcomes = [
        Assistant(MemoryLibrary.of(**texts), OnnxReadingModel(), ExtractiveReader(), Settings(threshold=threshold)).ask(
            "How many people does the harbour of Ostrava employ?"
        )
        for threshold in (0.5, 1.0)
    ]
    assert isinstance(outcomes[0], Answer)
    assert isinstance(outcomes[1], NoAnswer)
    assert {citation.source for citation in outcomes[0].citations} == {"old.txt", "new.txt"}
    told = [any("differently" in warning for warning in outcome.trace.warnings) for outcome in outcomes]
    assert told == [True, False]


def test_whoever_wants_more_hears_what_was_not_said_yet() -> None:
    texts = {"plan": "Analysts call the plan risky. The risky plan of the company is old. Lunch was served."}
    asked = assistant(texts, Settings(threshold=0.3))
    question = "Who calls the company plan risky?"
    first = "Analysts call the plan risky. [1]"
    more = asked.ask("tell me more", (Turn("user", question), Turn("assistant", first)))
    assert isinstance(more, Answer)
    assert more.trace.standalone_question == question
    assert [sentence.text for sentence in more.sentences] == ["The risky plan of the company is old."]


def test_what_is_no_question_or_no_history_is_told_in_a_sentence() -> None:
    asked, history = assistant(TEXTS), cast("Any", [{"role": "user", "content": "x"}])
    for call in (asked.ask, asked.search):
        with pytest.raises(QuestionError, match="type dict"):
            call("Why?", history)
        with pytest.raises(QuestionError, match="type NoneType"):
            call(cast("Any", None))


def test_what_is_not_sure_is_shown_as_the_closest_statements_and_not_as_an_answer() -> None:
    outcome = assistant(TEXTS).ask("Which analysts dislike mice, tax and rain?")
    assert isinstance(outcome, NoAnswer)
    assert outcome.reason is Reason.UNSURE
    assert outcome.closest[0].text == "Analysts call the plan risky because payback is unclear."
    assert 1 <= len(outcome.closest) <= 3
    cited = {passage.number for passage in outcome.nearest}
    assert all(citation.passage in cited for citation in outcome.citations)


def test_a_question_that_names_another_gets_no_closest_statement() -> None:
    outcome = assistant(TEXTS, Settings(threshold=0.99)).ask("Why is the plan of Wexford risky?")
    assert isinstance(outcome, NoAnswer)
    assert (outcome.reason, outcome.closest) == (Reason.UNSUPPORTED, ())


def test_rows_that_answer_are_cited_and_what_is_computed_stands_beside_them() -> None:
    library = MemoryLibrary()
    table = parse(b"Boat,Harbour,Crew\nPetrel,Porto,4\nGannet,Lagos,6\nMerganser,Porto,2\n", "boats.csv")
    with library.update() as draft:
        draft.add(table, split(table, Splitting()))
        draft.publish()
    asked = Assistant(library, FakeReadingModel(), ExtractiveReader(), Settings())
    outcome = asked.ask("How many boats are in Porto?")
    assert isinstance(outcome, Answer)
    assert outcome.kind is ReplyKind.ROWS
    assert outcome.computed is not None
    assert (outcome.computed.value, outcome.computed.rows) == (2, outcome.citations)
    assert [citation.quote.split()[0] for citation in outcome.citations] == ["Petrel", "Merganser"]
    assert all(holds(library.open(), citation) for citation in outcome.citations)
    assert outcome.text.startswith("Computed: 2 (number of rows). Petrel")


def test_what_is_described_is_not_looked_up_by_its_name() -> None:
    texts = {
        "staff": "Orrin Mills has two departments. The head of the workshop is Jonas Weber. Ada Berg leads packing.",
        "offices": "Jonas Weber works in Aldbrook. Ada Berg works in Tarnholm.",
    }
    asked = Assistant(MemoryLibrary.of(**texts), OnnxReadingModel(), ExtractiveReader(), Settings())
    outcome = asked.ask("Where does the head of the workshop work?")
    assert isinstance(outcome, Answer)
    assert [sentence.text for sentence in outcome.sentences] == [
        "Jonas Weber works in Aldbrook.",
        "The head of the workshop is Jonas Weber.",
    ]
    assert all(holds(asked.library.open(), citation) for citation in outcome.citations)
