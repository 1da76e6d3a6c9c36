"""Tables in text files: each row a line that names its columns, so that it says something alone."""

from __future__ import annotations

import csv
import io
from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING

from index.errors import DocumentError
from index.loaders.content import Content, Writer
from index.loaders.decoding import decode
from index.loaders.tables import NUMBER, named

if TYPE_CHECKING:
    from collections.abc import Sequence

_DELIMITERS = (",", ";", "\t", "|")
# Rows that are looked at to find out what parts the columns.
_SAMPLE = 50


def parse(data: bytes) -> Content:
    """Parse a table with commas, semicolons, tabs or bars between its columns.

    The first row names the columns when it is full of different words; else they are numbered. Empty cells are left
    out.

    Raises
    ------
    DocumentError
        When its cells cannot be told apart.
    """
    text = decode(data)
    try:
        rows = [[" ".join(cell.split()) for cell in row] for row in _reader(text, _delimiter(text))]
    except csv.Error as error:
        raise DocumentError(f"not a table that can be read, perhaps for a quotation mark left open: {error}") from None
    rows = [row for row in rows if any(row)]
    writer = Writer()
    if rows:
        names, rows = (rows[0], rows[1:]) if _is_header(rows[0]) else ([], rows)
        if not rows:
            writer.write(" | ".join(names))
        for row in rows:
            writer.write(named(_numbered(names, row), row), "\n")
    return writer.content("")


def _reader(text: str, delimiter: str) -> csv.Reader:  # type: ignore[name-defined]
    return csv.reader(io.StringIO(text), delimiter=delimiter)


def _delimiter(text: str) -> str:
    """Return what gives most rows the same number of columns, more than one; a comma when nothing does."""

    def fit(delimiter: str) -> tuple[int, int]:
        try:
            counts = Counter(len(row) for row in islice(_reader(text, delimiter), _SAMPLE) if row)
        except csv.Error:  # a cell as long as a line without this delimiter may be
            return 0, 0
        columns, rows = max(counts.items(), key=lambda item: (item[0] > 1, item[1]), default=(0, 0))
        return (rows, columns) if columns > 1 else (0, 0)

    return max(_DELIMITERS, key=fit)


def _is_header(row: Sequence[str]) -> bool:
    return all(row) and len(set(row)) == len(row) and not any(NUMBER.fullmatch(cell) for cell in row)


def _numbered(names: Sequence[str], row: Sequence[str]) -> list[str]:
    """Return a name for each cell of a row: a column without one has a number."""
    more = [f"column {number}" for number in range(len(names) + 1, len(row) + 1)]
    return [*names, *more][: len(row)]
