"""Search the chunks of one generation on an engine, by meaning and by words."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from index.engines.conditions import Condition, passing
from index.engines.rows.conversion import CHUNK
from index.engines.rows.near_words import near, resembling
from index.engines.rows.words import encoded
from index.engines.tables import DOCUMENTS, MAX_ROWS, WORDS
from index.filters import EVERYTHING, Filter

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from index.engines.conditions import Where
    from index.engines.tables import Row, Tables

Scored: TypeAlias = "list[tuple[Row, float]]"


class ChunkSearch:
    """Searches the chunks of one generation. A search is one round trip of three calls at the same time.

    Two cases need one more: a word of the question is misspelt, or copies of one document pass a filter.

    Parameters
    ----------
    tables
        Of the library.
    table
        Of the chunks.
    alive
        The condition for the rows of the generation.
    """

    def __init__(self, tables: Tables, table: str, alive: Where) -> None:
        self._tables = tables
        self._table = table
        self._alive = alive

    def search(
        self, vector: NDArray[np.float32], asked: Sequence[Sequence[str]], k: int, within: Filter
    ) -> tuple[Scored, Scored]:
        """Return at most ``k`` rows by meaning, and at most ``k`` by words, with scores; the best first.

        Parameters
        ----------
        vector
            Of the question.
        asked
            The forms of each of its words. A word that the library does not know counts for those that it resembles,
            half as much as a known one.
        k
            At most so many.
        within
            Which documents are searched.
        """

        def dense(where: Where, count: int) -> Scored:
            return self._tables.nearest(self._table, vector, count, where, CHUNK)

        most, words = min(k, MAX_ROWS), [encoded(form) for forms in asked for form in forms]
        by_meaning, (by_words, resembled) = self._tables.both(
            lambda: self._best(dense, most, within),
            lambda: self._tables.both(lambda: self._by_words(words, most, within), lambda: self._resembled(asked)),
        )
        if resembled:
            by_words = self._by_words([*words, *words, *map(encoded, resembled)], most, within)
        return by_meaning, by_words

    def _by_words(self, words: Sequence[str], k: int, within: Filter) -> Scored:
        def keyword(where: Where, count: int) -> Scored:
            return self._tables.matching(self._table, words, count, where, CHUNK)

        return self._best(keyword, k, within) if words else []

    def _resembled(self, asked: Sequence[Sequence[str]]) -> list[str]:
        where = resembling(asked)
        return near(asked, self._tables.rows(WORDS, where, ("word",))) if where else []

    def _best(self, search: Callable[[Where, int], Scored], k: int, within: Filter) -> Scored:
        """Return the ``k`` best rows, of copies the first by name that passes.

        Without a filter the others are marked. Within one, more rows are fetched than are wanted, and it is asked
        which document comes first.
        """
        if within == EVERYTHING:
            found = search((*self._alive, Condition("copy", "==", False)), k)  # noqa: FBT003
            return sorted(found, key=_order)
        where, wanted = (*self._alive, *passing(within)), min(2 * k, MAX_ROWS)
        while True:
            found = search(where, wanted)
            first = self._first(where, {row["content"] for row, _ in found if row["copy"]})
            kept = [each for each in found if first.get(each[0]["content"], each[0]["source"]) == each[0]["source"]]
            if len(kept) >= k or len(found) < wanted or wanted == MAX_ROWS:
                return sorted(kept, key=_order)[:k]
            wanted = min(4 * wanted, MAX_ROWS)

    def _first(self, where: Where, contents: set[str]) -> dict[str, str]:
        """Return the first source by name of each content that passes."""
        if not contents:
            return {}
        named = Condition("content", "in", sorted(contents))
        first: dict[str, str] = {}
        for row in self._tables.scan(DOCUMENTS, (*where, named), ("source", "content")):
            first[row["content"]] = min(row["source"], first.get(row["content"], row["source"]))
        return first


def _order(found: tuple[Row, float]) -> tuple[float, str, int]:
    row, score = found
    return -score, row["source"], row["position"]
