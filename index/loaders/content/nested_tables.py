"""Flatten small tables inside cells of other tables into the text of their cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element  # type: ignore[import-untyped]

_CELLS = frozenset(("td", "th"))
# Cells of a table in a cell that are written into it, and cells of a row of labels and values.
_MAX_INNER, _PAIR = 40, 2


def flatten_nested_tables(body: _Element) -> None:
    """Put small tables that stand in one of several cells of a row into that cell, as "label: value; label: value"."""
    for table in reversed(list(body.iter("table"))):
        cell = next((each for each in table.iterancestors() if each.tag in _CELLS), None)
        beside = [] if cell is None else [each for each in cell.getparent() if _words_of(each)]
        rows = [[words for each in row if (words := _words_of(each))] for row in table.iter("tr")]
        if len(beside) < _PAIR or sum(map(len, rows)) > _MAX_INNER:
            continue
        text = "; ".join(": ".join(row) if len(row) == _PAIR else " ".join(row) for row in rows if row)
        tail, (parent, place) = table.tail or "", (table.getparent(), table.getparent().index(table))
        parent.remove(table)
        made = parent.makeelement("span")
        made.text, made.tail = f" {text} ", tail
        parent.insert(place, made)


def _words_of(element: _Element) -> str:
    return " ".join("".join(map(str, element.itertext())).split())
