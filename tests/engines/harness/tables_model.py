"""A model of an engine: tables in memory that obey the laws of ``Tables``. A test may decide when a call happens."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from index import LibraryUnavailable
from index.engines.conditions import holds
from index.engines.tables import KEY, MAX_ROWS, Row, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from index.engines.conditions import Where
    from index.engines.tables import One, Other

K1, B = 1.5, 0.75


class Store:
    """The rows of all tables, which several ``ModelTables`` share as programs share an engine."""

    def __init__(self) -> None:
        self.tables: dict[str, dict[str, Row]] = {}


class ModelTables:
    """One program's access to a store.

    Parameters
    ----------
    store
        Shared with others.
    gate
        Called before each call takes place, with its name. It may wait or raise.
    clock
        Returns the Unix time.
    is_backward
        Whether of two calls at the same time the second takes place first.
    is_read_only
        Whether this program may not write.
    """

    address = "model://store"
    version = "model 1"

    def __init__(
        self,
        store: Store,
        gate: Callable[[str], None] = lambda _: None,
        clock: Callable[[], float] = lambda: 0.0,
        *,
        is_backward: bool = False,
        is_read_only: bool = False,
    ) -> None:
        self._is_read_only = is_read_only
        self._is_backward = is_backward
        self._store = store
        self._gate = gate
        self._clock = clock

    def exists(self, table: str) -> bool:
        self._gate("exists")
        return table in self._store.tables

    def create(self, table: str, shape: Table, dimension: int = 0) -> None:
        self._gate("create")
        self._store.tables.setdefault(table, {})

    def names(self) -> list[str]:
        self._gate("names")
        return sorted(self._store.tables)

    def drop(self, table: str) -> None:
        self._gate("drop")
        self._store.tables.pop(table, None)

    def rows(self, table: str, where: Where, fields: Sequence[str], most: int = MAX_ROWS) -> list[Row]:
        self._gate("rows")
        return self._found(table, where, fields)[:most]

    def scan(self, table: str, where: Where, fields: Sequence[str], batch: int = 1000) -> Iterator[Row]:
        self._gate("scan")
        found = self._found(table, where, [KEY, *fields])
        for start in range(0, len(found), batch):
            if start:
                self._gate("scan")
            yield from found[start : start + batch]

    def count(self, table: str, where: Where) -> int:
        self._gate("count")
        return len(self._found(table, where, ()))

    def nearest(
        self, table: str, vector: NDArray[np.float32], k: int, where: Where, fields: Sequence[str]
    ) -> list[tuple[Row, float]]:
        self._gate("nearest")
        scored = [
            (_only(row, fields), float(np.array(row["dense"], np.float32) @ vector))
            for row in self._passing(table, where)
        ]
        return sorted(scored, key=lambda each: -each[1])[:k]

    def matching(
        self, table: str, words: Sequence[str], k: int, where: Where, fields: Sequence[str]
    ) -> list[tuple[Row, float]]:
        self._gate("matching")
        everything = [Counter(row["words"].split()) for row in self._store.tables[table].values()]
        mean = sum(map(Counter.total, everything)) / max(len(everything), 1)
        scored = []
        for row in self._passing(table, where):
            counts, score = Counter(row["words"].split()), 0.0
            for word in words:
                having = sum(word in each for each in everything)
                rarity = math.log(1 + (len(everything) - having + 0.5) / (having + 0.5))
                norm = K1 * (1 - B + B * counts.total() / mean)
                score += rarity * counts[word] / (counts[word] + norm)
            if score > 0:
                scored.append((_only(row, fields), score))
        return sorted(scored, key=lambda each: -each[1])[:k]

    def both(self, first: Callable[[], One], second: Callable[[], Other]) -> tuple[One, Other]:
        if self._is_backward:
            other = second()
            return first(), other
        return first(), second()

    def put(self, table: str, rows: Sequence[Row], by: float | None = None) -> None:
        self._gate("put")
        if self._is_read_only:
            raise LibraryUnavailable("Permission denied.")
        if by is not None and self._clock() > by:
            raise LibraryUnavailable("It is too late for this.")
        self._store.tables[table].update({row[KEY]: dict(row) for row in rows})

    def delete(self, table: str, where: Where) -> None:
        self._gate("delete")
        if self._is_read_only:
            raise LibraryUnavailable("Permission denied.")
        for row in self._passing(table, where):
            del self._store.tables[table][row[KEY]]

    def flush(self, table: str) -> None:
        self._gate("flush")

    def close(self) -> None:
        pass

    def _passing(self, table: str, where: Where) -> list[Row]:
        if table not in self._store.tables:
            raise LibraryUnavailable(f"There is no table {table}.")
        return [row for _, row in sorted(self._store.tables[table].items()) if holds(where, row)]

    def _found(self, table: str, where: Where, fields: Sequence[str]) -> list[Row]:
        return [_only(row, fields) for row in self._passing(table, where)]


def _only(row: Row, fields: Sequence[str]) -> Row:
    return {name: row[name] for name in fields}
