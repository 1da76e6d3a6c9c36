"""Find candidates: fuse hits by meaning and by words by normalised score, each text once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index import Hit

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from index import Chunk, Hits, Snapshot

# Hits of each list. Min-max normalisation gives 0 to the worst hit, so the list must be long enough to end in hits that
# are not relevant.
DEPTH = 50
# Share of the dense list in the fused score; chosen on the development sets (docs/evaluation.md).
DENSE_SHARE = 0.5


def find(snapshot: Snapshot, questions: Sequence[str], k: int) -> list[Hit]:
    """Return the ``k`` best chunks, best first, scores 0 to 1.

    Several questions are forms of one, as typed, made stand-alone, and with what they recall of the conversation: a
    chunk's score is the mean of what it gets for each, which finds more than the better of the two, or either alone
    (docs/evaluation.md). A text that stands in several documents is returned once, from the first source in order of
    name.
    """
    total: dict[int, float] = {}
    chunks: dict[int, Chunk] = {}
    for hits in snapshot.searches(questions, DEPTH):
        for hit in fuse(hits):
            chunks[hit.chunk.id] = hit.chunk
            total[hit.chunk.id] = total.get(hit.chunk.id, 0.0) + hit.score / len(questions)
    return _each_text_once(sorted((Hit(chunks[key], score) for key, score in total.items()), key=_order))[:k]


def fuse(hits: Hits, dense_share: float = DENSE_SHARE) -> list[Hit]:
    """Return the chunks of both lists, best first, by the weighted sum of their min-max normalised scores.

    A chunk that one list lacks gets 0 there. Min-max fusion rather than reciprocal ranks, because ranks forget how
    much better the first hit is (Bruch, Gai, Ingber 2023, "An Analysis of Fusion Functions for Hybrid Retrieval").
    """
    total: dict[int, float] = {}
    chunks: dict[int, Chunk] = {}
    for share, ranked in ((dense_share, hits.dense), (1 - dense_share, hits.keyword)):
        for hit, score in zip(ranked, _normalised(ranked), strict=True):
            chunks[hit.chunk.id] = hit.chunk
            total[hit.chunk.id] = total.get(hit.chunk.id, 0.0) + share * score
    return sorted((Hit(chunks[key], score) for key, score in total.items()), key=_order)


def _normalised(hits: Sequence[Hit]) -> list[float]:
    scores = [hit.score for hit in hits]
    low, high = min(scores, default=0.0), max(scores, default=0.0)
    if len(scores) > 1 and high == low:  # a list that prefers nothing says nothing
        return [0.0] * len(scores)
    return [(score - low) / (high - low) if high > low else 1.0 for score in scores]


def _order(hit: Hit) -> tuple[float, str, int]:
    return -hit.score, hit.chunk.source, hit.chunk.position


def _each_text_once(hits: Iterable[Hit]) -> list[Hit]:
    by_text: dict[str, Hit] = {}
    for hit in hits:
        by_text.setdefault(hit.chunk.text, hit)
    return list(by_text.values())
