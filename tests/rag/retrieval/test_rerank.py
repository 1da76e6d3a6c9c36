from __future__ import annotations

from dataclasses import replace

from index import Hit
from rag.retrieval import rerank
from tests.fakes import FakeReadingModel
from tests.memory_library import MemoryLibrary

MODEL = FakeReadingModel()


def hits(library: MemoryLibrary, score: float = 0.5) -> list[Hit]:
    return [Hit(chunks[0], score) for _, chunks in library.held.values()]


def test_passages_come_back_best_first_with_offsets_of_their_own_text() -> None:
    library = MemoryLibrary.of(ships="Ships cross the ocean.", cats="Cats hunt mice at night.")
    read_hits = rerank.read(MODEL, ["When do cats hunt mice?"], library.open(), hits(library))
    assert [hit.chunk.source for hit in read_hits] == ["cats.txt", "ships.txt"]
    words = [read_hits[0].chunk.text[low:high] for low, high in read_hits[0].reading.offsets]
    assert words == ["Cats", "hunt", "mice", "at", "night"]


def test_a_title_that_is_a_name_is_read_but_no_evidence() -> None:
    library = MemoryLibrary.of(alibaba="The company invests in clouds.", acme="The company invests in clouds.")
    read_hits = rerank.read(MODEL, ["What does Alibaba do?"], library.open(), hits(library))
    assert read_hits[0].chunk.source == "alibaba.txt"
    assert read_hits[0].score > read_hits[1].score
    assert [tuple(offset) for offset in read_hits[0].reading.offsets][:2] == [(0, 3), (4, 11)]


def test_a_headline_lends_its_claim_to_no_passage() -> None:
    library = MemoryLibrary.of(a="Lunch was good.")
    document, chunks = library.held["a.txt"]
    headline = "Analysts say that the plan of the company is speculative and risky"
    library.held["a.txt"] = (replace(document, title=headline), chunks)
    (read_hit,) = rerank.read(MODEL, ["Why is the plan speculative and risky?"], library.open(), hits(library))
    assert read_hit.reading.relevance == 0


def test_each_passage_keeps_the_form_of_the_question_that_finds_more_in_it() -> None:
    library = MemoryLibrary.of(ships="Ships cross the ocean.", cats="Cats hunt mice at night.")
    read_hits = rerank.read(MODEL, ["cats mice", "ships ocean"], library.open(), hits(library))
    assert {hit.chunk.source: hit.asked for hit in read_hits} == {"cats.txt": "cats mice", "ships.txt": "ships ocean"}


def test_retrieval_decides_between_passages_that_read_alike() -> None:
    library = MemoryLibrary.of(a="Cats hunt mice there.", b="Cats hunt mice here.")
    first, second = hits(library)
    read_hits = rerank.read(MODEL, ["cats mice dogs"], library.open(), [first, replace(second, score=0.9)])
    assert [hit.chunk.source for hit in read_hits] == ["b.txt", "a.txt"]


def a_sure_one_first(others: int) -> MemoryLibrary:
    texts = {f"ships{number}": f"Ships cross ocean {number}." for number in range(others)}
    return MemoryLibrary.of(cats="Cats hunt mice at night.", **texts)


def test_hits_behind_one_that_surely_answers_are_not_read() -> None:
    library = a_sure_one_first(9)
    found = hits(library)
    read_hits = rerank.read_until_sure(MODEL, ["cats hunt mice"], library.open(), found)
    assert read_hits[0].chunk == found[0].chunk
    assert {hit.chunk for hit in read_hits} == {hit.chunk for hit in found[: rerank.READ_FIRST]}


def test_as_many_hits_are_read_as_are_wanted_at_least() -> None:
    library = a_sure_one_first(9)
    assert len(rerank.read_until_sure(MODEL, ["cats hunt mice"], library.open(), hits(library), 6)) == 6


def test_hits_are_read_on_where_none_surely_answers() -> None:
    library = a_sure_one_first(9)
    last_first = hits(library)[::-1]
    read_hits = rerank.read_until_sure(MODEL, ["cats hunt mice"], library.open(), last_first)
    assert len(read_hits) == len(last_first)
    assert read_hits[0].chunk == last_first[-1].chunk
    assert rerank.read_until_sure(MODEL, ["cats hunt mice"], library.open(), []) == []
