"""The text of a document with its quotes marked: a block for each line or table that is shown."""

from __future__ import annotations

from bisect import bisect_left
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from index import Document
    from index.types.blocks import Block as TextBlock

# Characters shown on each side of a quote, and of a document without one: 20 pages, laid out in a blink.
WINDOW = 40_000


class Mark(NamedTuple):
    """A part of a text that is marked; ``number`` is that of its quote among the quotes of the answer."""

    start: int
    end: int
    number: int


class Part(NamedTuple):
    """A piece of a line: the quotes that hold it, and whether the opened one does."""

    text: str
    quotes: Sequence[int]
    is_now: bool


class Cell(NamedTuple):
    """A cell of a table, over so many columns."""

    parts: Sequence[Part]
    columns: int


class Row(NamedTuple):
    """A row of a table; a header names its columns."""

    cells: Sequence[Cell]
    is_header: bool


class Block(NamedTuple):
    """What is shown on lines of its own.

    Parameters
    ----------
    kind
        "p" or "h3" to "h6" for a line of the text, "table" for one, "page" where a page begins, "gap" for what is not
        shown.
    parts
        Of a line.
    number
        Of the page, or of the characters that are not shown; of a heading, where it begins.
    rows
        Of a table.
    """

    kind: str
    parts: Sequence[Part] = ()
    number: int = 0
    rows: Sequence[Row] = ()


def marked_text(held: Document, marks: Sequence[Mark], now: int | None, window: int = WINDOW) -> list[Block]:
    """Return a document's text around its marks, with its headings, its tables and the numbers of its pages.

    ``now`` is the number of the opened quote, None where none was opened; ``window`` the characters on each side.
    """
    headings = {section.start: section.level for section in held.sections}
    pages = [(page.start, page.number) for page in held.pages]
    blocks, last = list[Block](), 0
    for low, high in _windows(held.text, marks, window):
        rows = {block.start: block for block in held.blocks.within(low, high) if block.table is not None}
        shown = lines(held.text[low:high], low, marks, now, headings=headings, pages=pages, rows=rows)
        blocks += [*_gap(low - last), *shown]
        last = high
    return [*blocks, *_gap(len(held.text) - last)]


def lines(
    text: str,
    offset: int,
    marks: Sequence[Mark],
    now: int | None,
    *,
    headings: Mapping[int, int] | None = None,
    pages: Sequence[tuple[int, int]] = (),
    rows: Mapping[int, TextBlock] | None = None,
) -> list[Block]:
    """Return a part of a text, a block for each line.

    Parameters
    ----------
    text
        Of the part.
    offset
        Where it begins in its document.
    marks, now
        As of ``marked_text``.
    headings
        Levels of headings by where they begin.
    pages
        Where pages begin, in order, and their numbers.
    rows
        Rows of tables by where they begin.
    """
    blocks, start = list[Block](), offset
    before: TextBlock | None = None
    for line in text.split("\n"):
        end = start + len(line)
        begun = pages[bisect_left(pages, (start, 0)) : bisect_left(pages, (end + 1, 0))]
        blocks += [Block("page", number=number) for _, number in begun]
        row = (rows or {}).get(start)
        if row is not None and row.end == end:
            goes_on = before is not None and before.table == row.table and blocks[-1].kind == "table"
            above = blocks.pop().rows if goes_on else _named(row)
            blocks.append(Block("table", rows=(*above, _row(line, row, marks, now))))
            before = row
        elif line:
            level = (headings or {}).get(start)
            inside = _parts(line, start, [mark for mark in marks if mark.start < end and mark.end > start], now)
            blocks.append(Block("p", inside) if level is None else Block(f"h{min(level + 2, 6)}", inside, start))
        start = end + 1
    return blocks


def _named(row: TextBlock) -> tuple[Row, ...]:
    """Return the names of a row's columns as a row, where the one that names them is not shown."""
    if row.kind == "table_header" or not any(row.columns):
        return ()
    return (Row([Cell([Part(name, (), is_now=False)], 1) for name in row.columns], is_header=True),)


def _row(line: str, row: TextBlock, marks: Sequence[Mark], now: int | None) -> Row:
    cells = []
    for (low, high), merged in groupby(row.cells):
        inside = [mark for mark in marks if mark.start < high and mark.end > low]
        cells.append(Cell(_parts(line[low - row.start : high - row.start], low, inside, now), len(list(merged))))
    return Row(cells, row.kind == "table_header")


def _windows(text: str, marks: Sequence[Mark], window: int) -> list[tuple[int, int]]:
    """Return the parts of a long text that are shown, as whole lines, in order, without overlap."""
    windows: list[tuple[int, int]] = []
    for start, end in sorted((mark.start, mark.end) for mark in marks) or [(0, 0)]:
        low = text.rfind("\n", 0, max(start - window, 0)) + 1
        high = text.find("\n", end + window)
        high = len(text) if high < 0 else high + 1
        if windows and low <= windows[-1][1]:
            windows[-1] = (windows[-1][0], max(high, windows[-1][1]))
        else:
            windows.append((low, high))
    return windows


def _gap(characters: int) -> list[Block]:
    return [Block("gap", number=characters)] if characters else []


def _parts(line: str, offset: int, marks: Sequence[Mark], now: int | None) -> list[Part]:
    bounds = ((max(mark.start - offset, 0), min(mark.end - offset, len(line))) for mark in marks)
    cuts = sorted({0, len(line), *(bound for pair in bounds for bound in pair)})
    parts = []
    for start, end in pairwise(cuts):
        numbers = [mark.number for mark in marks if mark.start - offset <= start and end <= mark.end - offset]
        parts.append(Part(line[start:end], numbers, now in numbers))
    return parts
