"""Count the round trips of a program to an engine: calls that it makes at the same time are one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.engines.harness.tables_model import ModelTables, Store

if TYPE_CHECKING:
    from collections.abc import Callable

    from index.engines.tables import One, Other


class CountedTables(ModelTables):
    """A model of an engine that counts round trips.

    Attributes
    ----------
    trips
        Made so far.
    calls
        Names of the calls so far.
    """

    def __init__(self, store: Store) -> None:
        self.trips = 0
        self.calls: list[str] = []
        self._there: set[str] = set()
        super().__init__(store, self._count)

    def _count(self, call: str) -> None:
        self.trips += 1
        self.calls.append(call)

    def exists(self, table: str) -> bool:
        # As Milvus's tables do: one that was there is not asked for again.
        if table not in self._there and super().exists(table):
            self._there.add(table)
        return table in self._there

    def both(self, first: Callable[[], One], second: Callable[[], Other]) -> tuple[One, Other]:
        began = self.trips
        found = first()
        after, self.trips = self.trips, began
        other = second()
        self.trips = max(after, self.trips)
        return found, other

    def counted(self, work: Callable[[], object]) -> int:
        """Return how many round trips some work takes."""
        before = self.trips
        work()
        return self.trips - before
