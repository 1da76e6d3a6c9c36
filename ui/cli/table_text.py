"""Format a table of documents for the terminal: what it takes, and a block for each row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rag.extraction.types import CellState
from ui.cli.console import Sheet
from ui.cli.terminal import QUIET
from ui.text.layout import count, shortened
from ui.text.sanitize import visible

if TYPE_CHECKING:
    from rag.extraction.types import AskedTable, Cell, TableColumn, TablePlan
    from ui.cli.console import Piece, Screen

# Characters of a column's name, and of a cell.
WIDTH, LONGEST = 24, 300


def plan_text(plan: TablePlan) -> str:
    """Return how much is read and how long that takes, in a sentence."""
    kept = f", of which {plan.kept:,} are kept from before" if plan.kept else ""
    rows = "" if plan.rows == plan.documents else f" in {count(plan.rows, 'section')}"
    return f"{count(plan.documents, 'document')}{rows}, {count(plan.cells, 'cell')}{kept}: {_time(plan.seconds)}."


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
    states = [cell.state for row in table.rows for cell in row.cells]
    told = [f"{states.count(state):,} {word}" for state, word in WORDS.items()]
    sheet.add((f"{count(table.documents, 'document')} read: ", "bold"), f"{', '.join(told)}.")
    return sheet.text()


WORDS = {CellState.QUOTE: "with a quote", CellState.UNSURE: "not sure", CellState.EMPTY: "empty"}


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


def _time(seconds: float) -> str:
    if not seconds:
        return "nothing is left to read"
    if seconds < 90:
        return f"about {max(1, round(seconds)):,} s"
    return f"about {round(seconds / 60):,} min"
