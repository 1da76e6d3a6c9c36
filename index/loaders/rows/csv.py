"""Parse CSV and TSV files into rows with named columns."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from itertools import groupby, islice
from typing import TYPE_CHECKING

from index.errors import DocumentError
from index.loaders.content.writer import Content, Writer
from index.loaders.opening.decoding import decode
from index.loaders.rows.cells import write_sheet
from index.loaders.rows.regions import parts_of, write_notes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_DELIMITERS = (",", ";", "\t", "|")
# Rows that are read to find the delimiter.
_SAMPLE = 50
# Excel's line that names the delimiter.
_SAID = re.compile(r"sep=(.)\n", re.IGNORECASE)


def parse(data: bytes) -> Content:
    """Parse a table with commas, semicolons, tabs or bars between its columns.

    Raises
    ------
    DocumentError
        When the csv module cannot split it into cells.
    """
    text = decode(data)
    said = _SAID.match(text)
    text = text[said.end() :] if said else text
    writer = Writer()
    try:
        rows = _reader(text, said[1] if said else _delimiter(text))
        _write([[" ".join(cell.split()) for cell in row] for row in rows], writer)
    except csv.Error as error:
        raise DocumentError(f"not a table that can be read, perhaps for a quotation mark left open: {error}") from None
    return writer.content("")


def _write(rows: Sequence[Sequence[str]], writer: Writer) -> None:
    """Write the table, and what stands apart above and below it; other empty rows part nothing."""
    names: Sequence[str] = ()
    parts = parts_of(rows)
    for is_notes, alike in groupby(parts, lambda part: part.is_notes):
        run = list(alike)
        inside = [row for row in rows[run[0].start : run[-1].end] if any(row)]
        if is_notes:
            write_notes(writer, inside, is_last=run[-1] is parts[-1])
        else:
            names = write_sheet(writer, inside, "\n" if run[0] is not parts[0] else "\n\n", names)


def _reader(text: str, delimiter: str) -> Iterator[list[str]]:
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
