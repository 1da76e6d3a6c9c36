"""The values that pass from one step of answering to the next: readings, supporting sentences, the judgement."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from index import Hit

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from index import Chunk, Document
    from index.blocks import Kind


@dataclass(frozen=True, slots=True)
class Reading:
    """The output of a reading model for one passage and one question.

    Parameters
    ----------
    relevance
        Probability, 0 to 1, that the passage answers the question.
    offsets
        Shape (tokens, 2): where each token that was read stands in the passage, in code points.
    start, end
        Shape (tokens,): logits that the short answer begins, or ends, at the token, where 0 is "there is none".
    evidence
        Shape (tokens,): probability that the token stands in a sentence that supports the answer.
    """

    relevance: float
    offsets: NDArray[np.int32]
    start: NDArray[np.float32]
    end: NDArray[np.float32]
    evidence: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class ReadHit:
    """A chunk that was read.

    Parameters
    ----------
    chunk
        The chunk.
    reading
        The model's output.
    score
        Probability, 0 to 1, that it answers the question.
    asked
        The form of the question that it was read with.
    document
        That the chunk stands in.
    """

    chunk: Chunk
    reading: Reading
    score: float
    asked: str
    document: Document

    @property
    def found(self) -> Hit:
        """The chunk and its score, without the reading."""
        return Hit(self.chunk, self.score)


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
    headings
        That it stands under, outermost first.
    kind
        Of the block that it stands in, "" where that is not known.
    labelled
        As models read it, with the names of columns in front of cells.
    """

    chunk: Chunk
    start: int
    end: int
    score: float
    span: tuple[int, int] | None
    headings: tuple[str, ...] = ()
    kind: Kind | Literal[""] = ""
    labelled: str = ""

    @property
    def quote(self) -> str:
        """The sentence."""
        return self.chunk.text[self.start - self.chunk.start : self.end - self.chunk.start]

    @property
    def answer(self) -> str:
        """The short answer; "" where the whole sentence is the answer."""
        start, end = self.span or (self.chunk.start, self.chunk.start)
        return self.chunk.text[start - self.chunk.start : end - self.chunk.start]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The judgement of the passages that were read.

    Parameters
    ----------
    confidence
        Probability, 0 to 1, that an answer made of ``supports`` is right.
    supports
        The fewest sentences that answer, in the order to be read; empty when nothing was read.
    differing
        Those of ``supports`` that give different short answers in different documents, the best first; empty where
        the documents agree, or the question asks for more than a fact.
    """

    confidence: float
    supports: tuple[Support, ...]
    differing: tuple[Support, ...] = ()
