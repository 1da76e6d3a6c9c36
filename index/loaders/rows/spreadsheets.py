"""Spreadsheets: each sheet under its name, its rows as rows of tables; the only user of ``python_calamine``."""

from __future__ import annotations

import io
import re
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from index.errors import DocumentError
from index.loaders.content.tables import write_table
from index.loaders.content.writer import Cell, Content, Writer
from index.loaders.opening.archive import MAX_BYTES, Archive, office_facts
from index.loaders.opening.decoding import clean
from index.loaders.rows.cells import are_facts, has_names, write_facts, write_sheet
from index.loaders.rows.open_sheets import OpenSheet, open_sheets
from index.loaders.rows.percentages import percent_styles, percentages
from index.loaders.rows.regions import parts_of, side_by_side, write_notes
from index.loaders.rows.sheet_objects import sheet_parts, unread_xls_objects, write_objects

if TYPE_CHECKING:
    from collections.abc import Sequence

    from python_calamine import CalamineSheet

_OLD = b"\xd0\xcf\x11\xe0"
# What programs call sheets that nobody named.
_NO_NAME = re.compile(r"(?:sheet|tabelle|feuil|hoja|foglio|blad|arkusz|лист)\s?\d*", re.IGNORECASE)
# Rows of names above rows of values, where cells are merged over several columns.
_NAMES = 2
MAX_CELLS = 5_000_000

Merged = dict[tuple[int, int], tuple[int, int]]


def parse(data: bytes) -> Content:
    """Parse a spreadsheet (.xlsx, .xlsm, .xls, .ods): what its cells show, numbers as they are kept; hidden sheets too.

    Raises
    ------
    DocumentError
        When it is damaged, encrypted, or no spreadsheet.
    """
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError  # noqa: PLC0415 (keeps starting quick)

    # The sheets are read as a stream: no tree is made of them.
    archive = None if data.startswith(_OLD) else Archive(data, max_xml=MAX_BYTES)
    title, day, author = office_facts(archive) if archive else ("", None, None)
    parts, opened = (sheet_parts(archive), open_sheets(archive)) if archive else ({}, {})
    styles = percent_styles(archive) if archive else frozenset()
    writer = Writer()
    for missed in () if archive else unread_xls_objects(data):
        writer.miss(missed)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        is_alone = len(book.sheet_names) == 1
        for sheet in book.sheets_metadata:
            before = writer.length
            heading = "" if is_alone and _NO_NAME.fullmatch(sheet.name) else clean(sheet.name)
            known = opened.get(sheet.name, OpenSheet())
            if archive and parts.get(sheet.name) in archive.names:
                known.percentages = percentages(archive.read(parts[sheet.name]), styles)
            _write(book.get_sheet_by_name(sheet.name), heading, writer, known)
            beside = known.objects
            if archive and sheet.name in parts:
                write_objects(archive, parts[sheet.name], beside)
            if heading and beside.length and writer.length == before:
                writer.head(heading, 1)
            writer.take(beside.content(""), 0)
    except PasswordError:
        raise DocumentError("encrypted: it opens with a password only; save it without one, then index again") from None
    except (CalamineError, ValueError, OSError) as error:
        raise DocumentError(f"not a spreadsheet that can be read ({type(error).__name__})") from None
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # how the library ends over a damaged file; it cannot be imported
            raise
        raise DocumentError("not a spreadsheet that can be read (it is damaged)") from None
    return writer.content(clean(title), day, author)


def _write(sheet: CalamineSheet, heading: str, writer: Writer, known: OpenSheet) -> None:
    rows = _rows(sheet, known.percentages)
    if rows and heading:
        writer.head(heading, 1)
    first_column = _first_column(sheet)
    merged: Merged = {
        (top, left - first_column): (bottom - top + 1, right - left + 1)
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
    }
    merged |= {(row, column - first_column): size for (row, column), size in known.merged.items()}
    names: Sequence[str] = ()
    separator, parts = "\n\n", parts_of(rows)
    is_wide = any(sum(map(bool, row)) > _NAMES for row in rows)
    for part in parts:
        start, end, is_notes = part
        region = rows[start:end]
        inside = {(row - start, column): size for (row, column), size in merged.items() if start <= row < end}
        if is_notes:
            write_notes(writer, region, is_last=part is parts[-1])
        elif is_wide and not inside and are_facts(bare := _without_margin(region)):
            write_facts(writer, bare)
        elif inside:
            cells = _merged(region, inside)
            write_table(writer, cells, headed=_headed(cells), separator=separator)
            names = ()
        elif len(tables := side_by_side(region)) > 1:
            names = ()
            for table in tables:
                write_sheet(writer, table, separator)
                separator = "\n\n"
        else:
            names = write_sheet(writer, region, separator, names)
        separator = "\n" if is_notes else "\n\n"


