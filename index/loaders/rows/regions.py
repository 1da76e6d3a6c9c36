"""Find the tables of a sheet, and the notes between them, by the rows and columns that are empty."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from index.loaders.content.tables import NUMBER

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from index.loaders.content.writer import Writer

# Columns of a table that stands beside another one, at least, and empty ones that part any two.
_COLUMNS, _APART = 2, 2


class Part(NamedTuple):
    """Rows of a sheet, from the first to before the last one."""

    start: int
    end: int
    is_notes: bool


def parts_of(rows: Sequence[Sequence[str]]) -> list[Part]:
    """Return where tables and notes begin and end in a sheet, parted by empty rows.

    Notes are rows of words in the first column alone, on a sheet whose other rows have several cells.
    """
    found: list[Part] = []
    is_wide = any(sum(map(bool, row)) > 1 for row in rows)
    start = None
    for place, row in enumerate([*rows, ()]):
        if any(row):
            start = place if start is None else start
        elif start is not None:
            found.append(Part(start, place, is_wide and all(map(_is_note, rows[start:place]))))
            start = None
    return found


def write_notes(writer: Writer, rows: Sequence[Sequence[str]], *, is_last: bool) -> None:
    """Write notes: those above a table are captions, the last ones paragraphs."""
    for number, row in enumerate(rows):
        writer.write(row[0], "\n" if number else "\n\n", "paragraph" if is_last else "caption")


def side_by_side(rows: Sequence[Sequence[str]]) -> list[list[Sequence[str]]]:
    """Return the tables that stand beside each other in rows of a sheet, the left one first.

    They are parted by two empty columns, or by one where they do not end at the same row; each has two columns or more.
    """
    lasts = _last_rows(rows)
    starts = [0]
    for gap, after in _gaps(lasts):
        left, right = lasts[starts[-1] : gap], lasts[after:]
        if min(len(left), len(right)) >= _COLUMNS and (after - gap >= _APART or max(left) != max(right)):
            starts.append(after)
    tables = [[row[start:end] for row in rows] for start, end in zip(starts, [*starts[1:], None], strict=True)]
    return [[row for row in table if any(row)] for table in tables]


def _last_rows(rows: Sequence[Sequence[str]]) -> list[int]:
    """Return for each column which row has its last cell, -1 for none."""
    lasts = [-1] * max(map(len, rows), default=0)
    for number, row in enumerate(rows):
        for place, cell in enumerate(row):
            if cell:
                lasts[place] = number
    return lasts


def _gaps(lasts: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield where empty columns between others begin and end."""
    start = None
    for place, last in enumerate(lasts):
        if last < 0:
            start = place if start is None else start
        else:
            if start:
                yield start, place
            start = None


def _is_note(row: Sequence[str]) -> bool:
    return bool(row[0]) and not any(row[1:]) and not NUMBER.fullmatch(row[0])
