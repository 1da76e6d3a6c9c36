"""Which words of a question stand in cells."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rag.tables.words import vocabulary
from rag.tables.words.matching import same, tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rag.tables.types import Column, Table
    from rag.tables.words.matching import Token

# What words must share to be looked at: stems and endings differ behind it.
_KEY = 3
_SAID = vocabulary.YES | vocabulary.NO


@dataclass(frozen=True, slots=True)
class Mention:
    """Words ``start`` to ``end`` of a question, and the cells that they stand in.

    Parameters
    ----------
    cells
        By the place of their column.
    exact
        Whether the words are all of these cells.
    """

    start: int
    end: int
    cells: dict[int, frozenset[str]]
    exact: bool


def mentions(table: Table, asked: Sequence[Token]) -> list[Mention]:
    """Return what words of a question stand in cells of text, the longest first, exact ones before others."""
    by_key = _by_key(table)
    exact: dict[tuple[int, int], dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    partial: dict[tuple[int, int], dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    for start, token in enumerate(asked):
        for column, cell, words, place in by_key.get(token.folded[:_KEY], ()):
            if not same(token.folded, words[place].folded):
                continue
            end = start + 1
            while (
                end < len(asked)
                and place + end - start < len(words)
                and same(asked[end].folded, words[place + end - start].folded)
            ):
                end += 1
            if all(_is_small(each) for each in asked[start:end]):
                continue
            whole = place == 0 and end - start == len(words)
            if not whole:  # "of the" at the end of what is shared says nothing
                while _is_small(asked[end - 1]):
                    end -= 1
                if _is_small(token) or all(each.is_number for each in asked[start:end]):
                    continue
                if any(word.folded in vocabulary.NEGATIONS for word in words):  # "finished" is not "did not finish"
                    continue
            (exact if whole else partial)[start, end][column.place].add(cell)
    found = [
        Mention(start, end, {place: frozenset(each) for place, each in cells.items()}, kind is exact)
        for kind in (exact, partial)
        for (start, end), cells in kind.items()
    ]
    return sorted(found, key=lambda each: (each.start - each.end, not each.exact, each.start))


def _by_key(table: Table) -> dict[str, list[tuple[Column, str, tuple[Token, ...], int]]]:
    found: dict[str, list[tuple[Column, str, tuple[Token, ...], int]]] = defaultdict(list)
    for column in table.columns:
        cells = (
            cell
            for cell, value in zip(column.cells, column.values, strict=True)
            if value is None and cell and cell.lower() not in _SAID
        )
        for cell in dict.fromkeys(cells):
            words = tokens(cell)
            for place, word in enumerate(words):
                found[word.folded[:_KEY]].append((column, cell, words, place))
    return found


def _is_small(token: Token) -> bool:
    return token.folded in vocabulary.SMALL or token.folded in vocabulary.NEGATIONS
