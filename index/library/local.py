"""A library in a folder on this machine."""

from __future__ import annotations

import threading
from functools import cached_property
from typing import TYPE_CHECKING

from index.errors import DamagedLibrary, LibraryError, LibraryGone, MismatchedLibrary, NoLibrary, UnknownSource
from index.library.snapshot import LocalSnapshot
from index.sources.attachments import original_attachment
from index.storage.checksums import Damaged
from index.storage.generations import newest, roots_of, sweep
from index.storage.layout import Layout
from index.storage.lock import WriterLock
from index.text.languages import AUTO

if TYPE_CHECKING:
    from pathlib import Path

    from index.chunking.chunker import Splitting
    from index.inspection import Examination, LibraryStatus
    from index.library.writer import LocalDraft
    from index.protocols import Embedder, Parser
    from index.sources.original_files import Originals
    from index.sources.source_folders import Place
    from index.storage.generations import Generation


class LocalLibrary:
    """A library in a folder: one writer at a time, any number of readers, never a mixed state.

    Nothing is made on the disk until ``update``.

    Parameters
    ----------
    folder
        Of the library.
    embedder
        For documents and questions.
    splitting
        How documents are cut into chunks.
    parser
        Turns files into documents.
    language
        ISO 639 code of all documents' language; "auto" where each has its own.
    """

    is_shared = False

    def __init__(
        self, folder: Path, embedder: Embedder, splitting: Splitting, parser: Parser, language: str = AUTO
    ) -> None:
        self.layout = Layout(folder.absolute())
        self.embedder = embedder
        self.splitting = splitting
        self.parser = parser
        self.language = language
        self._opening = threading.Lock()
        self._snapshot: LocalSnapshot | None = None
        self._seen: tuple[int, ...] | None = None
        self._closed = False

    def open(self, at_least: int = 0) -> LocalSnapshot:
        """Return the newest whole generation.

        The open generation is returned again until another one is live; that costs one stat of CURRENT. While one
        thread opens the new one, other threads use the old one.

        Parameters
        ----------
        at_least
            Number of a generation that is known to be live. An older one is not returned.

        Raises
        ------
        NoLibrary
            When nothing has been indexed here.
        LibraryGone
            When it was open before, and its folder is not there any more.
        DamagedLibrary
            When no generation is whole.
        MismatchedLibrary
            When it was made with another embedder or in another format.
        """
        if self._closed:
            raise LibraryError("This library is closed; open it anew with open_library.")
        snapshot = self._snapshot
        if snapshot is not None and snapshot.generation >= at_least and self._seen == _mark(self.layout.current):
            return snapshot
        if not self._opening.acquire(blocking=snapshot is None or snapshot.generation < at_least):
            assert snapshot is not None
            return snapshot
        try:
            mark = _mark(self.layout.current)
            if self._snapshot is None or self._seen != mark:
                self._snapshot = self._opened()
                self._seen = mark
            return self._snapshot
        finally:
            self._opening.release()

    def open_lazily(self) -> LocalSnapshot:
        """Return what ``open`` returns, at once."""
        return self.open()

    def _opened(self) -> LocalSnapshot:
        unusable: dict[int, Damaged] = {}
        while True:
            try:
                generation, warnings = newest(self.layout, unusable=unusable)
            except NoLibrary as error:
                if self._snapshot is None:
                    raise
                raise LibraryGone(
                    f"The library in {self.layout.folder} is gone: its folder was moved or deleted."
                    " Put it back, or make a new one with 'citeseed index FOLDER'."
                ) from error
            made, wanted = generation.manifest, self.embedder
            if made.identity != wanted.identity:
                generation.close()
                raise MismatchedLibrary.by_embedder(
                    self.name, (made.embedder, made.identity), (wanted.name, wanted.identity)
                )
            try:
                return LocalSnapshot(generation, wanted, warnings)
            except DamagedLibrary:  # although its checksums fit; an earlier one may be whole
                from index.library.readback import check  # noqa: PLC0415

                try:
                    check(generation.folder, made)
                except Damaged as damage:
                    unusable[made.generation] = damage
                else:
                    raise

    @property
    def name(self) -> str:
        """What messages call it."""
        return str(self.layout.folder)

    @property
    def home(self) -> Path:
        """Its folder."""
        return self.layout.folder

    def live(self) -> int | None:
        """Return the number of the live generation, without opening it; None when there is none."""
        return self.layout.live()

    def status(self) -> LibraryStatus:
        """Return what it holds; raise what ``open`` raises, except for another embedder."""
        from index.library.verify import status  # noqa: PLC0415

        return status(self.layout.folder)

    def examine(self) -> Examination:
        """Compare every file with its checksum, and ask every generation; raise ``NoLibrary`` where there is none."""
        from index.library.verify import examine  # noqa: PLC0415

        return examine(self.layout.folder)

    def original(self, source: str) -> bytes | None:
        """Return the bytes of a document's file, or None when the file is gone or has changed.

        Raises
        ------
        UnknownSource
            When there is no document of that name.
        NoLibrary, DamagedLibrary, MismatchedLibrary
            As ``open`` does.
        """
        places, source, fingerprint = self._whereabouts(source)
        found = self._originals.read(places, source, fingerprint)
        if found is not None:
            return found
        return original_attachment(source, fingerprint, self.original, self.parser)

    def has_original(self, source: str) -> bool:
        """Return whether ``original`` would find the file; raises what that does.

        It is cheap for a file that has not changed since it was asked for the last time.
        """
        if self._originals.is_here(*self._whereabouts(source)):
            return True
        holder = source.rpartition("/")[0]
        try:
            return bool(holder) and self.has_original(holder)
        except UnknownSource:
            return False

    @cached_property
    def _originals(self) -> Originals:
        from index.sources.original_files import Originals  # noqa: PLC0415

        return Originals()

    def _whereabouts(self, source: str) -> tuple[tuple[Place, ...], str, str]:
        """Return the folders that a document's file may be in, its source and its fingerprint."""
        from index.sources.source_folders import UPLOADS, Place, recorded  # noqa: PLC0415

        snapshot = self.open()
        places = (*recorded(snapshot.manifest.roots, self.home), Place(self.layout.uploads, UPLOADS))
        return places, source, snapshot.document(source).fingerprint

    def update(self) -> LocalDraft:
        """Take the writer's lock and start the next generation from the newest whole one.

        Raises
        ------
        Busy
            When another writer holds the lock.
        StorageError
            When the folder cannot be written to.
        MismatchedLibrary
            When the library is of a newer format than this program's.
        """
        # Only writers need the embedder.
        from index.library.writer import LocalDraft  # noqa: PLC0415

        lock = WriterLock(self.layout.lock)
        base: Generation | None = None
        try:
            base, damage = self._base()
            roots = roots_of(self.layout, base) if damage or base is None else base.manifest.roots
            return LocalDraft(
                self.layout,
                self.embedder,
                self.splitting,
                lock,
                language=self.language,
                base=base,
                roots=roots,
                damage=damage,
            )
        except BaseException:
            if base is not None:
                base.close()
            lock.release()
            raise

    def _base(self) -> tuple[Generation | None, tuple[str, ...]]:
        """Return the generation to start from, and what on the disk is damaged; clear up litter."""
        # Only writers need what opens a generation whole.
        from index.library.readback import check  # noqa: PLC0415

        unusable: dict[int, Damaged] = {}
        while True:
            try:
                base, warnings = newest(self.layout, writing=True, unusable=unusable)
            except NoLibrary:
                sweep(self.layout, self.layout.numbers())
                return None, ()
            except DamagedLibrary:
                sweep(self.layout, self.layout.numbers())
                return None, self._damage()
            try:
                check(base.folder, base.manifest)
                break
            except Damaged as damage:
                unusable[base.number] = damage
                base.close()
        if warnings:
            return base, self._damage()
        sweep(self.layout, {base.number, base.manifest.previous})
        return base, ()

    def _damage(self) -> tuple[str, ...]:
        from index.library.verify import verify  # noqa: PLC0415

        found = tuple(f"{problem.file}: {problem.reason}" for problem in verify(self.layout.folder) if problem.live)
        return found or ("it was damaged when it was opened",)

    def close(self) -> None:
        """Release the generation. Snapshots that are in use stay usable."""
        self._closed = True
        self.parser.close()
        self._snapshot = None


def _mark(current: Path) -> tuple[int, ...] | None:
    """Return a value that changes whenever CURRENT is replaced."""
    try:
        found = current.lstat()
    except OSError:
        return None
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns
