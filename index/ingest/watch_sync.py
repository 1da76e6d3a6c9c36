"""Keep a library equal to folders of documents: sync again after each change."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import Busy, FolderError, LibraryError, MismatchedLibrary
from index.ingest.sync import sync
from index.ingest.watcher import QUIET, Watch

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Sequence
    from contextlib import AbstractContextManager

    from index.protocols import Library
    from index.types import Progress, SyncReport

# Seconds to wait for another writer before saying so, and after which other trouble, as a full disk, is tried again.
PATIENCE, AGAIN = 2.0, 30.0
FOREVER = float("inf")


def follow(
    folders: Sequence[Path | str] | None,
    library: Library,
    *,
    add: bool = False,
    replace: bool = False,
    allow_empty: bool = False,
    progressing: Callable[[], AbstractContextManager[Callable[[Progress], None] | None]] = nullcontext,
    quiet: float = QUIET,
) -> Generator[SyncReport | LibraryError]:
    """Keep the library equal to the folders, without end; yield each report and each error.

    1. Do what ``sync`` does, as soon as no other process is writing; yield its report.
    2. Wait until something in the folders has changed and is quiet for a while, so that many changes are one sync.
    3. Sync again; yield the report when anything in it is new.

    An error after the first sync is yielded once and tried again. A missing folder may come back; until then the
    library is unchanged.

    Parameters
    ----------
    folders, library, add, replace, allow_empty
        As ``sync`` takes them.
    progressing
        Entered for each sync; returns the function that its steps are reported to.
    quiet
        Seconds without a change that make a change complete.

    Raises
    ------
    LibraryError
        What the first sync raises, but for ``Busy``.
    MismatchedLibrary
        Also later, when somebody made the library of other folders or with another program.
    """
    from index.loaders import SUFFIXES  # noqa: PLC0415

    trouble = ""
    report: SyncReport | None = None
    while report is None:
        try:
            with progressing() as progress:
                report = sync(
                    folders,
                    library,
                    add=add,
                    replace=replace,
                    allow_empty=allow_empty,
                    progress=progress,
                    patience=PATIENCE,
                )
        except Busy as busy:
            if not trouble:
                yield busy
            trouble = str(busy)
    yield report
    places, skipped, trouble, again = report.folders, report.skipped, "", FOREVER
    with Watch([Path(place) for place in places], SUFFIXES, library.home, quiet) as watch:
        while True:
            watch.wait(again)
            try:
                with progressing() as progress:
                    report = sync(places, library, allow_empty=allow_empty, progress=progress, patience=PATIENCE)
            except MismatchedLibrary:
                raise
            except LibraryError as error:
                if str(error) != trouble:
                    yield error
                trouble = str(error)
                # A folder that is missing or empty is other when it is back.
                again = FOREVER if isinstance(error, FolderError) else 0.0 if isinstance(error, Busy) else AGAIN
                continue
            if trouble or report.sources or report.skipped != skipped:
                yield report
            skipped, trouble, again = report.skipped, "", FOREVER
