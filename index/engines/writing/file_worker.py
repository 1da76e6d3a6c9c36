"""Read files in another process, and store their documents for a draft that lends its right to write."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.engines.generations.lending import BorrowedRight
from index.engines.rows.conversion import check
from index.engines.writing.row_writer import BATCH, RowWriter
from index.errors import DocumentError
from index.ingest.change_detection import outcomes_of
from index.ingest.ingestion import cut
from index.types import Document

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from index.chunking.chunker import Splitting
    from index.engines.generations.lending import Loan
    from index.engines.originals import OriginalStore
    from index.engines.tables import Row, Tables
    from index.protocols import Embedder, Parser
    from index.types import Chunk


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document that a worker has stored.

    Parameters
    ----------
    row
        Of the document, as ``EngineDraft.adopt`` takes it.
    embedded
        Chunks that had to be embedded since the last document.
    """

    row: Row
    embedded: int


class FileWorker:
    """Parses, cuts, embeds and stores files, with a parser and an embedder of its own.

    Keys of rows depend on files and on the generation alone: who does the same files again replaces the same rows.

    Parameters
    ----------
    tables, embedder, splitting, language
        Of the library; the language may be "auto".
    parser
        Turns files into documents.
    loan
        From the draft.
    cache
        File of the vectors that are known on this machine.
    originals
        Where files are kept; None where they are not.
    clock
        Returns the Unix time.
    """

    def __init__(
        self,
        tables: Tables,
        embedder: Embedder,
        splitting: Splitting,
        parser: Parser,
        loan: Loan,
        *,
        language: str,
        cache: Path,
        originals: OriginalStore | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._splitting = splitting
        self._parser = parser
        self._originals = originals
        self._writer = RowWriter(
            tables,
            embedder,
            BorrowedRight(tables, loan, clock),
            loan.chunks_table,
            cache=cache,
            language=language,
        )
        self._told = 0

    def ingest(
        self, files: Sequence[tuple[str, Path, str | None]]
    ) -> Iterator[tuple[str, StoredDocument | DocumentError | FileNotFoundError | None]]:
        """Yield for each file, in any order, what has become of it; None where its bytes are known.

        So it does for each attachment of those that were read.

        Parameters
        ----------
        files
            The source, the path, and the fingerprint that the library knows, or None.

        Raises
        ------
        LibraryUnavailable
            When the draft does not lend its right any more, or the engine does not answer.
        LibraryError, EmbedderError
            When no file can be parsed, or nothing can be embedded.
        """
        waiting: list[tuple[Document, list[Chunk]]] = []
        for source, path, known in files:
            for inside, outcome in outcomes_of(path, source, known, self._parser):
                if not isinstance(outcome, Document):
                    yield inside, outcome
                    continue
                try:
                    chunks = cut(outcome, self._splitting)
                    check(outcome, chunks)
                except DocumentError as reason:
                    yield inside, reason
                    continue
                if self._originals is not None and inside == source:
                    self._originals.keep(path, outcome.fingerprint)
                waiting.append((outcome, chunks))
                if sum(len(chunks) for _, chunks in waiting) >= BATCH:
                    yield from self._stored(waiting)
                    waiting = []
        yield from self._stored(waiting)

    def _stored(self, waiting: Sequence[tuple[Document, list[Chunk]]]) -> Iterator[tuple[str, StoredDocument]]:
        for row in self._writer.store(waiting) if waiting else ():
            yield row["source"], StoredDocument(row, self._writer.embedded - self._told)
            self._told = self._writer.embedded

    def close(self) -> None:
        """End the parser's processes."""
        self._parser.close()
        self._writer.close()
