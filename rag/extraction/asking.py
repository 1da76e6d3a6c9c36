"""Ask every column of every document, over the processor's cores, and keep each cell that was read."""

from __future__ import annotations

import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from index import Chunk
from rag.citations.quotes import cite
from rag.extraction.cell_store import key
from rag.extraction.reading import READ, Part, PartReader
from rag.extraction.types import AskedTable, Cell, CellState, RowDone, TablePlan, TableRow
from rag.extraction.values import typed
from rag.query.language_check import is_english
from rag.types import Passage

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Sequence
    from concurrent.futures import Future

    from index import Document, Entry, Snapshot
    from rag.extraction.cell_store import CellStore, Found
    from rag.extraction.types import TableColumn, TableEvent
    from rag.protocols import ReadingModel

Each = Literal["document", "section"]
# What is read to learn how fast this machine reads: a passage of usual length.
_TRIAL = "The report was written in spring, and the committee has read it since. " * 14
# Passages that are read for a cell besides its chunks: sentences, once more alone.
_ALONE = 8
# Words from which on the language of a column is clear.
CLEAR = 3
FOREIGN = "A column does not look English; the bundled models were trained for English and may miss it."
# A sentence is read so much faster than a chunk.
_SHORT = 0.3


@dataclass(frozen=True, slots=True)
class Asker:
    """Fills tables from one snapshot.

    Parameters
    ----------
    snapshot
        Whose documents are asked, within the filter.
    model
        Reads passages.
    store
        Of cells that were read before.
    each
        Whether a row is a document or a section of one.
    """

    snapshot: Snapshot
    model: ReadingModel
    store: CellStore
    each: Each = "document"

    def ask(self, columns: Sequence[TableColumn]) -> Generator[TableEvent, None, AskedTable]:
        """Yield the plan, then the rows as they are done, in order; return the table.

        Closing the generator ends all work after the cells that are being read; those that were read are kept.
        """
        entries = self.snapshot.contents()
        parts = [part for entry in entries for part in self._parts(entry)]
        yield self._plan(columns, parts, len(entries))
        rows: list[TableRow] = []
        ended = threading.Event()
        threads = ThreadPoolExecutor(os.cpu_count(), "cells")
        try:
            work = [threads.submit(self._row, columns, part, ended) for part in parts]
            for done, row in enumerate(_in_order(work), 1):
                rows.append(row)
                yield RowDone(row, done, len(parts))
        finally:
            ended.set()
            threads.shutdown(wait=True, cancel_futures=True)
        warnings = (*self.snapshot.warnings, *_foreign(columns))
        return AskedTable(tuple(columns), _typed(columns, rows), len(entries), warnings)

    def _parts(self, entry: Entry) -> Iterator[Part]:
        if self.each == "section" and (spans := _sections(self.snapshot.document(entry.source))):
            for title, start, end in spans:
                yield Part(entry.source, entry.fingerprint, title, start, end)
        else:
            yield Part(entry.source, entry.fingerprint, entry.title, 0, entry.characters)

    def _plan(self, columns: Sequence[TableColumn], parts: Sequence[Part], documents: int) -> TablePlan:
        missing = [
            (part, column) for part in parts for column in columns if self.store.get(self._key(part, column)) is None
        ]
        cells = len(parts) * len(columns)
        passages = sum(
            min(READ, 1 + (part.end - part.start) // 800) * len(column.questions) + _ALONE * _SHORT
            for part, column in missing
        )
        cores = os.cpu_count() or 1
        seconds = passages * self._seconds_a_passage() / cores if missing else 0.0
        return TablePlan(documents, len(parts), cells, cells - len(missing), seconds)

    def _seconds_a_passage(self) -> float:
        """Return how long a passage takes on one core; the first reading loads the model and is not counted."""
        self.model.read("When was the report written?", [_TRIAL])
        start = time.perf_counter()
        self.model.read("When was the report written?", [_TRIAL])
        return time.perf_counter() - start

    def _key(self, part: Part, column: TableColumn) -> str:
        question = "\n".join((column.name, *column.questions))
        return key(part.fingerprint, part.start, part.end, question, self.model.name)

    def _row(self, columns: Sequence[TableColumn], part: Part, ended: threading.Event) -> TableRow | None:
        reader = PartReader(part, self.snapshot, self.model)
        cells = []
        for number, column in enumerate(columns, 1):
            if ended.is_set():
                return None
            name = self._key(part, column)
            found = self.store.get(name)
            if found is None:
                found = reader.read(column)
                self.store.put(name, found)
            cells.append(self._cell(reader, found, number))
        return TableRow(part.source, part.title, tuple(cells))

    def _cell(self, reader: PartReader, found: Found, number: int) -> Cell:
        if found.state is CellState.EMPTY:
            return Cell(CellState.EMPTY)
        document, (start, end) = reader.document, found.quote
        chunk = Chunk(document.source, document.fingerprint, 0, start, end, (), document.text[start:end])
        citation = cite(self.snapshot, Passage(number, chunk, found.score), start, end, found.score)
        text = document.text[found.start : found.end]
        return Cell(found.state, text, (citation,)) if citation else Cell(CellState.EMPTY)


def _foreign(columns: Sequence[TableColumn]) -> tuple[str, ...]:
    """Return a warning where columns are not in English; a label of one or two words has no clear language."""
    asked = [column.name for column in columns if len(column.name.split()) >= CLEAR]
    return () if all(map(is_english, asked)) else (FOREIGN,)


def _sections(document: Document) -> list[tuple[str, int, int]]:
    """Return heading, start and end of each section of the outermost level that has several."""
    levels = sorted({section.level for section in document.sections})
    for level in levels:
        own = [section for section in document.sections if section.level == level]
        if len(own) > 1:
            starts = [section.start for section in document.sections if section.level <= level]
            return [
                (each.heading, each.start, min((at for at in starts if at > each.start), default=len(document.text)))
                for each in own
            ]
    return []


def _in_order(work: Sequence[Future[TableRow | None]]) -> Iterator[TableRow]:
    for future in work:
        row = future.result()
        if row is not None:
            yield row


def _typed(columns: Sequence[TableColumn], rows: Sequence[TableRow]) -> tuple[TableRow, ...]:
    """Return the rows with the values of their cells, column by column."""
    by_column = [typed(column.kind, [row.cells[place] for row in rows]) for place, column in enumerate(columns)]
    return tuple(replace(row, cells=tuple(cells[number] for cells in by_column)) for number, row in enumerate(rows))
