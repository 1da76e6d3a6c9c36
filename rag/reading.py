"""Hits read by a reading model with the question in mind, best first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from index import Hit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index import Chunk
    from rag.ports import Reading, ReadingModel


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
    """Read every hit; return them best first. Hits that read equally well keep the order of retrieval."""
    readings = model.read(question, [hit.chunk.text for hit in hits])
    read_hits = [ReadHit(hit.chunk, one, one.relevance) for hit, one in zip(hits, readings, strict=True)]
    return sorted(read_hits, key=lambda hit: -hit.score)
