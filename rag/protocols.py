"""The protocols of ``rag``: reading model, judge of claims, language model, reader."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Sequence

    from index import Snapshot
    from rag.events import Writing
    from rag.steps import ClaimPair, Judgement, Reading, Verdict
    from rag.types import Passage, Sentence


class ReadingModel(Protocol):
    """Reads passages for a question.

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


class ClaimJudge(Protocol):
    """Judges whether statements support or contradict claims.

    Laws: one judgement for each pair, in the order given; a judgement depends on its own pair alone; its two
    probabilities are at least 0 and together at most 1; no pairs, no judgements.
    """

    def judge(self, pairs: Sequence[ClaimPair]) -> list[Judgement]:
        """Judge each pair."""
        ...


@dataclass(frozen=True, slots=True)
class Message:
    """One message to a language model."""

    role: Literal["system", "user"]
    text: str


class LanguageModel(Protocol):
    """Writes text.

    Laws: the pieces, joined, are the text. An empty piece says only that the model is still at work; a piece comes
    several times a second. Closing the pieces ends the work at once. Pieces are bounded in number, size and time.
    Whatever goes wrong is a ``LanguageModelError`` whose message holds no secret.
    """

    @property
    def name(self) -> str:
        """What its server calls it."""
        ...

    @property
    def context(self) -> int:
        """Tokens that it reads and writes, together."""
        ...

    def write(self, messages: Sequence[Message], most: int) -> Generator[str]:
        """Yield the pieces of a reply of at most ``most`` tokens."""
        ...

    def count(self, text: str) -> int:
        """Return how many tokens a text is, or a bound from above."""
        ...

    def close(self) -> None:
        """Close every connection."""
        ...


class Reader(Protocol):
    """Writes an answer from evidence.

    Laws: every citation holds, and its passage is one of ``passages``; a sentence without citation is one that no
    passage supports, and the extractive reader writes none.
    """

    @property
    def name(self) -> str:
        """What the user calls it."""
        ...

    def read(
        self, question: str, snapshot: Snapshot, passages: Sequence[Passage], verdict: Verdict
    ) -> Iterator[Sentence | Writing]:
        """Yield the answer's sentences, as soon as each is whole and checked.

        Raises
        ------
        LanguageModelError
            When there is no more to come than what was said, and that is no answer.
        """
        ...
