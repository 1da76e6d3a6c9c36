"""The types of a checked text. All are frozen."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rag.types import Citation


class ClaimVerdict(StrEnum):
    """What the documents say to a sentence."""

    SUPPORTED = "supported"
    CONTRADICTED = "contradicted"
    PARTLY = "partly"
    NOT_FOUND = "not_found"
    NO_CLAIM = "no_claim"


@dataclass(frozen=True, slots=True)
class CheckedSentence:
    """A sentence of a text with its verdict.

    Parameters
    ----------
    text, start, end
        The sentence, and its offsets in the text that was checked.
    verdict
        ``NO_CLAIM`` for questions, headings, opinions and what says nothing.
    citations
        Quotes that support it, or that contradict it; empty where nothing was found, and where nothing is claimed.
    unsupported
        (start, end) of each stretch of ``text``, counted from its beginning, that no quote supports; of a sentence
        that is contradicted, those that the quote has otherwise.
    """

    text: str
    start: int
    end: int
    verdict: ClaimVerdict
    citations: tuple[Citation, ...] = ()
    unsupported: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class CheckStep:
    """One more sentence was checked: the ``done``-th of ``total``."""

    sentence: CheckedSentence
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Check:
    """A checked text.

    Parameters
    ----------
    sentences
        In order; every sentence of the text is one of them.
    warnings
        One sentence each.
    """

    sentences: tuple[CheckedSentence, ...]
    warnings: tuple[str, ...] = ()

    @property
    def claims(self) -> int:
        """How many sentences claim something."""
        return sum(each.verdict is not ClaimVerdict.NO_CLAIM for each in self.sentences)

    @property
    def supported(self) -> int:
        """How many sentences are supported."""
        return sum(each.verdict is ClaimVerdict.SUPPORTED for each in self.sentences)

    @property
    def holds(self) -> bool:
        """Whether every claim is supported."""
        return self.supported == self.claims
