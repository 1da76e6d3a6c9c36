"""Compare what an engine holds of a generation with what was written."""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from index.engines.conditions import Condition, alive
from index.engines.reading.snapshot import EngineSnapshot
from index.engines.rows.conversion import CHUNK, ENTRY, body_of, chunk_of, document_of
from index.engines.tables import BLOCKS, DOCUMENTS, WORDS
from index.errors import DamagedLibrary, LibraryUnavailable
from index.inspection import Examination, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from index.engines.conditions import Where
    from index.engines.generations.state import Generation
    from index.engines.tables import Row, Tables
    from index.protocols import Embedder
    from index.types import Document

# Documents that are compared at a time.
_TOGETHER = 20


def examine(tables: Tables, live: Generation, sample: int | None = None) -> Examination:
    """Compare the documents of a generation with what was written.

    1. Look whether a table is missing. Nothing more is compared then.
    2. Count documents and passages.
    3. Compare the hash of each document's text with the one that was written.
    4. Compare each passage with the piece of the text that it points to.

    A problem's ``file`` is the source of a document, or the name of a table.

    Parameters
    ----------
    tables
        Of the library.
    live
        The generation.
    sample
        How many documents, chosen at random, are compared in steps 3 and 4; None for all.
    """
    needed = (DOCUMENTS, BLOCKS, WORDS, live.chunks_table)
    if lost := [Problem(table, "it is not there any more", live=True) for table in needed if not tables.exists(table)]:
        return Examination(tuple(lost), live.number, (), is_on_engine=True)
    where = alive(live.number, sorted(live.aborted))
    found, rows = list(_counts(tables, live, where)), tables.scan(DOCUMENTS, where, ENTRY)
    for some in _batches(rows if sample is None else iter(_chosen(rows, sample))):
        found += _texts(tables, live, where, some)
    return Examination(tuple(found), live.number, (), is_on_engine=True)


def _chosen(rows: Iterable[Row], number: int) -> list[Row]:
    """Return at most ``number`` rows, each as likely as any other (algorithm R; Vitter 1985)."""
    chosen: list[Row] = []
    for place, row in enumerate(rows):
        if place < number:
            chosen.append(row)
        elif (other := random.randint(0, place)) < number:  # noqa: S311 (nobody may gain by guessing it)
            chosen[other] = row
    return chosen


def compare_new(tables: Tables, made: Generation, embedder: Embedder, written: Iterable[Sequence[str]]) -> None:
    """Compare the rows of a generation that is not live yet with what it says, and read back its new texts.

    Parameters
    ----------
    tables, embedder
        Of the library.
    made
        The generation.
    written
        Sources of the documents that were written for it, some at a time.

    Raises
    ------
    DamagedLibrary
        When a text is not as it was written.
    LibraryUnavailable
        When rows are missing or left over.
    """
    where = alive(made.number, sorted(made.aborted))
    stored = tables.count(DOCUMENTS, where), tables.count(made.chunks_table, where)
    if stored != (made.documents, made.chunks):
        raise LibraryUnavailable(
            f"The library in {tables.address} holds {stored[0]:,} documents and {stored[1]:,} passages where"
            f" {made.documents:,} and {made.chunks:,} were written. Nothing was published; run it again."
        )
    snapshot = EngineSnapshot(tables, replace(made, documents=1), embedder)
    for sources in written:
        snapshot.documents(sources)  # which compares the hash of each text


def _counts(tables: Tables, live: Generation, where: Where) -> Iterator[Problem]:
    for table, expected in ((DOCUMENTS, live.documents), (live.chunks_table, live.chunks)):
        if (held := tables.count(table, where)) != expected:
            yield Problem(table, f"it holds {held:,} rows where {expected:,} were written", live=True)


def _texts(tables: Tables, live: Generation, where: Where, rows: Sequence[Row]) -> Iterator[Problem]:
    blocks: dict[str, list[Row]] = defaultdict(list)
    bodies = {row["source"]: body_of(row["source"], row["written"]) for row in rows}
    named = Condition("body", "in", sorted(bodies.values()))
    for block in tables.scan(BLOCKS, (named,), ("body", "part", "number", "piece"), 200):
        blocks[block["body"]].append(block)
    held: dict[str, Document] = {}
    for row in rows:
        try:
            held[row["source"]] = document_of(row, blocks[bodies[row["source"]]])
        except DamagedLibrary:
            yield Problem(row["source"], "its text is not as it was written", live=True)
    yield from _chunks(tables, live, where, held)


def _chunks(tables: Tables, live: Generation, where: Where, held: Mapping[str, Document]) -> Iterator[Problem]:
    wrong = set()
    for row in tables.scan(live.chunks_table, (*where, Condition("source", "in", sorted(held))), CHUNK):
        document = held[row["source"]]
        chunk = chunk_of(row)
        if chunk and (
            chunk.fingerprint != document.fingerprint or document.text[chunk.start : chunk.end] != chunk.text
        ):
            wrong.add(row["source"])
    for source in sorted(wrong):
        yield Problem(source, "a passage does not match the text that it was cut from", live=True)


def _batches(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while batch := list(islice(rows, _TOGETHER)):
        yield batch
