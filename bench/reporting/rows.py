"""One line of the table: a figure, and what it is compared with in the same run."""

from __future__ import annotations

import time
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Row:
    """A figure beside another one of the same unit.

    Parameters
    ----------
    what
        What was measured.
    figure
        Median of the repeats.
    unit
        "s", "ms", or what is done in a second: "chunks/s".
    beside
        What was measured next to it, in the same process or as another one.
    reference
        Its median.
    repeats
        How often the figure was taken.
    note
        What else the run showed.
    """

    what: str
    figure: float
    unit: str
    beside: str
    reference: float
    repeats: int
    note: str = ""

    @property
    def ratio(self) -> float:
        """The figure divided by what stands beside it."""
        return self.figure / self.reference


def seconds(work: Callable[[], object]) -> float:
    """Return how long ``work`` takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def taken_in_turn(repeats: int, *works: Callable[[], object]) -> list[float]:
    """Return the median seconds of each work; they take turns, so that what else the machine does meets them alike."""
    taken = [[seconds(work) for work in works] for _ in range(repeats)]
    return [median(times) for times in zip(*taken, strict=True)]
