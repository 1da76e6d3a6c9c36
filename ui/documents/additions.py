"""Add files to the library, or replace those whose address or place is known by newer ones."""

from __future__ import annotations

import hashlib
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING

from index.errors import LibraryGone, NoLibrary, StorageError, UnknownSource
from index.loaders import SUFFIXES
from index.types import READABLE, Progress, Skipped
from ui.text.layout import count

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from index.protocols import Library
    from index.types import SyncReport
    from ui.documents.arrivals import Upload
    from ui.documents.upload_store import Added

    Report = Callable[[Progress], None]

ADDED, CHANGED, UNCHANGED = "added", "changed", "unchanged"


@dataclass(frozen=True, slots=True)
class Addition:
    """A document that was added, or compared with what was there.

    Parameters
    ----------
    source
        In the library.
    state
        ``ADDED``, ``CHANGED`` (its text is another one than before) or ``UNCHANGED``.
    address
        That it came from; empty for none.
    new, gone
        Paragraphs of its text that were not there before, and that are not there any more.
    """

    source: str
    state: str
    address: str = ""
    new: int = 0
    gone: int = 0


@dataclass(frozen=True, slots=True)
class Changed:
    """The result of a change.

    Parameters
    ----------
    notes
        One sentence each.
    skipped
        The files that were skipped, and why.
    added
        The names of the files that were added.
    removed
        Source of the removed document, which can be restored; "" for none.
    additions
        What became of each file or address that was not skipped.
    hidden
        Source of the document that was hidden from answers, which can be shown again; "" for none.
    report
        Of the sync, where the folders were read again.
    """

    notes: tuple[str, ...]
    skipped: tuple[Skipped, ...] = ()
    added: tuple[str, ...] = ()
    removed: str = ""
    additions: tuple[Addition, ...] = ()
    hidden: str = ""
    report: SyncReport | None = None


@dataclass(slots=True)
class _Placed:
    """A file in the folder of uploads, before the library is brought up to date."""

    path: Path
    address: str
    undo: ExitStack
    # Of the document that it replaces.
    text: str | None = None


