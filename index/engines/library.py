"""A library on an engine for many machines."""

from __future__ import annotations

import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from index.engines.generations.claims import claim
from index.engines.generations.pins import Pin
from index.engines.generations.state import ended, read_state
from index.engines.reading.lazy_snapshot import LazySnapshot
from index.engines.reading.snapshot import EngineSnapshot
from index.errors import LibraryError, LibraryUnavailable, MismatchedLibrary, NoLibrary, UnknownSource
from index.inspection import EngineStatus, LibraryStatus
from index.sources.attachments import original_attachment
from index.text.languages import AUTO

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from index.chunking.chunker import Splitting
    from index.engines.generations.lending import Loan
    from index.engines.generations.state import State
    from index.engines.originals import OriginalStore
    from index.engines.tables import Tables
    from index.engines.writing.draft import EngineDraft
    from index.engines.writing.file_worker import FileWorker
    from index.inspection import Examination
    from index.protocols import Embedder, Parser, Snapshot

# Of the vectors that were computed on this machine.
CACHE = "embeddings.sqlite"


class EngineLibrary:
    """A library on an engine: one writer at a time on whatever machine, any number of readers, never a mixed state.

    Parameters
    ----------
    tables
        Of the library.
    home
        Folder on this machine, for uploads, conversations and caches.
    embedder
        For documents and questions.
    splitting
        How documents are cut into chunks.
    parser
        Turns files into documents.
    language
        ISO 639 code of all documents' language; "auto" where each has its own.
    originals
        Keeps the files of documents; None where they are not kept.
    clock
        Returns the Unix time.
    """

    is_shared = True

    def __init__(
        self,
        tables: Tables,
        home: Path,
        embedder: Embedder,
        splitting: Splitting,
        parser: Parser,
        *,
        language: str = AUTO,
        originals: OriginalStore | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.home = home
        self.embedder = embedder
        self.splitting = splitting
        self.parser = parser
        self.language = language
        self._tables = tables
        self._originals = originals
        self._clock = clock
        self._lock = threading.Lock()
        self._snapshot: EngineSnapshot | None = None
        self._pin: Pin | None = None
        self._closed = False

    @property
    def name(self) -> str:
        """What messages call it."""
        return self._tables.address

    def open(self, at_least: int = 0) -> EngineSnapshot:  # noqa: ARG002 (what is live is asked every time)
        """Return the live generation. It is asked once for each question which one that is.

        Raises
        ------
        NoLibrary
            When nothing has been indexed there.
        MismatchedLibrary
            When it was made with another embedder or in another format.
        LibraryUnavailable
            When the engine does not answer.
        """
        if self._closed:
            raise LibraryError("This library is closed; open it anew with open_library.")
        try:
            return self._opened()
        except LibraryUnavailable:  # newer generations may have come while it was pinned
            return self._opened()

    def open_lazily(self) -> Snapshot:
        """Return the live generation. Which one that is, is asked with the first search: both are one round trip.

        Raises what ``open`` raises: the first time here, later when it is first used.
        """
        known = self._snapshot
        if known is None or self._closed:
            return self.open()
        return LazySnapshot(self._tables, known, self.open)

    def _opened(self) -> EngineSnapshot:
        live = self._state().live
        if live is None:
            raise self._nothing()
        if live.identity != self.embedder.identity:
            raise MismatchedLibrary.by_embedder(
                self.name, (live.embedder, live.identity), (self.embedder.name, self.embedder.identity)
            )
        with self._lock:
            if self._snapshot is None or self._snapshot.generation != live.number:
                pin = Pin(self._tables, live.number, self._clock)
                # The pin of the generation before is left to end by itself: somebody may still ask it.
                self._snapshot, self._pin = EngineSnapshot(self._tables, live, self.embedder, pin), pin
            return self._snapshot

    def update(self) -> EngineDraft:
        """Become the writer, and start the next generation from the live one.

        Raises
        ------
        Busy
            When another program writes.
        LibraryUnavailable
            When the engine does not answer, or lets nobody write.
        """
        from index.engines.writing.draft import EngineDraft  # noqa: PLC0415 (only writers need it)

        mine, state = claim(self._tables, self._clock)
        try:
            return EngineDraft(
                self._tables,
                self.embedder,
                self.splitting,
                mine,
                state,
                language=self.language,
                cache=self.home / CACHE,
                originals=self._originals,
                clock=self._clock,
            )
        except BaseException:
            mine.release(finished=True)  # nothing was written
            raise

    def worker(self, loan: Loan) -> FileWorker:
        """Return what stores documents for a draft of another process; see ``EngineDraft.lent``."""
        from index.engines.writing.file_worker import FileWorker  # noqa: PLC0415 (only writers need it)

        return FileWorker(
            self._tables,
            self.embedder,
            self.splitting,
            self.parser,
            loan,
            language=self.language,
            cache=self.home / CACHE,
            originals=self._originals,
            clock=self._clock,
        )

    def live(self) -> int | None:
        """Return the number of the live generation; None when there is none."""
        live = self._state().live
        return live.number if live else None

    def original(self, source: str) -> bytes | None:
        """Return the bytes of a document's file, or None when they are not kept."""
        fingerprint = self.open().row(source)["fingerprint"]
        found = self._originals.read(fingerprint) if self._originals else None
        if found is not None or self._originals is None:
            return found
        return original_attachment(source, fingerprint, self.original, self.parser)

    def has_original(self, source: str) -> bool:
        """Return whether the bytes of a document's file are kept."""
        fingerprint = self.open().row(source)["fingerprint"]
        if self._originals is None or self._originals.has(fingerprint):
            return self._originals is not None
        holder = source.rpartition("/")[0]
        try:
            return bool(holder) and self.has_original(holder)
        except UnknownSource:
            return False

    def status(self) -> LibraryStatus:
        """Return what it holds, and what is said of the engine."""
        state, now = self._state(), self._clock()
        live = state.live
        if live is None:
            raise self._nothing()
        writing = [row["number"] for row in state.claims if not ended(row, now)]
        reading = [row["number"] for row in state.pins if not ended(row, now)]
        published = {row["number"] for row in state.generations}
        unfinished = {row["number"] for row in state.claims if ended(row, now)} - published | live.aborted.keys()
        return LibraryStatus(
            documents=live.documents,
            chunks=live.chunks,
            generation=live.number,
            embedder=live.embedder,
            built=live.built,
            size=0,
            memory=0,
            roots=tuple(str(self.home.parent.resolve() / root.path) for root in live.roots),
            entries=EngineSnapshot(self._tables, live, self.embedder).contents(),
            warnings=(),
            engine=EngineStatus(
                version=self._tables.version,
                writing=max(writing, default=None),
                readers=len(reading),
                lag=sum(min(reading, default=live.number) < row["number"] for row in state.generations),
                oldest=live.oldest,
                unfinished=tuple(sorted(unfinished)),
            ),
        )

    def examine(self, sample: int | None = None) -> Examination:
        """Compare counts, and texts with the passages in them, with what was written.

        With ``sample`` only the texts of so many documents are compared, chosen at random.
        """
        from index.engines.reading.verify import examine  # noqa: PLC0415

        live = self._state().live
        if live is None:
            raise self._nothing()
        return examine(self._tables, live, sample)

    def close(self) -> None:
        """Release the generation and the connection. Snapshots that are in use are not usable any more."""
        self._closed = True
        self.parser.close()
        with self._lock:
            pin, self._pin, self._snapshot = self._pin, None, None
        if pin:
            with suppress(LibraryError):  # the engine does not answer; the pin expires
                pin.release()
        self._tables.close()

    def _state(self) -> State:
        return read_state(self._tables)

    def _nothing(self) -> NoLibrary:
        return NoLibrary(f"There is no library in {self.name} yet. Run 'citeseed index FOLDER' to make one.")
