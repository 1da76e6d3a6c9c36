"""A document's rows as tables with typed columns."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from itertools import islice
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from rag.tables import values
from rag.tables.types import Column, Row, Table
from rag.tables.words.matching import tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from decimal import Decimal

    from index import Document
    from index.types.blocks import Block, Blocks
    from rag.tables.types import ColumnKind, Value

# A larger table takes longer to type than an answer may (as many take half a second); its passages are searched.
MAX_CELLS = 20_000
# A column is of a kind when as many of its cells are; "did not finish" may stand among times.
MOST = 0.75
# Cells that are looked at to see whether a column may have numbers.
_SAMPLE = 100
# Cells that say that there is nothing to say.
EMPTY = frozenset(("", "-", "–", "—", "n/a", "na", "n.a.", "k.a.", "none", "null", "nan", "?"))
# First words of a row that adds up others.
_TOTALS = frozenset("total totals sum subtotal summe gesamt insgesamt gesamtsumme zwischensumme".split())
_GERMAN = re.compile(r"[äöüß]|\b(?:der|die|das|und|im|am|nach|für|von|nicht)\b", re.IGNORECASE)
_GERMAN_DAY = re.compile(r"\d{1,2}\.\d{1,2}\.\d{4}")
_UNIT = re.compile(r"[(\[]([^)\]]{1,12})[)\]]\s*$|\bin\s+(\S{1,6})\s*$")


def tables(places: Iterable[tuple[Document, int, int]]) -> list[Table]:
    """Return the whole tables with names of columns that have a row at one of the places, each once.

    Parameters
    ----------
    places
        A document, and two offsets in its text.
    """
    found: list[Table] = []
    seen: set[tuple[str, int]] = set()
    for document, start, end in places:
        blocks = document.blocks
        for block in blocks.within(start, end):
            if block.table is None or (document.source, block.table) in seen:
                continue
            seen.add((document.source, block.table))
            place = bisect_left(blocks, block.start, key=lambda each: each.start)
            first, rows = _rows(blocks, place, block.table)
            if not rows:
                continue
            above = blocks[first - 1] if first else None
            caption = document.text[above.start : above.end] if above is not None and above.kind == "caption" else ""
            headings = document.headings_at(rows[0].start)
            context = "\n".join((document.title, PurePosixPath(document.source).stem, *headings, caption))
            found += _typed(document, context, rows)
    return found


def _rows(blocks: Blocks, place: int, table: int) -> tuple[int, list[Block]]:
    """Return where the table at a place begins, and its rows with names; none where they have too many cells."""
    first = place
    while first and blocks[first - 1].table == table:
        first -= 1
    rows: list[Block] = []
    cells = 0
    for block in islice(blocks, first, None):
        if block.table != table or cells > MAX_CELLS:
            break
        cells += len(block.cells)
        if block.kind == "table_row" and block.columns:
            rows.append(block)
    return first, [] if cells > MAX_CELLS or place - first > MAX_CELLS else rows


def _typed(document: Document, context: str, blocks: Sequence[Block]) -> Iterator[Table]:
    """Yield the table that rows make: those with the names of the first, without what adds up others."""
    names = blocks[0].columns
    kept = []
    for block in blocks:
        first = tokens(next(filter(None, (document.text[start:end].strip() for start, end in block.cells)), ""))
        if block.columns == names and not (first and first[0].folded in _TOTALS):
            kept.append(Row(document, block.start, block.end, block.cells))
    if kept:
        yield typed(context, names, kept)


def typed(context: str, names: Sequence[str], rows: Sequence[Row]) -> Table:
    """Return rows, at least one, as a table whose columns have a kind."""
    lines = [[row.document.text[start:end].strip() for start, end in row.cells] for row in rows]
    german = bool(_GERMAN.search(f"{context}\n{' '.join(names)}"))
    german = german or any(_GERMAN_DAY.fullmatch(cell) for line in lines for cell in line)
    continental = values.is_continental((cell for line in lines for cell in line), otherwise=german)
    columns = tuple(
        _column(place, name, tuple(line[place] for line in lines), continental=continental)
        for place, name in enumerate(names)
    )
    return Table(context, columns, tuple(rows), continental)


def _column(place: int, name: str, cells: tuple[str, ...], *, continental: bool) -> Column:
    filled = [cell for cell in cells if cell.lower() not in EMPTY]
    kind, said, unit = _kinded(cells, filled, values.is_continental(filled, otherwise=continental))
    named = _UNIT.search(name)
    currency = next((token.text for token in tokens(name) if token.folded in values.CURRENCIES), "")
    return Column(place, name, kind, (named[1] or named[2]) if named else unit or currency, cells, said)


def _kinded(
    cells: Sequence[str],
    filled: Sequence[str],
    continental: bool,  # noqa: FBT001
) -> tuple[ColumnKind, tuple[Value, ...], str]:
    """Return the kind of a column, what each cell says, and the unit of most."""
    cells, filled = tuple(map(values.without_note, cells)), [values.without_note(cell) for cell in filled]
    if not any(map(str.isdigit, "".join(filled[:_SAMPLE]))):
        return "text", (None,) * len(cells), ""
    month_first = values.month_first(filled)
    days = tuple(values.day(cell, month_first=bool(month_first)) for cell in cells)
    slashed = any("/" in cell for cell, said in zip(cells, days, strict=True) if said)
    if _most(days, filled) and not (slashed and month_first is None):
        return "date", days, ""
    numbers = [values.number(cell, continental=continental) for cell in cells]
    if _most(numbers, filled) and not _codes(filled):
        units = Counter(said[1] for said in numbers if said)
        unit, often = units.most_common(1)[0]
        if len(units) == 1 or (len(units) == 2 and "" in units) or often == len(filled):
            return "number", tuple(said and said[0] for said in numbers), unit or next(iter(sorted(units)[::-1]), "")
        return "text", (None,) * len(cells), ""
    times: tuple[Decimal | None, ...] = tuple(values.time(cell) for cell in cells)
    if _most(times, filled):
        return "time", times, ""
    return "text", (None,) * len(cells), ""


def _most(said: Sequence[object | None], filled: Sequence[str]) -> bool:
    return sum(each is not None for each in said) >= MOST * len(filled) > 0


def _codes(filled: Sequence[str]) -> bool:
    """Tell whether cells are numbers by their digits alone: "0049", "01277"."""
    return any(re.fullmatch(r"0\d+", cell) for cell in filled)
