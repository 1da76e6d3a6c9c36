"""Format a table of documents for the terminal: a block for each row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rag.extraction.types import CellState
from ui.cli.output.console import Sheet
from ui.cli.output.terminal import QUIET
from ui.formats.views.table import sum_text
from ui.text.layout import shortened
from ui.text.sanitize import visible

if TYPE_CHECKING:
    from rag.extraction.types import AskedTable, Cell, TableColumn
    from ui.cli.output.console import Piece, Screen

# Characters of a column's name, and of a cell.
WIDTH, LONGEST = 24, 300


def table_text(table: AskedTable, screen: Screen) -> str:
    """Return each row with its cells, and how many documents were read."""
    sheet = Sheet(screen)
    for row in table.rows:
        sheet.add(
            (visible(row.source), "bold"), *([] if row.title == row.source else [(f"  {_line(row.title)}", QUIET)])
        )
        for column, cell in zip(table.columns, row.cells, strict=True):
            sheet.add((f"{shortened(_line(column.name), WIDTH):<{WIDTH}}  ", QUIET), *_cell(column, cell), prefix="  ")
        sheet.add()
    sheet.add((sum_text(table), "bold"))
    return sheet.text()


def _cell(column: TableColumn, cell: Cell) -> list[Piece]:
    if cell.state is CellState.EMPTY:
        return [("-", QUIET)]
    pieces: list[Piece] = [shortened(_line(cell.text), LONGEST)]
    if cell.state is CellState.UNSURE:
        pieces.append((" (not sure)", "yellow"))
    if cell.is_unparsed:
        pieces.append((f" (no {column.kind})", "yellow"))
    return pieces


def _line(text: str) -> str:
    return visible(" ".join(text.split()))
