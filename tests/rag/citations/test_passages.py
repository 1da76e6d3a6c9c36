from __future__ import annotations

from index import Chunk, Hit
from rag.citations.passages import pack


def hit(position: int, score: float) -> Hit:
    return Hit(Chunk("a.txt", "f", position, position * 10, position * 10 + 9, (), f"text {position}"), score)


HITS = [hit(position, 1 - position / 10) for position in range(6)]


def test_the_best_are_numbered_from_one_in_their_order() -> None:
    passages = pack(HITS, 3)
    assert [passage.number for passage in passages] == [1, 2, 3]
    assert [passage.chunk.position for passage in passages] == [0, 1, 2]


def test_what_is_cited_is_never_left_out() -> None:
    passages = pack(HITS, 3, needed={HITS[5].chunk.id})
    assert [passage.chunk.position for passage in passages] == [0, 1, 5]
    everything = pack(HITS, 1, needed={hit.chunk.id for hit in HITS[:2]})
    assert [passage.chunk.position for passage in everything] == [0, 1]