def _rows(sheet: CalamineSheet, percentages: set[tuple[int, int]]) -> list[list[str]]:
    rows, count = [], 0
    first_column = _first_column(sheet)
    for number, row in enumerate(sheet.iter_rows()):
        texts = (
            [
                _percent(value) if (number, place) in percentages and isinstance(value, float) else _text(value)
                for place, value in enumerate(row, first_column)
            ]
            if percentages
            else [_text(value) for value in row]
        )
        count += len(texts)
        if count > MAX_CELLS:
            raise DocumentError(f"it has more than {MAX_CELLS:,} cells; split it into smaller files")
        rows.append(texts)
    return rows


def _merged(rows: Sequence[Sequence[str]], merged: Merged) -> list[list[Cell]]:
    """Return rows as cells, those that are hidden by a merged one left out."""
    width = len(rows[0])
    if sum(min(height, len(rows)) * min(across, width) for height, across in merged.values()) > MAX_CELLS:
        raise DocumentError(f"its merged cells lie over more than {MAX_CELLS:,} others")
    hidden = {
        (row + down, column + right)
        for (row, column), (height, width) in merged.items()
        for down in range(min(height, len(rows)))
        for right in range(min(width, len(rows[0])))
        if down or right
    }
    found = []
    for number, row in enumerate(rows):
        line = []
        for column, text in enumerate(row):
            if (number, column) not in hidden:
                height, width = merged.get((number, column), (1, 1))
                line.append(Cell(text, min(width, len(row) - column), min(height, len(rows) - number)))
        found.append(line)
    return found


def _headed(rows: Sequence[Sequence[Cell]]) -> int:
    """Return how many first rows name the columns: two, where a name stands above several columns."""
    below = [row for row in rows if sum(bool(cell.text) for cell in row) > 1]
    if not below:
        return 0
    above = rows.index(below[0])
    wide = any(cell.columns > 1 for cell in below[0] if cell.text)
    texts = [[cell.text for cell in row] for row in below]
    return above + (_NAMES if wide else int(has_names(texts)))


def _without_margin(rows: Sequence[Sequence[str]]) -> list[Sequence[str]]:
    """Return rows without the empty columns before the first one: sums stand below the last columns of a table."""
    margin = min(next((place for place, cell in enumerate(row) if cell), len(row)) for row in rows)
    return [row[margin:] for row in rows]


def _first_column(sheet: CalamineSheet) -> int:
    """Return the column that the rows of a sheet begin with; they begin with its first row, filled or not."""
    return sheet.start[1] if sheet.start else 0


def _percent(value: float) -> str:
    """Return a fraction as the sheet shows it: "1.25%"."""
    return f"{value * 100:.10g}%"


def _text(value: object) -> str:  # noqa: PLR0911 (a case for each kind of cell)
    """Return what a cell shows; a number without the tail that its binary form gives it."""
    match value:
        case bool():
            return "TRUE" if value else "FALSE"
        case float():
            return f"{value:.15g}" if abs(value) < 1e15 else repr(value)
        case datetime() if not (value.hour or value.minute or value.second):
            return value.date().isoformat()
        case datetime():
            return value.isoformat(" ", "minutes" if not value.second else "seconds")
        case date():
            return value.isoformat()
        case time():
            return value.isoformat("minutes" if not value.second else "seconds")
        case timedelta():
            minutes, seconds = divmod(int(value.total_seconds()), 60)
            return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
        case _:
            return " ".join(clean(str(value)).split())
