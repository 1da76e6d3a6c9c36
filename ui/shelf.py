"""The documents panel: what is on the shelf, and putting on, taking off and rebuilding, with progress."""

from __future__ import annotations

import hashlib
import queue
import re
import shutil
import threading
import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from index.documents import Progress, Skipped, SyncReport
from index.errors import NoLibrary, StorageError, UnknownSource
from ui.markup import count

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from index.documents import Entry
    from index.ports import Library

# A name has to fit into 255 bytes on every file system, with room for a number and for letters of four bytes.
LONGEST_STEM = 50
_UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f/\\:*?\"<>|]")


@dataclass(frozen=True, slots=True)
class Item:
    """A document on the shelf; ``removable`` when it was added in the chat."""

    entry: Entry
    removable: bool


@dataclass(frozen=True, slots=True)
class Contents:
    """What is on the shelf; generation 0 is an empty one."""

    items: tuple[Item, ...]
    generation: int


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that has arrived: where it lies for now, and what its owner called it."""

    path: Path
    name: str


@dataclass(frozen=True, slots=True)
class Changed:
    """What a change did, one sentence each, and the files it passed over."""

    notes: tuple[str, ...]
    skipped: tuple[Skipped, ...] = ()


Step = Progress | Changed


class Shelf:
    """The library's documents, as a visitor may see and change them.

    Every change ends with a sync, so that the library equals its folders; questions are answered from the generation
    before until the new one is whole. A change that fails is undone.

    Parameters
    ----------
    library
        Shown and changed.
    uploads
        Folder of the documents added in the chat.
    synchronise
        ``index.sync``.
    """

    def __init__(self, library: Library, uploads: Path, synchronise: Callable[..., SyncReport]) -> None:
        self._library = library
        self._uploads = uploads
        self._synchronise = synchronise
        self._one_change_at_a_time = threading.Lock()

    def contents(self) -> Contents:
        """Return what is on the shelf now."""
        try:
            snapshot = self._library.open()
        except NoLibrary:
            return Contents((), 0)
        entries = snapshot.contents()
        items = tuple(Item(entry, removable=self._file(entry.source) is not None) for entry in entries)
        return Contents(items, snapshot.generation)

    def add(self, uploads: Sequence[Upload]) -> Iterator[Step]:
        """Put files on the shelf; one that is there already, whatever its name, is passed over."""
        with self._one_change_at_a_time:
            known = {item.entry.fingerprint: item.entry.source for item in self.contents().items}
            placed: dict[Path, Upload] = {}
            skipped: list[Skipped] = []
            try:
                for upload in uploads:
                    fingerprint = _fingerprint(upload.path)
                    if fingerprint in known:
                        skipped.append(Skipped(upload.name, f"already in the library as {known[fingerprint]}"))
                        continue
                    target = self._free_path(upload.name)
                    known[fingerprint] = target.name
                    placed[target] = upload
                    shutil.copyfile(upload.path, target)
                if placed:
                    yield from self._sync(f"Added {count(len(placed), 'document')}.", skipped)
                else:
                    yield Changed(("Nothing new to add.",), tuple(skipped))
            except OSError as error:
                _discard(placed)
                raise StorageError(f"The upload cannot be stored in {self._uploads}: {error.strerror}.") from error
            except BaseException:
                _discard(placed)
                raise

    def remove(self, source: str) -> Iterator[Step]:
        """Take a document that was added in the chat off the shelf, for good."""
        with self._one_change_at_a_time:
            path = self._file(source)
            if path is None:
                raise UnknownSource(f"'{source}' was not added here; remove its file from its folder, then rebuild.")
            aside = path.with_name(f".removing-{path.name}")
            path.rename(aside)
            try:
                yield from self._sync(f"Removed {source}.")
            except BaseException:
                aside.rename(path)
                raise
            aside.unlink()

    def rebuild(self) -> Iterator[Step]:
        """Read the folders again."""
        with self._one_change_at_a_time:
            yield from self._sync(None, folders=None)

    def _sync(
        self, note: str | None, skipped: Sequence[Skipped] = (), folders: Sequence[Path] | None = ()
    ) -> Iterator[Step]:
        """Yield the progress of a sync as it happens, then its result; ``folders`` are as ``index.sync`` takes them."""
        steps: queue.SimpleQueue[Progress | SyncReport | BaseException] = queue.SimpleQueue()

        def work() -> None:
            try:
                steps.put(self._synchronise(folders, self._library, progress=steps.put))
            except BaseException as error:  # noqa: BLE001  (raised again by the thread that waits)
                steps.put(error)

        thread = threading.Thread(target=work, name="sync")
        thread.start()
        try:
            while isinstance(step := steps.get(), Progress):
                yield step
        finally:
            # A visitor who leaves half way does not stop the sync: the change is completed before the next begins.
            thread.join()
        if isinstance(step, BaseException):
            raise step
        notes = (note or _told(step), f"The library holds {count(step.documents, 'document')}.")
        yield Changed(notes, (*skipped, *step.skipped))

    def _file(self, source: str) -> Path | None:
        folder, _, name = source.partition("/")
        if folder != self._uploads.name or not name or PurePosixPath(name).name != name:
            return None
        path = self._uploads / name
        return path if path.is_file() else None

    def _free_path(self, name: str) -> Path:
        self._uploads.mkdir(parents=True, exist_ok=True)
        safe = safe_name(name)
        path, number = self._uploads / safe, 1
        while path.exists():
            number += 1
            path = self._uploads / f"{PurePosixPath(safe).stem} ({number}){PurePosixPath(safe).suffix}"
        return path


def safe_name(name: str) -> str:
    """Return a file name that stays in its folder, is not hidden, and still looks like ``name``."""
    plain = _UNSAFE.sub("-", unicodedata.normalize("NFC", re.split(r"[/\\]", name)[-1]))
    printable = "".join(letter for letter in plain if unicodedata.category(letter) not in {"Cf", "Cs", "Co", "Cn"})
    path = PurePosixPath(printable.lstrip(". ").strip() or "document.txt")
    return f"{path.stem[:LONGEST_STEM].rstrip()}{path.suffix[:10].lower()}"


def _told(report: SyncReport) -> str:
    numbers = (("added", report.added), ("changed", report.changed), ("removed", report.removed))
    said = ", ".join(f"{number:,} {word}" for word, number in numbers if number)
    return f"Rebuilt: {said}." if said else "Nothing has changed."


def _fingerprint(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _discard(paths: Sequence[Path] | dict[Path, Upload]) -> None:
    for path in paths:
        path.unlink(missing_ok=True)
