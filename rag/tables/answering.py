"""Answer a question out of the tables of documents, when every word of it is bound; otherwise leave it to passages."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from index import Chunk
from rag.steps import Support, Verdict
from rag.tables.columns import ROWS, known_by
from rag.tables.execution import matching, run
from rag.tables.query.binding import bind
from rag.tables.query.deciding import decide
from rag.tables.values import clock_time, written_like
from rag.types import Computed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from rag.tables.types import Column, Query, Result, Row, Table

# Rows that an answer shows; of more, only their number is said.
MAX_ROWS = 30
# Rows whose answering cell is empty.
MAX_CLOSEST = 3
# Rows that stand close together are one passage of at most so many characters.
LONGEST_PASSAGE = 1000
# Places of an average; a sum of cells seldom has more.
PLACES = 4
# How sure an answer is: by words of the table alone, or with synonyms, parts of cells or words about the whole table.
EXACT, INEXACT = 0.9, 0.85
# Fields are free text, and running text may tell of more: of several forms, no answer is surer than this.
FORMS = 0.75
# Nor where one of them lacks the field that is looked for.
SOME_FORMS = 0.6
# How sure it is that the cell which answers is empty: the row is shown as what comes closest.
NOTHING_SAID = 0.3


def answer(question: str, found: Iterable[Table]) -> Verdict | None:
    """Return the rows that answer, and what is computed from them; None where the question is none over rows.

    Where the cells that would answer are empty, the rows are only the closest statements.

    Parameters
    ----------
    question
        Stand-alone.
    found
        The tables that may answer, the best first.
    """
    answering = []
    empty = []
    for table in found:
        bindings = bind(question, table)
        query = None if bindings.unbound else decide(bindings)
        if query is None:
            continue
        is_lookup = query.aggregate is None and not query.loose and not table.is_of_forms
        if (result := run(query)).rows:
            answering.append((query, result))
        elif is_lookup and (rows := matching(query.table, query.conditions)):
            empty.append((query, rows))
    if not answering:
        return _empty(*empty[0]) if len(empty) == 1 else None
    ranks = [_rank(query) for query, _ in answering]
    best = [each for each, rank in zip(answering, ranks, strict=True) if rank == min(ranks)]
    if len({_told(query, result) for query, result in best}) > 1:
        return None  # two tables, two answers: passages show both
    return _verdict(*best[0])


def _rank(query: Query) -> tuple[bool, int, bool]:
    """Order queries, the best first: forms say less than tables, and words about the whole table say least."""
    return query.table.is_of_forms, query.loose, not query.exact


def _empty(query: Query, rows: Sequence[int]) -> Verdict:
    shown = sorted(rows)[:MAX_CLOSEST]
    chunks = _chunks(query.table, shown)
    return Verdict(NOTHING_SAID, (), closest=_supports(query, shown, chunks, NOTHING_SAID))


def _told(query: Query, result: Result) -> tuple[object, ...]:
    cells = tuple(query.wanted.cells[row] for row in result.rows)
    return cells, result.value


def _verdict(query: Query, result: Result) -> Verdict:
    confidence = EXACT if query.exact and not query.loose else INEXACT
    if query.table.is_of_forms and (query.aggregate or len(result.rows) > 1 or confidence < EXACT):
        is_whole = all(all(condition.column.cells) for condition in query.conditions)
        confidence = FORMS if is_whole else SOME_FORMS
    shown = sorted(result.rows[:MAX_ROWS]) if query.limit == 1 else result.rows[:MAX_ROWS]
    chunks = _chunks(query.table, sorted(shown))
    supports = _supports(query, shown, chunks, confidence)
    return Verdict(confidence, supports, computed=_computed(query, result))


def _computed(query: Query, result: Result) -> Computed | None:
    """Return what was computed; nothing where the rows that are told say it all."""
    of, number = query.of, len(result.rows)
    if query.aggregate is None or result.value is None or of is None:
        return Computed(number, "count", of=number) if query.aggregate == "count" or number > MAX_ROWS else None
    if query.aggregate == "sum" and number == 1 and of.place >= 0:
        return None
    name = f"{of.name} by {query.group.name}" if query.group else of.name
    name = f"sum of {name}" if query.group and of.name != ROWS else name
    if query.aggregate in {"smallest", "largest"} and of.place >= 0 and query.group is None:
        return Computed(of.cells[result.rows[0]], query.aggregate, column=name, of=number)
    assert isinstance(result.value, Decimal)
    is_time = of.kind == "time" and query.aggregate != "count of different"
    value = clock_time(result.value) if is_time else _number(result.value)
    unit = "" if query.aggregate == "count of different" else of.unit
    is_counted = is_time or query.aggregate == "count of different"
    written = "" if is_counted else written_like(result.value, of.cells, unit, continental=query.table.continental)
    return Computed(value, query.aggregate, column=name, unit=unit, of=number, written=written)


def _number(value: Decimal) -> int | float:
    """Return a value as a whole number where it is one, or with as many places as are kept."""
    return int(value) if value == value.to_integral_value() else round(float(value), PLACES)


def _supports(query: Query, places: Sequence[int], chunks: Mapping[int, Chunk], score: float) -> tuple[Support, ...]:
    """Return a support for each row; of a form, one for each field that tells what is wanted, or why it is meant."""
    if not query.table.is_of_forms:
        return tuple(_support(query, place, chunks[place], score) for place in places)
    reasons = (query.of, *(condition.column for condition in query.conditions))
    known = known_by(query.table)
    is_alone = len(places) == 1 and not query.aggregate and query.exact
    fields = [
        _field(query.table.rows[place], column, chunks[place], score)
        for place in places
        for column in (query.wanted, *([] if is_alone else [*_first(known, place), *filter(None, reasons)]))
        if column.place >= 0 and column.cells[place]
    ]
    order = {query.table.rows[place].document.source: number for number, place in enumerate(places)}
    fields.sort(key=lambda each: (order[each.chunk.source], each.start))
    return tuple({(each.chunk.source, each.start): each for each in fields}.values())


def _first(columns: Sequence[Column], place: int) -> list[Column]:
    return [column for column in columns if column.cells[place]][:1]


def _support(query: Query, place: int, chunk: Chunk, score: float) -> Support:
    row = query.table.rows[place]
    labelled = row.document.labelled(row.start, row.end).text
    span = _span(row.cells[query.wanted.place])
    return Support(chunk, row.start, row.end, score, span, chunk.headings, "table_row", labelled)


def _field(row: Row, column: Column, chunk: Chunk, score: float) -> Support:
    (start, end), span = row.fields[column.place], _span(row.cells[column.place])
    headings = row.document.headings_at(start)
    return Support(chunk, start, end, score, span, headings, "form_field")


def _span(cell: tuple[int, int]) -> tuple[int, int] | None:
    return cell if cell[0] < cell[1] else None


def _chunks(table: Table, places: Sequence[int]) -> dict[int, Chunk]:
    """Return the piece of a document that each row is shown in: rows that stand close together share one."""
    groups: list[list[Row]] = []
    chunks = {}
    for place in places:
        row = table.rows[place]
        is_near = groups and groups[-1][0].document is row.document and row.end - groups[-1][0].start <= LONGEST_PASSAGE
        if not is_near:
            groups.append([])
        groups[-1].append(row)
        chunks[place] = len(groups) - 1
    return {place: _chunk(groups[number], number) for place, number in chunks.items()}


def _chunk(rows: Sequence[Row], number: int) -> Chunk:
    document, start, end = rows[0].document, rows[0].start, rows[-1].end
    return Chunk(
        document.source,
        document.fingerprint,
        number,
        start,
        end,
        document.headings_at(start),
        document.text[start:end],
        document.labelled(start, end),
    )
