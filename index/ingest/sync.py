"""Make a library equal to folders of documents. Only changed files are processed."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from index.errors import Busy, DocumentError, NoLibrary
from index.ingest.folders import chosen_places, given_folders, listed_files, refuse_empty
from index.ingest.ingestion import ingest_here
from index.sources.attachments import attached_to
from index.sources.source_folders import to_record
from index.types import Progress, Skipped, SyncReport

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
    from pathlib import Path

    from index.ingest.ingestion import Ingested, Ingestion
    from index.protocols import Draft, Library, Parser
    from index.sources.folder_scan import Listing

# Seconds between two checks whether another process is still writing.
_BETWEEN = 0.1


@dataclass(slots=True)
class _Tally:
    """The sources that a sync has seen, by what was done with them."""

    skipped: list[Skipped] = field(default_factory=list)
    added: set[str] = field(default_factory=set)
    changed: set[str] = field(default_factory=set)
    kept: set[str] = field(default_factory=set)
    # Of the attachments that the library held before, by the files that they are in.
    attached: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @property
    def present(self) -> set[str]:
        """Sources of the documents that the library will hold."""
        return self.added | self.changed | self.kept

    def keep(self, source: str, draft: Draft, *, stale: bool) -> None:
        """Leave the document of a file as it is, and those of its attachments."""
        for each in (source, *self.attached.get(source, ())):
            draft.mark(each, stale=stale)
            self.kept.add(each)


def sync(
    folders: Sequence[Path | str] | None,
    library: Library,
    *,
    add: bool = False,
    replace: bool = False,
    allow_empty: bool = False,
    progress: Callable[[Progress], None] | None = None,
    patience: float = 0.0,
    ingestion: Ingestion | None = None,
    repair: bool = False,
) -> SyncReport:
    """Make the library equal to the folders, and to ``uploads/`` in its own folder.

    1. Find the folders, take the writer's lock, and choose what to read.
    2. List the files.
    3. Read those whose bytes changed, or all when another version of the program read them, and for a repair those
       whose documents are damaged; keep the last good version of what cannot be read this time.
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
    ingestion
        How files are parsed, embedded and stored; None for by this process. See ``index.factory.ray_ingestion``.
    repair
        Compare first what is stored with what was written. A library in a folder does so by itself.

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
    given = given_folders(folders, library)
    with _draft(library, started + patience, progress) as draft:
        places = chosen_places(given, draft, library, add=add, replace=replace)
        listing = listed_files(places, library)
        tally, ingest = _Tally(list(listing.skipped)), ingestion or ingest_here
        tally.attached = attached_to(draft.entries, listing.files)
        damaged = _damaged(library) if repair else ()
        known = _known(draft, tally.attached, library.parser, damaged)
        on_page = partial(_recognised, progress or _ignored)
        outcomes = ingest(listing.files, known, draft, library, on_page)
        _read(outcomes, listing.files, draft, tally, progress or _ignored)
        gone = _take_out(listing, draft, tally)
        if not allow_empty:
            refuse_empty(places, listing, draft, library, present=tally.present, skipped=tally.skipped)
        draft.roots = to_record(places, library.home)
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


def _draft(library: Library, until: float, progress: Callable[[Progress], None] | None) -> Draft:
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


def _recognised(tell: Callable[[Progress], None], done: int, total: int) -> None:
    tell(Progress("recognising", done, total))


def _read(
    outcomes: Iterator[tuple[str, Ingested]],
    files: Collection[str],
    draft: Draft,
    tally: _Tally,
    tell: Callable[[Progress], None],
) -> None:
    """Count what becomes of each file, and mark the documents whose files cannot be read."""
    done = 0
    for source, outcome in outcomes:
        tell(Progress("reading", done, len(files)))
        done += source in files
        if isinstance(outcome, FileNotFoundError):
            continue
        entry = draft.entries.get(source)
        if isinstance(outcome, DocumentError):
            reason = str(outcome)
            if entry:
                tally.keep(source, draft, stale=True)
                reason += "; the version read before is kept"
            tally.skipped.append(Skipped(source, reason))
        elif outcome is not None and (entry is None or entry.fingerprint != outcome):
            (tally.changed if entry else tally.added).add(source)
        elif outcome is None:
            tally.keep(source, draft, stale=False)
        else:
            tally.kept.add(source)
    tell(Progress("reading", len(files), len(files)))


def _ignored(_: Progress) -> None:
    """Ignore progress."""


def _damaged(library: Library) -> frozenset[str]:
    """Return the sources of damaged documents, or the names of files and tables that are damaged."""
    try:
        return frozenset(problem.file for problem in library.examine().problems)
    except NoLibrary:
        return frozenset()


def _known(
    draft: Draft, attached: Mapping[str, Sequence[str]], parser: Parser, damaged: Collection[str]
) -> dict[str, str]:
    """Return the fingerprints of the documents whose files need not be read again while they have them."""
    if draft.is_of_another_version or not draft.entries.keys() >= set(damaged):
        return {}
    from index.loaders.pdf.scans import recognised_with  # noqa: PLC0415 (it loads every loader)

    known = {source: entry.fingerprint for source, entry in draft.entries.items()}
    holders = {source: holder for holder, sources in attached.items() for source in sources}
    for source in damaged:
        known.pop(holders.get(source, source), None)
    scans = {source: recognised_with(entry.unread) for source, entry in draft.entries.items()}
    scans = {source: how for source, how in scans.items() if how is not None}
    if scans and (now := parser.recognises):  # in other languages, or where they were not recognised before
        for source in (source for source, how in scans.items() if how != now):
            known.pop(holders.get(source, source), None)
    return known


def _take_out(listing: Listing, draft: Draft, tally: _Tally) -> set[str]:
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
