"""Answer a question out of the tables of documents, when every word of it is bound; otherwise leave it to passages."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from index import Chunk
from rag.steps import Support, Verdict
from rag.tables.execution import matching, run
from rag.tables.query.binding import bind
from rag.tables.query.deciding import decide
from rag.tables.typed_tables import tables
from rag.tables.values import clock_time
from rag.types import Computed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from index import Document
    from rag.tables.types import Query, Result, Row, Table

# Rows that are told; of more it is said how many there are.
MAX_ROWS = 30
# Rows whose answering cell is empty.
MAX_CLOSEST = 3
# Rows that stand close together are one passage of at most so many characters.
LONGEST_PASSAGE = 1000
# Places of an average; a sum of cells seldom has more.
PLACES = 4
# How sure an answer is: by words of the table alone, or with synonyms, parts of cells or words about the whole table.
EXACT, INEXACT = 0.9, 0.85
# How sure it is that the cell which answers is empty: the row is shown as what comes closest.
NOTHING_SAID = 0.3


def answer(question: str, places: Iterable[tuple[Document, int, int]]) -> Verdict | None:
    """Return the rows that answer, and what is computed from them; None where the question is none over rows.

    Where the cells that would answer are empty, the rows are only the closest statements.

    Parameters
    ----------
    question
        Stand-alone.
    places
        Where its hits stand, the best first: the document, and from where to where.
    """
    found = []
    empty = []
    seen = set()
    for document, start, end in places:
        for table in tables(document, start, end):
            if (document.source, table.rows[0].start) in seen:
                continue
            seen.add((document.source, table.rows[0].start))
            bindings = bind(question, table)
            query = None if bindings.unbound else decide(bindings)
            if query is None:
                continue
            if (result := run(query)).rows:
                found.append((query, result))
            elif query.aggregate is None and not query.loose and (rows := matching(query.table, query.conditions)):
                empty.append((query, rows))
    if not found:
        return _empty(*empty[0]) if len(empty) == 1 else None
    # words that only speak of the whole table say least
    loosest = min((query.loose, not query.exact) for query, _ in found)
    best = [(query, result) for query, result in found if (query.loose, not query.exact) == loosest]
    if len({_told(query, result) for query, result in best}) > 1:
        return None  # two tables, two answers: passages show both
    return _verdict(*best[0])


def _empty(query: Query, rows: Sequence[int]) -> Verdict:
    shown = sorted(rows)[:MAX_CLOSEST]
    chunks = _chunks(query.table, shown)
    return Verdict(NOTHING_SAID, (), closest=tuple(_support(query, row, chunks[row], NOTHING_SAID) for row in shown))


def _told(query: Query, result: Result) -> tuple[object, ...]:
    cells = tuple(query.wanted.cells[row] for row in result.rows)
    return cells, result.value


def _verdict(query: Query, result: Result) -> Verdict:
    confidence = EXACT if query.exact and not query.loose else INEXACT
    shown = sorted(result.rows[:MAX_ROWS]) if query.limit == 1 else result.rows[:MAX_ROWS]
    chunks = _chunks(query.table, sorted(shown))
    supports = tuple(_support(query, row, chunks[row], confidence) for row in shown)
    return Verdict(confidence, supports, computed=_computed(query, result))


def _computed(query: Query, result: Result) -> Computed | None:
    """Return what was computed; nothing where the rows that are told say it all."""
    of, number = query.of, len(result.rows)
    if query.aggregate is None or result.value is None or of is None:
        return Computed(number, "count", of=number) if query.aggregate == "count" or number > MAX_ROWS else None
    if query.aggregate == "sum" and number == 1 and of.place >= 0:
        return None
    name = f"sum of {of.name} by {query.group.name}" if query.group else of.name
    if query.aggregate in {"smallest", "largest"} and of.place >= 0 and query.group is None:
        return Computed(of.cells[result.rows[0]], query.aggregate, column=name, of=number)
    assert isinstance(result.value, Decimal)
    is_time = of.kind == "time" and query.aggregate != "count of different"
    value = clock_time(result.value) if is_time else _number(result.value)
    unit = "" if query.aggregate == "count of different" else of.unit
    return Computed(value, query.aggregate, column=name, unit=unit, of=number)


def _number(value: Decimal) -> int | float:
    """Return a value as a whole number where it is one, or with as many places as are kept."""
    return int(value) if value == value.to_integral_value() else round(float(value), PLACES)


def _support(query: Query, place: int, chunk: Chunk, score: float) -> Support:
    row = query.table.rows[place]
    start, end = row.cells[query.wanted.place]
    return Support(
        chunk,
        row.start,
        row.end,
        score,
        (start, end) if start < end else None,
        chunk.headings,
        "table_row",
        query.table.document.labelled(row.start, row.end).text,
    )


def _chunks(table: Table, places: Sequence[int]) -> dict[int, Chunk]:
    """Return the piece of the document that each row is shown in: rows that stand close together share one."""
    groups: list[list[int]] = []
    for place in places:
        if groups and table.rows[place].end - table.rows[groups[-1][0]].start <= LONGEST_PASSAGE:
            groups[-1].append(place)
        else:
            groups.append([place])
    return {
        place: _chunk(table.document, table.rows[group[0]], table.rows[group[-1]], number)
        for number, group in enumerate(groups)
        for place in group
    }


def _chunk(document: Document, first: Row, last: Row, number: int) -> Chunk:
    return Chunk(
        document.source,
        document.fingerprint,
        number,
        first.start,
        last.end,
        document.headings_at(first.start),
        document.text[first.start : last.end],
        document.labelled(first.start, last.end),
    )
