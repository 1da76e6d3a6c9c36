"""Which sentences answer, and how sure that is: the judgement that everything shown rests on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from index import sentences

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from index import Chunk
    from rag.ports import Reading
    from rag.reading import ReadHit

# Most sentences in an answer.
MOST = 4
# A further sentence must support the answer at least this well, on the scale of 0 to 1 ...
FLOOR = 0.35
# ... and at least this well compared with the best one.
SHARE_OF_BEST = 0.6
# A short answer is at most this many tokens, and must hold this share of the reading model's belief to be shown.
LONGEST_SPAN = 30
SPAN_BELIEF = 0.3


@dataclass(frozen=True, slots=True)
class Support:
    """A sentence of a chunk that helps to answer.

    Parameters
    ----------
    chunk
        That it stands in.
    start, end
        Offsets into the document's text.
    score
        Probability, 0 to 1, that it supports the answer.
    span
        (start, end) of the short answer inside it, as offsets into the document's text, or None.
    """

    chunk: Chunk
    start: int
    end: int
    score: float
    span: tuple[int, int] | None

    @property
    def quote(self) -> str:
        """The sentence."""
        return self.chunk.text[self.start - self.chunk.start : self.end - self.chunk.start]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the passages that were read amount to.

    Parameters
    ----------
    confidence
        Probability, 0 to 1, that an answer made of ``supports`` is right.
    supports
        The fewest sentences that answer, in the order to be read; empty when nothing was read.
    """

    confidence: float
    supports: tuple[Support, ...]


def judge(read_hits: Sequence[ReadHit]) -> Verdict:
    """Choose the sentences that answer, and say how sure that is."""
    supports = ranked(read_hits)
    chosen = [
        support
        for support in supports[:MOST]
        if support is supports[0] or support.score >= max(FLOOR, SHARE_OF_BEST * supports[0].score)
    ]
    return Verdict(confidence=max((hit.score for hit in read_hits), default=0.0), supports=_as_read(chosen))


def ranked(read_hits: Sequence[ReadHit]) -> list[Support]:
    """Return every sentence that was read, once, best first."""
    best: dict[tuple[str, int, int], Support] = {}
    for support in (support for hit in read_hits for support in _supports(hit)):
        place = (support.chunk.source, support.start, support.end)  # overlapping chunks share sentences
        if place not in best or best[place].score < support.score:
            best[place] = support
    return sorted(best.values(), key=lambda support: -support.score)


def _supports(hit: ReadHit) -> Iterable[Support]:
    """Score each sentence of a hit by the evidence that the reading model sees in its tokens."""
    chunk, reading = hit.chunk, hit.reading
    partition = _log_sum_exp(reading.start) + _log_sum_exp(reading.end)
    for start, end in sentences(chunk.text):
        inside = np.flatnonzero((reading.offsets[:, 0] < end) & (reading.offsets[:, 1] > start))
        if not inside.size:  # beyond what the model could read
            continue
        first, last, belief = _best_span(reading, inside, partition)
        score = hit.score * max(float(reading.evidence[inside].mean()), belief)
        span = None
        if belief >= SPAN_BELIEF:
            low, high = max(int(reading.offsets[first, 0]), start), min(int(reading.offsets[last, 1]), end)
            span = (chunk.start + low, chunk.start + high)
        yield Support(chunk, chunk.start + start, chunk.start + end, score, span)


def _best_span(reading: Reading, inside: NDArray[np.intp], partition: float) -> tuple[int, int, float]:
    """Return (first token, last token, probability) of the likeliest short answer among the tokens ``inside``."""
    start, end = reading.start[inside], reading.end[inside]
    total = np.add.outer(start, end)
    ordered = np.triu(np.ones_like(total, dtype=bool)) & ~np.triu(np.ones_like(total, dtype=bool), LONGEST_SPAN)
    total = np.where(ordered, total, -np.inf)
    first, last = divmod(int(total.argmax()), total.shape[1])
    return int(inside[first]), int(inside[last]), float(np.exp(total[first, last] - partition))


def _log_sum_exp(logits: NDArray[np.float32]) -> float:
    top = float(logits.max(initial=-np.inf))
    return top + float(np.log(np.exp(logits - top).sum()))


def _as_read(chosen: Sequence[Support]) -> tuple[Support, ...]:
    """Order by document, the best first, and within a document as it was written."""
    rank: dict[str, int] = {}
    for support in chosen:
        rank.setdefault(support.chunk.source, len(rank))
    return tuple(sorted(chosen, key=lambda support: (rank[support.chunk.source], support.start)))
