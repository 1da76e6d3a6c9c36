"""Clear away what no generation in use needs: replaced rows, unfinished ones, ended claims and pins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.engines.conditions import Condition, Where
from index.engines.generations.state import GENERATION, ended, generation_of, read_state
from index.engines.rows.conversion import body_of
from index.engines.tables import BLOCKS, CHUNKS, DOCUMENTS, FOREVER, STATE, TABLES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.engines.generations.claims import Claim
    from index.engines.generations.state import Generation
    from index.engines.tables import Row, Tables

_PART = 200


def sweep(tables: Tables, mine: Claim, live: Generation, now: float) -> set[str]:
    """Clear away what is not needed once ``live`` is published, while its writer still has the claim.

    The pins are read after the publication. A reader that pinned a generation before it is seen here; one that pins
    later looks at ``live`` afterwards, and learns that its generation has gone. Returns the fingerprints of the files
    that no document has any more.
    """
    state = read_state(tables)
    oldest = min([live.oldest, *(row["number"] for row in state.pins if not ended(row, now))])
    gone: Where = (Condition("died", "<=", oldest), Condition("died", "not in", [*live.aborted, 0]))
    fingerprints = _drop_documents(tables, gone)
    held = {row["number"]: generation_of(row, tables.address).chunks_table for row in state.generations}
    needed = {table for number, table in held.items() if number >= oldest}
    for table in sorted(needed):
        tables.delete(table, gone)
    for table in sorted(set(held.values()) - needed):  # never one that a later writer has made
        tables.drop(table)
    past = [row["key"] for row in state.claims if row["number"] < mine.number]
    keys = [*past, *(row["key"] for row in state.pins if ended(row, now))]
    if keys:
        tables.delete(STATE, (Condition("key", "in", keys),))
    tables.delete(STATE, (Condition("kind", "==", GENERATION), Condition("number", "<", oldest)))
    return fingerprints


def clean(tables: Tables, mine: Claim, numbers: Sequence[int]) -> None:
    """Remove what the writers of unfinished generations wrote, and take back what they marked as dead."""
    if not numbers:
        return
    for table in (DOCUMENTS, *_chunk_tables(tables)):
        shape = TABLES[DOCUMENTS if table == DOCUMENTS else CHUNKS]
        fields = ("key", *shape.fields)
        rows = list(tables.scan(table, (Condition("died", "in", list(numbers)),), fields))
        for start in range(0, len(rows), _PART):
            mine.renew()
            healed = [{**row, "died": FOREVER} for row in rows[start : start + _PART]]
            tables.put(table, healed, by=mine.expires)
    born: Where = (Condition("born", "in", list(numbers)),)
    _drop_documents(tables, born)
    tables.delete(BLOCKS, (Condition("written", "in", list(numbers)),))
    for table in _chunk_tables(tables):
        if table in {f"{CHUNKS}_{number}" for number in numbers}:
            tables.drop(table)
        else:
            tables.delete(table, born)


def _chunk_tables(tables: Tables) -> list[str]:
    return [table for table in tables.names() if table.startswith(CHUNKS)]


def _drop_documents(tables: Tables, where: Where) -> set[str]:
    """Remove rows of documents, and the text of those that no other row has; return fingerprints that none has."""
    fields = ("key", "source", "written", "fingerprint")
    rows = list(tables.scan(DOCUMENTS, where, fields))
    lost: set[str] = set()
    for start in range(0, len(rows), _PART):
        part = rows[start : start + _PART]
        keys = [row["key"] for row in part]
        kept = _others(tables, Condition("source", "in", sorted({row["source"] for row in part})), keys)
        bodies = {_body(row) for row in part} - {_body(row) for row in kept}
        if bodies:
            tables.delete(BLOCKS, (Condition("body", "in", sorted(bodies)),))
        fingerprints = {row["fingerprint"] for row in part}
        kept = _others(tables, Condition("fingerprint", "in", sorted(fingerprints)), keys)
        lost |= fingerprints - {row["fingerprint"] for row in kept}
        tables.delete(DOCUMENTS, (Condition("key", "in", keys),))
    return lost


def _others(tables: Tables, condition: Condition, keys: Sequence[str]) -> list[Row]:
    rows = tables.scan(DOCUMENTS, (condition,), ("key", "source", "written", "fingerprint"))
    return [row for row in rows if row["key"] not in keys]


def _body(row: Row) -> str:
    return body_of(row["source"], row["written"])
