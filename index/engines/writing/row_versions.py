"""Carry rows from one generation to the next: write anew what has changed, and mark as dead what was replaced."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.duplicates import copies
from index.engines.conditions import Condition, alive
from index.engines.rows.conversion import carried_over, entry_of
from index.engines.tables import CHUNKS, DOCUMENTS, KEY, TABLES, Table
from index.engines.writing.row_writer import ROWS

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from index.engines.conditions import Where
    from index.engines.generations.state import Generation
    from index.engines.tables import Row
    from index.engines.writing.row_writer import RowWriter


def rewrite_marks(
    writer: RowWriter, base: Generation | None, rows: Mapping[str, Row], stale: Mapping[str, bool]
) -> tuple[dict[str, Row], set[str]]:
    """Write anew the rows of documents that have become copies, are none any more, or have become stale or good.

    Parameters
    ----------
    writer
        Of the new generation.
    base
        The generation before; None when there was none.
    rows
        The row of each document of the new generation, by source.
    stale
        The documents whose mark is set or taken away.

    Returns
    -------
    The rows as they are now, and the sources whose chunks were written anew.
    """
    after = dict(rows)
    again = copies(entry_of(row) for _, row in sorted(after.items()))
    rewritten: set[str] = set()
    changed: list[Row] = []
    for source, row in rows.items():
        marks = {"copy": source in again, "stale": stale.get(source, row["stale"])}
        if all(row[name] == value for name, value in marks.items()):
            continue
        if row["copy"] != marks["copy"]:
            _rewrite_chunks(writer, base, row, copy=marks["copy"])
            rewritten.add(source)
        changed.append({**row, **marks})
    for start in range(0, len(changed), ROWS):
        part = {row["source"]: row for row in changed[start : start + ROWS]}
        full = _full_rows(writer, part)
        new = [
            carried_over(full[source], writer.number, copy=row["copy"], stale=row["stale"])
            for source, row in part.items()
        ]
        writer.put(DOCUMENTS, new)
        after |= {row["source"]: row for row in new}
    return after, rewritten


def mark_dead(writer: RowWriter, base: Generation, documents: Collection[str], chunks: Collection[str]) -> None:
    """Mark rows of the generation before as dead from the new one on.

    Parameters
    ----------
    writer
        Of the new generation.
    base
        The generation before.
    documents, chunks
        Sources whose rows of that kind were removed or written anew.
    """
    _mark_in(writer, base, Table(DOCUMENTS, TABLES[DOCUMENTS].fields), documents)
    if base.chunks_table == writer.chunks_table:
        _mark_in(writer, base, Table(writer.chunks_table, TABLES[CHUNKS].fields), chunks)


def _full_rows(writer: RowWriter, part: Mapping[str, Row]) -> dict[str, Row]:
    """Return the rows of documents with all of their fields."""
    fields = (KEY, *TABLES[DOCUMENTS].fields)
    born = {source: row["born"] for source, row in part.items()}
    found = writer.tables.scan(DOCUMENTS, (Condition("source", "in", sorted(part)),), fields)
    return {row["source"]: row for row in found if row["born"] == born[row["source"]]}


def _rewrite_chunks(writer: RowWriter, base: Generation | None, row: Row, *, copy: bool) -> None:
    """Write the chunks of a document for the new generation, as those of a copy or of none."""
    fields = (KEY, *TABLES[CHUNKS].fields)
    where: Where = (Condition("source", "==", row["source"]), Condition("born", "==", writer.number))
    if row["born"] != writer.number:
        assert base is not None
        where = (Condition("source", "==", row["source"]), *_alive(base))
    rows = list(writer.tables.scan(writer.chunks_table, where, fields, ROWS))
    writer.put(writer.chunks_table, [carried_over(each, writer.number, copy=copy) for each in rows])


def _mark_in(writer: RowWriter, base: Generation, table: Table, sources: Collection[str]) -> None:
    named = sorted(sources)
    for start in range(0, len(named), ROWS):
        part = Condition("source", "in", named[start : start + ROWS])
        where: Where = (*_alive(base), Condition("born", "!=", writer.number), part)
        rows = list(writer.tables.scan(table.name, where, (KEY, *table.fields), ROWS))
        writer.put(table.name, [{**row, "died": writer.number} for row in rows])


def _alive(base: Generation) -> Where:
    return alive(base.number, sorted(base.aborted))
