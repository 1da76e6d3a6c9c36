"""Number passages 1, 2, 3 in the order in which an answer cites them, then those that are not cited."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rag.types import Passage, Sentence


class Numbering:
    """Numbers the passages of one answer while it is written, so that the first citation is [1]."""

    def __init__(self) -> None:
        self._numbers: dict[int, int] = {}

    def sentence(self, sentence: Sentence) -> Sentence:
        """Return the next sentence of the answer with its citations numbered anew."""
        citations = tuple(replace(each, passage=self._number(each.passage)) for each in sentence.citations)
        return replace(sentence, citations=citations)

    def passages(self, passages: Iterable[Passage]) -> tuple[Passage, ...]:
        """Return the passages numbered anew, in the order of their numbers."""
        ordered = sorted(passages, key=lambda each: self._numbers.get(each.number, len(self._numbers) + each.number))
        return tuple(replace(each, number=number) for number, each in enumerate(ordered, 1))

    def _number(self, number: int) -> int:
        return self._numbers.setdefault(number, len(self._numbers) + 1)
