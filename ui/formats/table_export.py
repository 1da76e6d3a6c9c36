"""A table of documents as CSV, XLSX and a self-contained page; no cell is run as a formula."""

from __future__ import annotations

import csv as tables
import io
import re
from datetime import date
from typing import TYPE_CHECKING

from rag.extraction.types import CellState
from ui.formats.plain_text import where
from ui.templates.environment import html
from ui.text.markdown import line
from ui.text.sanitize import visible_block

if TYPE_CHECKING:
    from rag.extraction.types import AskedTable, Cell

# What a spreadsheet takes for a formula.
_FORMULA = re.compile(r"[=+\-@\t\r]")
_NUMBER = re.compile(r"[-+]?\d[\d.,]*")
# What is said of a cell besides its text.
ABOUT = ("state", "value", "quote", "where")
# Characters that a cell of a spreadsheet holds.
MAX_CELL = 32_000


def csv(name: str, table: AskedTable) -> bytes:  # noqa: ARG001 (a CSV has no name inside)
    """Return the table as CSV in UTF-8 with a mark, which spreadsheets need; each cell with its state and quote."""
    written = io.StringIO(newline="")
    writer = tables.writer(written)
    writer.writerows(_rows(table))
    return written.getvalue().encode("utf-8-sig", "replace")


def xlsx(name: str, table: AskedTable) -> bytes:
    """Return the table as a workbook: the cells on one sheet, typed, and their quotes on another."""
    from openpyxl import Workbook  # noqa: PLC0415 (loaded when a workbook is written)
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415 (the same)
    from openpyxl.styles import Font  # noqa: PLC0415 (the same)

    book = Workbook(write_only=True)
    sheet, quotes = book.create_sheet(_sheet_name(name)), book.create_sheet("Quotes")
    sheet.freeze_panes = "C2"

    def written(value: str | float | date, *, bold: bool = False) -> WriteOnlyCell:
        cell = WriteOnlyCell(sheet, value=visible_block(value)[:MAX_CELL] if isinstance(value, str) else value)
        if isinstance(value, str):
            cell.data_type = "s"  # never a formula
        if bold:
            cell.font = Font(bold=True)
        return cell

    sheet.append([written(each, bold=True) for each in ("source", "title", *(column.name for column in table.columns))])
    quotes.append([written(each, bold=True) for each in ("source", "column", *ABOUT)])
    for row in table.rows:
        sheet.append([written(row.source), written(row.title), *(written(_typed(cell)) for cell in row.cells)])
        for column, cell in zip(table.columns, row.cells, strict=True):
            about = (row.source, column.name, *_about(cell))
            quotes.append([written(each) for each in about])
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def web_page(name: str, table: AskedTable) -> str:
    """Return the table as a page of its own; a cell opens its quote. No scripts."""
    return html("table", "page", name=line(name), table=table, where=where)


def _rows(table: AskedTable) -> list[list[str]]:
    heads = [head for column in table.columns for head in (column.name, *(f"{column.name} ({each})" for each in ABOUT))]
    rows = [["source", "title", *heads]]
    for row in table.rows:
        cells = [text for cell in row.cells for text in (cell.text, *_about(cell))]
        rows.append([row.source, row.title, *cells])
    return [[_inert(text) for text in row] for row in rows]


def _about(cell: Cell) -> tuple[str, str, str, str]:
    """Return the state, the value, the quote and its place."""
    quote = "\n".join(citation.quote for citation in cell.citations)
    place = "; ".join(f"{where(each)}, characters {each.start}-{each.end}" for each in cell.citations)
    return str(cell.state), _written(cell), quote, place


def _written(cell: Cell) -> str:
    if isinstance(cell.value, bool):
        return "yes" if cell.value else "no"
    if isinstance(cell.value, date):
        return cell.value.isoformat()
    if cell.is_unparsed:
        return "?"
    return "" if cell.value is None else str(cell.value)


def _typed(cell: Cell) -> str | float | date:
    """Return what a spreadsheet can sort: the value, or the text where there is none; a mark where that is not sure."""
    if cell.state is CellState.UNSURE:
        return f"{cell.text} (not sure)"
    if isinstance(cell.value, bool) or cell.value is None or isinstance(cell.value, str):
        return cell.text
    return cell.value


def _inert(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    shown = visible_block(text)
    return f"'{shown}" if _FORMULA.match(shown) and not _NUMBER.fullmatch(shown) else shown


def _sheet_name(name: str) -> str:
    return re.sub(r"[\[\]:*?/\\']", " ", line(name)).strip()[:31] or "Table"
