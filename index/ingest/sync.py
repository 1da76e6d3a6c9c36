"""Make a library equal to folders of documents. Only changed files are processed."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from index.errors import Busy, DocumentError, FolderError
from index.ingest.change_detection import changed
from index.loaders.pdf.scans import recognised_with
from index.sources.folder_scan import Listing, listed
from index.sources.origins import titled
from index.sources.source_folders import SEEDS, UPLOADS, Place, chosen, found, recorded, to_record
from index.types import Document, Progress, Skipped, SyncReport

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from index.library.local import LocalLibrary
    from index.library.writer import LocalDraft
    from index.protocols import Parser

# Seconds between two checks whether another process is still writing.
_BETWEEN = 0.1


@dataclass(slots=True)
class _Tally:
    """The sources that a sync has seen, by what was done with them."""

    skipped: list[Skipped] = field(default_factory=list)
    added: set[str] = field(default_factory=set)
    changed: set[str] = field(default_factory=set)
    kept: set[str] = field(default_factory=set)

    @property
    def present(self) -> set[str]:
        """Sources of the documents that the library will hold."""
        return self.added | self.changed | self.kept


def sync(
    folders: Sequence[Path | str] | None,
    library: LocalLibrary,
    *,
    add: bool = False,
    replace: bool = False,
    allow_empty: bool = False,
    progress: Callable[[Progress], None] | None = None,
    patience: float = 0.0,
) -> SyncReport:
    """Make the library equal to the folders, and to ``uploads/`` in its own folder.

    1. Find the folders, take the writer's lock, and choose what to read.
    2. List the files.
    3. Read those whose bytes changed, or all when another version of the program read them; keep the last good version
       of what cannot be read this time.
    4. Remove the documents whose files are gone.
    5. Refuse when all documents of a folder are gone.
    6. Publish when anything changed or something on the disk is damaged.

    Parameters
    ----------
    folders
        None for those that the library was made of, or else ``seeds/`` in the working folder; an empty sequence for
        those that it was made of alone. A single path is one folder.
    library
        To bring up to date.
    add, replace
        What to do when it was made of other folders: index both, or the new ones instead.
    allow_empty
        Accept folders without any document.
    progress
        Called for each step, and while waiting. An exception from it ends the sync; the library is then unchanged.
    patience
        Seconds to wait for another process that is writing.

    Raises
    ------
    FolderError
        When a folder is missing, unreadable, or unexpectedly without documents.
    MismatchedLibrary
        When it was made of other folders, or is of a newer format.
    Busy, EmbedderError, StorageError
        When another process is writing, or embedding or writing fails. The library is then as it was before.
    """
    started = time.monotonic()
    if add and replace:
        raise ValueError("either add or replace, not both")
    given = _given(folders, library)
    with _draft(library, started + patience, progress) as draft:
        places = _places(given, draft, library, add=add, replace=replace)
        listing = _listing(places, library)
        tally = _Tally(list(listing.skipped))
        _read(listing, draft, library, tally, progress)
        gone = _take_out(listing, draft, tally)
        if not allow_empty:
            _refuse_empty(places, listing, draft, library, tally)
        draft.roots = to_record(places, library.layout)
        embedded = draft.publish(progress) if draft.due else 0
        documents, chunks = draft.counts
        return SyncReport(
            added=len(tally.added),
            changed=len(tally.changed),
            removed=len(gone),
            unchanged=len(tally.kept),
            skipped=tuple(sorted(tally.skipped, key=lambda skipped: skipped.source)),
            documents=documents,
            chunks=chunks,
            generation=draft.generation,
            embedded=embedded,
            seconds=time.monotonic() - started,
            copies=draft.copies,
            sources=_done(tally, gone),
            folders=tuple(str(place.path) for place in places),
        )


def _draft(library: LocalLibrary, until: float, progress: Callable[[Progress], None] | None) -> LocalDraft:
    while True:
        try:
            return library.update()
        except Busy:
            if time.monotonic() >= until:
                raise
            if progress is not None:
                progress(Progress("waiting", 0, 0))
            time.sleep(_BETWEEN)


def _done(tally: _Tally, gone: set[str]) -> dict[str, str]:
    done = {"added": tally.added, "changed": tally.changed, "removed": gone}
    return dict(sorted((source, what) for what, sources in done.items() for source in sources))


def _given(folders: Sequence[Path | str] | None, library: LocalLibrary) -> tuple[Path, ...] | None:
    """Return the folders that the user named, or the default for a new library. Writes nothing."""
    if isinstance(folders, str | os.PathLike):
        folders = [folders]
    if folders is not None:
        return found(folders, library.layout)
    if library.layout.folder.exists():
        return None
    return found([SEEDS], library.layout)


def _places(
    given: tuple[Path, ...] | None, draft: LocalDraft, library: LocalLibrary, *, add: bool, replace: bool
) -> tuple[Place, ...]:
    before = recorded(draft.roots or (), library.layout)
    if not given and draft.roots is None:
        raise FolderError(
            f"The library in {library.layout.folder} is damaged and does not know any more which folders it was made"
            " of; name them: 'citeseed index FOLDER'."
        )
    if given is None and not before and not _has_uploads(library):
        given = found([SEEDS], library.layout)
    if not given:
        given = tuple(place.path for place in before)
    places = chosen(given, before, library.layout, add=add, replace=replace)
    found([place.path for place in places], library.layout)
    return places


def _has_uploads(library: LocalLibrary) -> bool:
    uploads = library.layout.uploads
    return uploads.is_dir() and not uploads.is_symlink() and any(uploads.iterdir())


def _listing(places: Sequence[Place], library: LocalLibrary) -> Listing:
    from index.loaders import SUFFIXES  # noqa: PLC0415

    total = Listing()
    own, uploads = library.layout.folder, library.layout.uploads
    where = [*places]
    if uploads.is_dir() and not uploads.is_symlink():
        where.append(Place(uploads.resolve(), UPLOADS))
    for place in where:
        part = listed(place.path, place.prefix, SUFFIXES, own)
        for source, path in part.files.items():
            if source in total.files:
                total.skipped.append(Skipped(source, f"'{total.files[source]}' has the same name in the library"))
            else:
                total.files[source] = path
        total.skipped += part.skipped
        total.closed += part.closed
    return total


def _read(
    listing: Listing,
    draft: LocalDraft,
    library: LocalLibrary,
    tally: _Tally,
    progress: Callable[[Progress], None] | None,
) -> None:
    total, known, tell = len(listing.files), _known(draft, library.parser), progress or _untold

    def recognised(done: int, total: int) -> None:
        tell(Progress("recognising", done, total))

    for done, (source, outcome) in enumerate(changed(listing.files, known, library.parser, recognised)):
        tell(Progress("reading", done, total))
        if isinstance(outcome, FileNotFoundError):
            continue
        if isinstance(outcome, Document) and source.startswith(UPLOADS):
            outcome = titled(outcome, listing.files[source])  # noqa: PLW2901
        entry = draft.entries.get(source)
        reason = _stored(source, outcome, draft, library)
        if reason and entry:
            draft.mark(source, stale=True)
            tally.kept.add(source)
            reason += "; the version read before is kept"
        if reason:
            tally.skipped.append(Skipped(source, reason))
        elif isinstance(outcome, Document) and (entry is None or entry.fingerprint != outcome.fingerprint):
            (tally.changed if entry else tally.added).add(source)
        else:
            tally.kept.add(source)
    tell(Progress("reading", total, total))


def _untold(_: Progress) -> None:
    """Hear nothing."""


def _known(draft: LocalDraft, parser: Parser) -> dict[str, str]:
    """Return the fingerprints of the documents whose files need not be read again while they have them."""
    if draft.is_of_another_version:
        return {}
    known = {source: entry.fingerprint for source, entry in draft.entries.items()}
    scans = {source: recognised_with(entry.unread) for source, entry in draft.entries.items()}
    scans = {source: how for source, how in scans.items() if how is not None}
    if scans and (now := parser.recognises):  # in other languages, or where they were not recognised before
        for source in (source for source, how in scans.items() if how != now):
            del known[source]
    return known


def _stored(source: str, outcome: Document | DocumentError | None, draft: LocalDraft, library: LocalLibrary) -> str:
    """Store the document; return the reason when there is none, else an empty text."""
    from index.chunking.chunker import split  # noqa: PLC0415

    if outcome is None:
        draft.mark(source, stale=False)
        return ""
    if isinstance(outcome, DocumentError):
        return str(outcome)
    chunks = split(outcome, library.splitting)
    if not chunks:
        return "the file contains no text"
    try:
        draft.add(outcome, chunks)
    except DocumentError as error:
        return str(error)
    return ""


def _take_out(listing: Listing, draft: LocalDraft, tally: _Tally) -> set[str]:
    """Remove the documents whose files are gone. Keep those whose folder could not be listed."""
    missing = draft.entries.keys() - tally.present
    hidden = {source for source in missing if any(_inside(source, closed) for closed in listing.closed)}
    for source in sorted(hidden):
        draft.mark(source, stale=True)
        tally.skipped.append(Skipped(source, "its folder cannot be read; the version read before is kept"))
    tally.kept |= hidden
    gone = missing - hidden
    for source in sorted(gone):
        draft.remove(source)
    return gone


def _inside(source: str, closed: str) -> bool:
    return source == closed or ((closed.endswith("/") or not closed) and source.startswith(closed))


def _refuse_empty(
    places: Sequence[Place], listing: Listing, draft: LocalDraft, library: LocalLibrary, tally: _Tally
) -> None:
    prefixes = [*(place.prefix for place in places), UPLOADS]
    before = recorded(draft.roots or (), library.layout)
    known = {place.path: place.prefix for place in before}
    old = [*known.values(), UPLOADS]
    for place in places:
        if any(_lies_in(place, source, listing, prefixes) for source in tally.present):
            continue
        lost = place.path in known and any(_owner(source, old) == known[place.path] for source in draft.entries)
        if lost or place.path not in known:
            raise FolderError(_empty(place, tally.skipped, lost=lost))


def _lies_in(place: Place, source: str, listing: Listing, prefixes: Sequence[str]) -> bool:
    if source in listing.files:
        return listing.files[source].is_relative_to(place.path)
    return _owner(source, prefixes) == place.prefix


def _owner(source: str, prefixes: Sequence[str]) -> str | None:
    """Return the longest matching prefix of a source: the prefix of its folder."""
    return max((prefix for prefix in prefixes if source.startswith(prefix)), key=len, default=None)


def _empty(place: Place, skipped: Sequence[Skipped], *, lost: bool) -> str:
    inside = [item for item in skipped if item.source.startswith(place.prefix)]
    why = f" ({len(inside)} skipped; {inside[0].source}: {inside[0].reason})" if inside else ""
    kept = "the library is kept as it was" if lost else "nothing was indexed"
    return (
        f"There is no readable document in '{place.path}'{why}; {kept}."
        " Put documents there, or say --allow-empty if that is meant."
    )
