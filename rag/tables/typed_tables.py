"""A document's rows as tables with typed columns."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from rag.tables import values
from rag.tables.matching import tokens
from rag.tables.types import Column, Row, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from index import Document
    from index.blocks import Block
    from rag.tables.types import ColumnKind, Value

# A larger table takes longer to type than an answer may; it is searched in the ordinary way.
MAX_CELLS = 100_000
# A column is of a kind when as many of its cells are; "did not finish" may stand among times.
MOST = 0.75
# Cells that say that there is nothing to say.
EMPTY = frozenset(("", "-", "–", "—", "n/a", "na", "n.a.", "k.a.", "none", "null", "nan", "?"))
# First words of a row that adds up others.
_TOTALS = frozenset("total totals sum subtotal summe gesamt insgesamt gesamtsumme zwischensumme".split())
_GERMAN = re.compile(r"[äöüß]|\b(?:der|die|das|und|im|am|nach|für|von|nicht)\b", re.IGNORECASE)
_GERMAN_DAY = re.compile(r"\d{1,2}\.\d{1,2}\.\d{4}")
_UNIT = re.compile(r"[(\[]([^)\]]{1,12})[)\]]\s*$|\bin\s+(\S{1,6})\s*$")


def tables(document: Document) -> list[Table]:
    """Return the tables of a document whose columns have names."""
    rows: dict[int, list[Block]] = defaultdict(list)
    captions: dict[int, str] = {}
    caption = ""
    for block in document.blocks:
        if block.kind == "table_row" and block.table is not None and block.columns:
            rows[block.table].append(block)
        if block.table is not None:
            captions.setdefault(block.table, caption)
        else:
            caption = document.text[block.start : block.end] if block.kind == "caption" else ""
    found: list[Table] = []
    for number, blocks in rows.items():
        if len(blocks) * len(blocks[0].columns) <= MAX_CELLS:
            headings = document.headings_at(blocks[0].start)
            context = "\n".join((document.title, PurePosixPath(document.source).stem, *headings, captions[number]))
            found += _typed(document, context, blocks)
    return found


def _typed(document: Document, context: str, blocks: Sequence[Block]) -> Iterator[Table]:
    """Yield the table that rows make: those with the names of the first, without what adds up others."""
    names = blocks[0].columns
    text = document.text
    kept, lines = [], []
    for block in blocks:
        cells = [text[start:end].strip() for start, end in block.cells]
        first = tokens(next(filter(None, cells), ""))
        if block.columns == names and not (first and first[0].folded in _TOTALS):
            kept.append(Row(block.start, block.end, block.cells))
            lines.append(cells)
    if not kept:
        return
    german = bool(_GERMAN.search(f"{context}\n{' '.join(names)}"))
    german = german or any(_GERMAN_DAY.fullmatch(cell) for line in lines for cell in line)
    continental = values.is_continental((cell for line in lines for cell in line), otherwise=german)
    columns = tuple(
        _column(place, name, tuple(line[place] for line in lines), continental=continental)
        for place, name in enumerate(names)
    )
    yield Table(document, context, columns, tuple(kept), continental)


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
