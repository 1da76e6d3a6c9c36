"""A document, and a reading model that scores its sentences as a test says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from index import Document
from rag.steps import Reading

if TYPE_CHECKING:
    from collections.abc import Sequence

TEXT = "Rain fell on Monday. The plan is risky because payback is unclear. Lunch was good."
DOCUMENT = Document("a.txt", "", TEXT, (), (), "f")


class Alone:
    """Scores every sentence alone as in its passage, except the given ones."""

    name = "alone"

    def __init__(self, *bad: str) -> None:
        self._bad = bad

    def read(self, question: str, passages: Sequence[str]) -> list[Reading]:
        nothing, nowhere = np.zeros(0, np.float32), np.zeros((0, 2), np.int32)
        return [Reading(0.01 if text in self._bad else 1.0, nowhere, nothing, nothing, nothing) for text in passages]
