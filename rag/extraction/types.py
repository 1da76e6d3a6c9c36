"""The types of a table that asks each column of each document. All are frozen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from rag.types import Citation

ColumnKind = Literal["text", "date", "number", "yes/no"]
# What a quote says, typed; None where it could not be parsed, and of an empty cell.
CellValue = str | int | float | bool | date | None


class CellState(StrEnum):
    """What a document says to a column."""

    QUOTE = "quote"
    UNSURE = "unsure"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column.

    Parameters
    ----------
    name
        As it was typed: a question, or a label such as "date".
    kind
        Of its values; "text" where the column does not say.
    questions
        What is asked of each document, in one form or two.
    """

    name: str
    kind: ColumnKind
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell.

    Parameters
    ----------
    state
        A quote, not sure, or empty.
    text
        Verbatim out of the quote: its answer, or all of it; of an unsure cell the closest that the document says.
    citations
        Of the quote; none where the cell is empty.
    value
        What the text says, of the column's kind; None where it could not be parsed.
    """

    state: CellState
    text: str = ""
    citations: tuple[Citation, ...] = ()
    value: CellValue = None

    @property
    def is_unparsed(self) -> bool:
        """Whether it has a text that could not be parsed as its column's kind."""
        return bool(self.text) and self.value is None


@dataclass(frozen=True, slots=True)
class TableRow:
    """A document, or a section of one, with a cell for each column."""

    source: str
    title: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class AskedTable:
    """A table of documents.

    Parameters
    ----------
    columns, rows
        In order.
    documents
        How many were read: all that there are within the filter.
    warnings
        One sentence each.
    """

    columns: tuple[TableColumn, ...]
    rows: tuple[TableRow, ...]
    documents: int
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TablePlan:
    """What a table will take.

    Parameters
    ----------
    documents, rows, cells
        How many there are.
    kept
        Cells that were read before and are kept.
    seconds
        That reading the others will take, about.
    """

    documents: int
    rows: int
    cells: int
    kept: int
    seconds: float


@dataclass(frozen=True, slots=True)
class RowDone:
    """One more row is done: the ``done``-th of ``total``. Its values are typed when all rows are known."""

    row: TableRow
    done: int
    total: int


TableEvent = TablePlan | RowDone
