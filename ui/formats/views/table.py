"""What is said of a table of documents in every format: how long it takes, and what was read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rag.extraction.types import CellState
from ui.text.layout import count

if TYPE_CHECKING:
    from rag.extraction.types import AskedTable, TablePlan

WORDS = {CellState.QUOTE: "with a quote", CellState.UNSURE: "not sure", CellState.EMPTY: "empty"}


def plan_text(plan: TablePlan) -> str:
    """Return how much is read and how long that takes, in a sentence."""
    kept = f", of which {plan.kept:,} are kept from before" if plan.kept else ""
    rows = "" if plan.rows == plan.documents else f" in {count(plan.rows, 'section')}"
    return f"{count(plan.documents, 'document')}{rows}, {count(plan.cells, 'cell')}{kept}: {_time(plan.seconds)}."


def sum_text(table: AskedTable) -> str:
    """Return how many documents were read, and how many cells are of each state, in a sentence."""
    states = [cell.state for row in table.rows for cell in row.cells]
    told = [f"{states.count(state):,} {word}" for state, word in WORDS.items()]
    return f"{count(table.documents, 'document')} read: {', '.join(told)}."


def _time(seconds: float) -> str:
    if not seconds:
        return "nothing is left to read"
    if seconds < 90:
        return f"about {max(1, round(seconds)):,} s"
    return f"about {round(seconds / 60):,} min"