class Additions:
    """Adds files to a library by copying them into its folder of uploads.

    Parameters
    ----------
    library
        The library.
    store
        Its folder of uploads.
    synchronise
        Brings the library up to date with its folders.
    """

    def __init__(self, library: Library, store: Added, synchronise: Callable[[Report | None], SyncReport]) -> None:
        self._library = library
        self._store = store
        self._synchronise = synchronise

    def add(self, uploads: Sequence[Upload], progress: Report | None = None) -> Changed:
        """Add files.

        1. Copy those that are new. One whose address or place is known replaces the file that came from there.
        2. Bring the library up to date. When that fails, every file is as it was before.
        3. Take back files that cannot be read, and say of the others what became of them.

        Raises
        ------
        StorageError
            When a file cannot be copied.
        LibraryError
            When the library cannot be brought up to date.
        """
        placed: dict[str, _Placed] = {}
        with ExitStack() as undo:
            try:
                same, skipped = self._place(uploads, placed, undo)
            except OSError as error:
                raise StorageError(
                    f"The upload cannot be stored in {self._store.folder}: {error.strerror or error}."
                    " Nothing was added; make room there, or make it writable, and add the files again."
                ) from error
            if not placed:
                return Changed(_notes(same), tuple(skipped), additions=tuple(same))
            report = self._synchronise(_of_batch(progress, len(placed)))
            undo.pop_all()
        skipped += self._take_back(report, placed)
        done = [self._done(source, each, report) for source, each in placed.items()]
        names = tuple(name_of(each.source) for each in done if each.state == ADDED)
        return Changed(_notes([*done, *same]), tuple(skipped), names, additions=(*done, *same))

    def _place(
        self, uploads: Sequence[Upload], placed: dict[str, _Placed], undo: ExitStack
    ) -> tuple[list[Addition], list[Skipped]]:
        """Copy files into the folder of uploads; return those that are there already, and those that are skipped."""
        known, origins = self._known(), self._store.origins()
        same, skipped = [], []
        for upload in uploads:
            suffix, fingerprint = PurePath(upload.name).suffix.lower(), _fingerprint(upload.path)
            address = upload.origin.address if upload.origin else ""
            before = origins.get(address)
            if suffix not in SUFFIXES:
                reason = f"unknown file type {suffix or '(no suffix)'}; read are {READABLE}"
                skipped.append(Skipped(upload.name, reason))
            elif before and _fingerprint(before) == fingerprint:
                same.append(Addition(self._store.source(before), UNCHANGED, address))
            elif fingerprint in known and upload.origin:
                same.append(Addition(known[fingerprint], UNCHANGED, address))
            elif fingerprint in known:
                skipped.append(Skipped(upload.name, f"already in the library as {name_of(known[fingerprint])}"))
            else:
                one = undo.enter_context(ExitStack())
                source = self._copied(upload, before, placed, one)
                known[fingerprint] = source
        return same, skipped

    def _copied(self, upload: Upload, before: Path | None, placed: dict[str, _Placed], undo: ExitStack) -> str:
        """Copy one file; return its source."""
        address = upload.origin.address if upload.origin else ""
        if before is None or upload.origin is None or before.suffix.lower() != PurePath(upload.name).suffix.lower():
            target = self._store.put(upload.path, upload.name, undo, upload.origin)
            source = self._store.source(target)
            placed[source] = _Placed(target, address, undo)
        else:
            source = self._store.source(before)
            text = self._text(source)
            self._store.replace(before, upload.path, upload.origin, undo)
            placed[source] = _Placed(before, address, undo, text)
        return source

    def _take_back(self, report: SyncReport, placed: dict[str, _Placed]) -> list[Skipped]:
        """Undo what cannot be read, and complete the rest."""
        unread = [each for each in report.skipped if each.source in placed]
        again = False
        for each in unread:
            one = placed.pop(each.source)
            one.undo.close()
            again = again or one.text is not None
        for one in placed.values():
            one.undo.pop_all()
            self._store.complete(one.path)
        if again:  # the file before is there again, and is not stale
            self._synchronise(None)
        return [Skipped(each.source.partition("/")[2], each.reason) for each in unread]

    def _done(self, source: str, placed: _Placed, report: SyncReport) -> Addition:
        if placed.text is None:
            return Addition(source, ADDED, placed.address)
        text = self._library.open(at_least=report.generation).document(source).text
        if text == placed.text:
            return Addition(source, UNCHANGED, placed.address)
        before, after = set(placed.text.splitlines()), set(text.splitlines())
        return Addition(source, CHANGED, placed.address, len(after - before), len(before - after))

    def _known(self) -> dict[str, str]:
        try:
            return {entry.fingerprint: entry.source for entry in self._library.open().contents()}
        except (LibraryGone, NoLibrary):
            return {}

    def _text(self, source: str) -> str:
        try:
            return self._library.open().document(source).text
        except (NoLibrary, UnknownSource):  # it has not been read yet
            return ""


def _of_batch(progress: Report | None, number: int) -> Report | None:
    """Return a listener for the files of this batch. The others are looked at, but not read."""
    if progress is None:
        return None

    def tell(step: Progress) -> None:
        if step.stage == "reading":
            step = Progress(step.stage, max(step.done - (step.total - number), 0), number)
        progress(step)

    return tell


def _notes(done: Sequence[Addition]) -> tuple[str, ...]:
    added = sum(each.state == ADDED for each in done)
    notes = [f"Added {count(added, 'document')}."] if added else []
    notes += [_change(each) for each in done if each.state == CHANGED]
    notes += [f"{name_of(each.source)} is unchanged." for each in done if each.state == UNCHANGED]
    return tuple(notes or ["Nothing was added."])


def _change(done: Addition) -> str:
    said = [
        f"{count(number, 'paragraph')} {word}" for number, word in ((done.new, "new"), (done.gone, "gone")) if number
    ]
    return (
        f"{name_of(done.source)} has changed ({', '.join(said) or 'their order'}); the library has what is there now."
    )


def _fingerprint(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def name_of(source: str) -> str:
    """Return the file name in a source."""
    return source.rpartition("/")[2]
