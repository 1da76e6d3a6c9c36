"""The types of questions over rows: typed tables, the query that a question becomes, and its result."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from index import Document
    from rag.types import Operation

# What a cell says: a number (of seconds, for a time such as 1:11:42), a day, or only its text (None).
Value = Decimal | date | None
ColumnKind = Literal["text", "number", "date", "time"]
Operator = Literal["is", "in", "below", "at most", "above", "at least", "yes", "no", "starts"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Parameters
    ----------
    place
        0 for the first.
    name
        As the file has it.
    kind
        Of most of its cells.
    unit
        Of its numbers: "kg", "EUR"; "" where none is said.
    cells
        Text of each row's cell.
    values
        What each cell says; None for an empty cell, and for one that is not of the column's kind.
    """

    place: int
    name: str
    kind: ColumnKind
    unit: str
    cells: tuple[str, ...]
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """Where a row stands in its document's text, and each of its cells.

    Parameters
    ----------
    document
        That it stands in.
    start, end
        Of the row; of a form, from its first field to its last.
    cells
        (start, end) of each cell.
    fields
        Of a form: (start, end) of each field, label and value; a label that the document lacks is empty. Otherwise ().
    """

    document: Document
    start: int
    end: int
    cells: tuple[tuple[int, int], ...]
    fields: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """Rows with typed columns, of one table or of the forms of several documents; rows that add up others are left out.

    Parameters
    ----------
    context
        What is said of all its rows: title and name of the document, headings, caption.
    columns
        At least one; all have a cell for each row.
    rows
        At least one.
    continental
        Whether its numbers have a comma before their decimals.
    """

    context: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    continental: bool

    @property
    def is_of_forms(self) -> bool:
        """Whether each row is the form of a document."""
        return bool(self.rows[0].fields)


@dataclass(frozen=True, slots=True)
class Condition:
    """What a row must fulfil.

    Parameters
    ----------
    column
        Whose cells are compared.
    operator
        "is": one of ``texts``, as whole cells. "in": from ``low`` to ``high``. "below", "at most", "above" and "at
        least" compare with ``low`` and ``high``. "yes" and "no": a cell that says so. "starts": with one of ``texts``.
    texts
        Cells, as the file has them; empty for numbers and days.
    low, high
        First and last number or day that is meant; a year is from its first to its last day.
    month
        1 to 12 where a month of any year is meant.
    """

    column: Column
    operator: Operator
    texts: frozenset[str] = frozenset()
    low: Value = None
    high: Value = None
    month: int = 0


@dataclass(frozen=True, slots=True)
class Query:
    """A question as a query over one table.

    Parameters
    ----------
    table
        That is asked.
    conditions
        A row has to fulfil all.
    wanted
        Column that the answer stands in.
    aggregate
        What is computed; None when rows are looked up.
    of
        Column that is computed with; None when rows are counted.
    limit
        How many rows an extreme has: 3 for "the three cheapest".
    exact
        Whether every word of the question stands in the table or says what to do, none by way of a synonym.
    loose
        Number of words that are bound only by what is said of the whole table.
    group
        Column whose equal cells make a group, of which the sums are compared; None where rows are.
    """

    table: Table
    conditions: tuple[Condition, ...]
    wanted: Column
    aggregate: Operation | None
    of: Column | None
    limit: int
    exact: bool
    loose: int
    group: Column | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """Rows that a query's answer rests on, by their places in the table, and the value computed from them."""

    rows: tuple[int, ...]
    value: Value = None
