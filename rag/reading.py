"""Hits read by a reading model with the question in mind, best first."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index import Hit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index import Chunk
    from rag.ports import Reading, ReadingModel

# What a fused score of 1 instead of 0 adds to the log-odds; chosen on the development sets (docs/evaluation.md).
PRIOR = 1.5


@dataclass(frozen=True, slots=True)
class ReadHit:
    """A chunk that was read.

    Parameters
    ----------
    chunk
        What was read.
    reading
        What the model said of it.
    score
        Probability, 0 to 1, that it answers the question.
    """

    chunk: Chunk
    reading: Reading
    score: float

    @property
    def found(self) -> Hit:
        """The chunk and its score, without the reading."""
        return Hit(self.chunk, self.score)


def read(model: ReadingModel, question: str, hits: Sequence[Hit]) -> list[ReadHit]:
    """Read every hit; return them best first.

    The score is the reading model's odds times those that retrieval gives beforehand, on a scale of one in two for a
    fused score of a half.
    """
    readings = model.read(question, [hit.chunk.text for hit in hits])
    read_hits = [
        ReadHit(hit.chunk, one, _weighted(one.relevance, hit.score)) for hit, one in zip(hits, readings, strict=True)
    ]
    return sorted(read_hits, key=lambda hit: -hit.score)


def _weighted(relevance: float, fused: float) -> float:
    odds = math.exp(PRIOR * (fused - 0.5)) * relevance
    return odds / (odds + 1 - relevance)
