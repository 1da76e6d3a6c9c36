"""The seams of answering: what a reading model and a reader must do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from index import Snapshot
    from rag.answers import Passage, Sentence
    from rag.evidence import Verdict


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reading model says of one passage, for one question.

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


class ReadingModel(Protocol):
    """Reads passages with a question in mind.

    Laws: one reading for each passage, in the order given; a reading depends on its own passage and the question
    alone; offsets lie within the passage; no passages, no readings.
    """

    @property
    def name(self) -> str:
        """What the user calls it."""
        ...

    def read(self, question: str, passages: Sequence[str]) -> list[Reading]:
        """Read each passage."""
        ...


class Reader(Protocol):
    """Writes an answer out of evidence.

    Laws: every sentence carries at least one citation that holds; a citation's passage is one of ``passages``.
    """

    @property
    def name(self) -> str:
        """What the user calls it."""
        ...

    def read(self, snapshot: Snapshot, passages: Sequence[Passage], verdict: Verdict) -> Iterator[Sentence]:
        """Yield the answer's sentences, as soon as each is whole."""
        ...
