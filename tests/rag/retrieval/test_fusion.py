from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from index import Chunk, Hit, Hits
from rag.retrieval import fusion
from tests.memory_library import MemoryLibrary


def chunk(position: int, text: str = "") -> Chunk:
    return Chunk("a.txt", "f", position, position * 10, position * 10 + 9, (), text or f"text {position}")


def hits(*scores: float) -> tuple[Hit, ...]:
    return tuple(Hit(chunk(position), score) for position, score in enumerate(scores))


def test_a_chunk_that_both_lists_put_first_comes_first_with_score_one() -> None:
    fused = fusion.fuse(Hits(dense=hits(0.9, 0.5, 0.1), keyword=hits(12.0, 3.0, 1.0)))
    assert fused[0] == Hit(chunk(0), 1.0)


def test_scores_keep_their_distances_which_ranks_would_forget() -> None:
    close, far = hits(0.90, 0.89, 0.1), hits(0.90, 0.11, 0.1)
    assert fusion.fuse(Hits(close, ()))[1].score > 0.45
    assert fusion.fuse(Hits(far, ()))[1].score < 0.05


def test_a_list_whose_scores_are_all_equal_says_nothing() -> None:
    fused = fusion.fuse(Hits(dense=hits(0.9, 0.5, 0.1), keyword=hits(3.0, 3.0, 3.0)))
    assert [hit.score for hit in fused] == [hit.score for hit in fusion.fuse(Hits(hits(0.9, 0.5, 0.1), ()))]


@given(st.lists(st.floats(-1, 1), max_size=8), st.lists(st.floats(0, 50), max_size=8))
def test_fused_scores_lie_between_zero_and_one_and_fall(dense: list[float], keyword: list[float]) -> None:
    fused = fusion.fuse(Hits(hits(*dense), hits(*keyword)))
    scores = [hit.score for hit in fused]
    assert all(0 <= score <= 1.0000001 for score in scores)
    assert scores == sorted(scores, reverse=True)
    assert len({hit.chunk.id for hit in fused}) == len(fused) == max(len(dense), len(keyword))


def test_two_forms_of_a_question_find_what_either_finds() -> None:
    snapshot = MemoryLibrary.of(cats="Cats chase mice at night.", ships="Ships cross the wide ocean.").open()
    found = fusion.find(snapshot, ["cats and mice", "ships on the ocean"], 5)
    assert {hit.chunk.source for hit in found} == {"cats.txt", "ships.txt"}


def test_the_same_text_in_two_documents_is_found_once() -> None:
    snapshot = MemoryLibrary.of(b="Cats chase mice.", a="Cats chase mice.", c="Dogs bark.").open()
    found = fusion.find(snapshot, ["what do cats chase?"], 5)
    assert [hit.chunk.source for hit in found] == ["a.txt", "c.txt"]


def test_no_more_hits_than_asked_for_and_none_from_an_empty_library() -> None:
    texts = {f"t{number}": f"Cats chase mouse number {number}." for number in range(9)}
    assert len(fusion.find(MemoryLibrary.of(**texts).open(), ["cats"], 3)) == 3
    assert fusion.find(MemoryLibrary.of().open(), ["cats"], 3) == []
