"""One changed file among many, beside building the whole library."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

from bench.reporting.rows import Row, seconds
from index import sync

if TYPE_CHECKING:
    from bench.workloads.workshop import Workshop

REPEATS = 3


def measure(place: Workshop) -> list[Row]:
    """Return the time of a sync after one file changed."""
    large = place.large
    library = large.library()
    times = []
    for path in large.paths[:REPEATS]:
        path.write_text(f"{path.read_text(encoding='utf-8')}\n\nA sentence that is new.\n", encoding="utf-8")
        times.append(seconds(lambda: sync([large.paths[0].parent], library)))
    library.close()
    what = f"sync after one of {len(large.paths):,} files changed"
    return [Row(what, median(times), "s", "building that library", large.seconds, REPEATS)]
