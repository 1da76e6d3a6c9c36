"""Write the next generation of a library on an engine."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from index.chunking.chunker import split
from index.duplicates import copies
from index.engines.conditions import alive
from index.engines.generations.claims import Heartbeat
from index.engines.generations.publication import publish, settled, unfinished
from index.engines.generations.state import Generation
from index.engines.generations.sweep import clean, sweep
from index.engines.reading.snapshot import EngineSnapshot
from index.engines.reading.verify import compare_new
from index.engines.rows.conversion import check, entry_of
from index.engines.tables import CHUNKS, DOCUMENTS
from index.engines.writing.row_versions import mark_dead, rewrite_marks
from index.engines.writing.row_writer import BATCH, RowWriter
from index.errors import LibraryError, LibraryUnavailable, UnknownSource
from index.listing import languages, largest
from index.storage import manifest as manifests
from index.types import Progress

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path
    from types import TracebackType
    from typing import Self

    from index.chunking.chunker import Splitting
    from index.engines.generations.claims import Claim
    from index.engines.generations.lending import Loan
    from index.engines.generations.state import State
    from index.engines.originals import OriginalStore
    from index.engines.tables import Row, Tables
    from index.protocols import Embedder
    from index.storage.manifest import Root
    from index.types import Chunk, Document, Entry

# Longest documents that a generation names.
MAX_LARGEST = 500


class EngineDraft:
    """Write the next generation. Use it in a ``with`` block.

    Documents are embedded and stored as they come, some at a time: nobody sees them before ``publish``. It holds the
    writer's claim until the block ends.

    Parameters
    ----------
    tables, embedder, splitting, language
        Of the library.
    mine, state
        The claim, owned from now on, and what the library was when it was made.
    cache
        File of the vectors that are known.
    originals
        Where files are kept.
    clock
        Returns the Unix time.
    """

    def __init__(
        self,
        tables: Tables,
        embedder: Embedder,
        splitting: Splitting,
        mine: Claim,
        state: State,
        *,
        language: str,
        cache: Path,
        originals: OriginalStore | None,
        clock: Callable[[], float],
    ) -> None:
        self._tables = tables
        self._embedder = embedder
        self._splitting = splitting
        self._language = language
        self._claim = mine
        self._heartbeat = Heartbeat(mine)
        self._state = state
        self._clock = clock
        self._originals = originals
        self._base = state.live
        self._number = mine.number
        self._before = EngineSnapshot(tables, self._base, embedder) if self._base and tables.exists(DOCUMENTS) else None
        self._rows: dict[str, Row] = {row["source"]: row for row in self._before.rows()} if self._before else {}
        self._is_whole = self._base is None or self._counted(self._base)
        mine.renew()  # without it another writer may have cleared away some of these rows
        self._entries = {source: entry_of(row) for source, row in self._rows.items()}
        self.copies: Mapping[str, str] = copies(self._entries.values())
        self.counts = (self._base.documents, self._base.chunks) if self._base else (0, 0)
        self.roots: tuple[Root, ...] | None = self._base.roots if self._base else ()
        self._writer = RowWriter(tables, embedder, mine, self._chunks_table(), cache=cache, language=language)
        self._waiting: list[tuple[Document, Sequence[Chunk]]] = []
        self._added: dict[str, Row] = {}
        self._removed: set[str] = set()
        self._stale: dict[str, bool] = {}
        self._finished = False

    @property
    def generation(self) -> int:
        """Number of the new generation, or of the one it started from when no change is due; 0 for none."""
        return self._number if self._finished or self.due or self._base is None else self._base.number

    @property
    def due(self) -> bool:
        """Whether publishing would change anything."""
        if self._base is None or self._finished:
            return not self._finished
        changed = self._waiting or self._added or self._removed or self._stale
        return bool(changed) or not self._carries() or self._resplits() or self.roots != self._base.roots

    @property
    def is_of_another_version(self) -> bool:
        """Whether another version of the program read the documents."""
        return self._base is not None and self._base.made_by != manifests.program()

    @property
    def entries(self) -> Mapping[str, Entry]:
        """The documents that it started from, by source."""
        return self._entries

    def add(self, document: Document, chunks: Sequence[Chunk], file: Path | None = None) -> None:
        """Store a document with its chunks, and its file. It replaces an earlier version of that source.

        Raises
        ------
        DocumentError
            When its text cannot be stored, or a chunk is not the piece of it that it claims to be.
        """
        check(document, chunks)
        if file is not None and self._originals is not None:
            self._originals.keep(file, document.fingerprint)
        self._forget(document.source)
        self._waiting.append((document, chunks))
        if sum(len(chunks) for _, chunks in self._waiting) >= BATCH:
            self._store()

    @contextmanager
    def lent(self) -> Iterator[Loan]:
        """Let other processes store documents for this draft; see ``FileWorker``. Afterwards they cannot any more."""
        self._writer.begin()
        yield self._claim.lend(self._writer.chunks_table)
        self._claim.recall()

    def adopt(self, row: Row, embedded: int) -> None:
        """Take over a document that another process has stored, by its row; ``embedded`` of its chunks were new."""
        self._removed.discard(row["source"])
        self._stale.pop(row["source"], None)
        self._added[row["source"]] = row
        self._writer.embedded += embedded

    def remove(self, source: str) -> None:
        """Remove a document; raise ``UnknownSource`` when there is none of that name."""
        held = source in self._entries and source not in self._removed
        if not self._forget(source) and not held:
            raise UnknownSource(f"The library holds no document '{source}'; 'citeseed status' lists what it holds.")
        if source in self._entries:
            self._removed.add(source)

    def mark(self, source: str, *, stale: bool) -> None:
        """Mark whether a document is the last good version of a file that cannot be read now."""
        if self._entries[source].stale != stale:
            self._stale[source] = stale
        else:
            self._stale.pop(source, None)

    def publish(self, progress: Callable[[Progress], None] | None = None) -> int:
        """Embed and store what still waits, and make the generation live; return how many chunks were embedded.

        1. Split and embed again what was split with other settings, or embedded by another model.
        2. Store what waits.
        3. Write anew what has become a copy, is none any more, or has become stale.
        4. Mark what was replaced or removed as dead from this generation on.
        5. Compare what is stored with what was meant.
        6. Make it live, and clear away what nobody needs.

        Raises
        ------
        EmbedderError, LibraryUnavailable
            Then the generation before is live.
        """
        tell = progress or (lambda _: None)
        self._do_again()
        self._store()
        now = self._clock()
        gone = settled(self._state, now)
        self._writer.begin()
        clean(self._tables, self._claim, gone)
        tell(Progress("writing", 0, 4))
        rows = {source: row for source, row in self._rows.items() if source not in self._removed} | self._added
        rows, rewritten = rewrite_marks(self._writer, self._base, rows, self._stale)
        self._mark_dead(rewritten)
        tell(Progress("writing", 1, 4))
        self._writer.flush()
        entries = {source: entry_of(row) for source, row in sorted(rows.items())}
        made = self._generation(entries, unfinished(self._claim, self._state, now, gone))
        compare_new(self._tables, made, self._embedder, self._writer.parts(list(self._added)))
        tell(Progress("writing", 2, 4))
        made = publish(self._tables, self._claim, made, self._clock())
        self._finished = True
        self.counts, self.copies = (made.documents, made.chunks), copies(entries.values())
        tell(Progress("writing", 3, 4))
        with suppress(LibraryUnavailable):  # it is published; the next generation clears away what this one leaves
            lost = sweep(self._tables, self._claim, made, self._clock())
            if self._originals is not None:
                self._originals.delete(lost)
        tell(Progress("writing", 4, 4))
        return self._writer.embedded

    def _chunks_table(self) -> str:
        """Return the table of the chunks.

        It is another one for each embedder, since vectors of two cannot be compared, and where rows are lost.
        """
        return self._base.chunks_table if self._base and self._carries() else f"{CHUNKS}_{self._number}"

    def _carries(self) -> bool:
        return self._base is not None and self._is_whole and self._base.identity == self._embedder.identity

    def _counted(self, base: Generation) -> bool:
        """Whether there are as many rows as were published; otherwise all are written anew, into another table."""
        chunks, where = base.chunks_table, alive(base.number, sorted(base.aborted))
        held = self._tables.count(chunks, where) if self._tables.exists(chunks) else 0
        return (len(self._rows), held) == (base.documents, base.chunks)

    def _resplits(self) -> bool:
        made, wanted = self._base, (self._splitting.characters, self._splitting.overlap, self._language)
        return made is not None and (made.characters, made.overlap, made.language) != wanted

    def _do_again(self) -> None:
        if self._before is None or (self._carries() and not self._resplits()):
            return
        again = {each.source for each, _ in self._waiting} | self._added.keys() | self._removed
        for source in [source for source in self._entries if source not in again]:
            document = self._before.document(source)
            self._waiting.append((document, split(document, self._splitting)))
            if self._entries[source].stale:
                self._stale.setdefault(source, True)
            if sum(len(chunks) for _, chunks in self._waiting) >= BATCH:
                self._store()

    def _forget(self, source: str) -> bool:
        """Take back what this draft has stored of a source; return whether it had."""
        waiting = [each for each in self._waiting if each[0].source != source]
        new = len(waiting) < len(self._waiting) or source in self._added
        self._waiting = waiting
        self._removed.discard(source)
        self._stale.pop(source, None)
        if self._added.pop(source, None) is not None:
            self._writer.take_back(source)
        return new

    def _store(self) -> None:
        """Embed and store what waits."""
        if self._waiting:
            self._added |= {row["source"]: row for row in self._writer.store(self._waiting)}
            self._waiting = []

    def _mark_dead(self, rewritten: set[str]) -> None:
        """Mark the rows of the generation before whose documents were removed or written anew."""
        if self._base is None:
            return
        chunks = {source for source in (*self._added, *rewritten, *self._removed) if source in self._entries}
        documents = chunks | {source for source in self._stale if source in self._entries}
        mark_dead(self._writer, self._base, documents, chunks)

    def _generation(self, entries: Mapping[str, Entry], aborted: dict[int, float]) -> Generation:
        return Generation(
            number=self._number,
            oldest=self._number,
            chunks_table=self._writer.chunks_table,
            embedder=self._embedder.name,
            identity=self._embedder.identity,
            dimension=self._embedder.dimension,
            characters=self._splitting.characters,
            overlap=self._splitting.overlap,
            language=self._language,
            languages=languages(entries.values()),
            made_by=manifests.program(),
            built=datetime.now(UTC).isoformat(timespec="seconds"),
            documents=len(entries),
            chunks=sum(entry.chunks for entry in entries.values()),
            roots=self.roots or (),
            aborted=aborted,
            largest=tuple(entry.source for entry in largest(entries.values(), MAX_LARGEST)),
        )

    def __enter__(self) -> Self:
        self._heartbeat.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._heartbeat.stop()
        self._writer.close()
        # The engine does not answer. The claim expires.
        with suppress(LibraryError):
            self._claim.release(finished=self._finished or not self._writer.touched)
