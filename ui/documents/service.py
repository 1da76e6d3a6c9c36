"""List, add, remove and rebuild the documents of the library, with progress."""

from __future__ import annotations

import tempfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from threading import Event
from typing import TYPE_CHECKING

from index.errors import LibraryError, LibraryGone, NoLibrary, UnknownSource
from index.types import Progress
from ui.documents.additions import Additions, Changed, name_of
from ui.documents.arrivals import fetched, pasted
from ui.documents.upload_store import Added
from ui.errors import EndedError, FetchError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from index.protocols import Library
    from index.types import Entry, SyncReport
    from ui.documents.arrivals import Upload
    from ui.fetching.fetcher import Fetcher

    Report = Callable[[Progress], None]


# Documents that are listed; a page with many more is slow in a browser.
MAX_LISTED = 5_000


@dataclass(frozen=True, slots=True)
class Item:
    """A document of the library; ``removable`` when it was added in the chat."""

    entry: Entry
    removable: bool


@dataclass(frozen=True, slots=True)
class Contents:
    """The documents of the library, and the names of its folders. Generation 0 is an empty library.

    ``more`` is how many documents there are besides ``items``, which are the first by name.
    """

    items: tuple[Item, ...]
    generation: int
    folders: tuple[str, ...] = ()
    more: int = 0


Step = Progress | Changed


class DocumentsService:
    """The documents of a library, as a visitor may see and change them.

    Every change ends with a sync, so that the library equals its folders; questions are answered from the generation
    before until the new one is whole. A change that fails is undone.

    Parameters
    ----------
    library
        The library.
    uploads
        Folder of the documents added in the chat.
    synchronise
        ``index.sync``.
    fetcher
        Fetches pages; None where nobody may have one fetched.
    """

    def __init__(
        self,
        library: Library,
        uploads: Path,
        synchronise: Callable[..., SyncReport],
        fetcher: Fetcher | None = None,
    ) -> None:
        self._library = library
        self._added = Added(uploads)
        self._synchronise = synchronise
        self._fetcher = fetcher
        self._additions = Additions(library, self._added, self._sync)
        self._made = 0  # generation of the last change made here
        # One thread: one change at a time, and a visitor who leaves does not interrupt it.
        self._changes = ThreadPoolExecutor(1, "shelf")
        self._ended = Event()
        self._added.forget()

    def contents(self) -> Contents:
        """Return the present documents; raise ``LibraryGone`` where there were some, and their folder is gone."""
        try:
            snapshot = self._library.open(at_least=self._made)
        except NoLibrary:
            return Contents((), 0)
        entries, total = snapshot.page(0, MAX_LISTED), snapshot.count()
        items = tuple(Item(entry, self._added.file(entry.source) is not None) for entry in entries)
        return Contents(items, snapshot.generation, snapshot.folders, total - len(entries))

    def add(self, uploads: Sequence[Upload]) -> Iterator[Step]:
        """Add files. Files that are there already, or cannot be read, are skipped."""
        return self._watched(lambda progress: self._additions.add(uploads, progress))

    @property
    def fetches(self) -> bool:
        """Whether pages can be added by their addresses."""
        return self._fetcher is not None

    def fetch(self, address: str) -> Iterator[Step]:
        """Add what stands at an address, or compare it with what stood there before."""

        def change(progress: Report) -> Changed:
            if self._fetcher is None:
                raise FetchError("Pages are not fetched in a chat for several people; add the file instead.")
            progress(Progress("fetching", 0, 1))
            with tempfile.TemporaryDirectory() as folder:
                return self._additions.add([fetched(self._fetcher, address, "", Path(folder))], progress)

        return self._watched(change)

    def paste(self, text: str, title: str) -> Iterator[Step]:
        """Add a text that somebody pasted, under a title."""

        def change(progress: Report) -> Changed:
            with tempfile.TemporaryDirectory() as folder:
                return self._additions.add([pasted(text, title, Path(folder))], progress)

        return self._watched(change)

    def remove(self, source: str) -> Iterator[Step]:
        """Remove a document that was added in the chat. It can be restored for a day."""
        return self._watched(lambda progress: self._remove(source, progress))

    def restore(self, source: str) -> Iterator[Step]:
        """Restore a removed document."""
        return self._watched(lambda progress: self._restore(source, progress))

    def rebuild(self) -> Iterator[Step]:
        """Read the folders again."""
        return self._watched(self._rebuild)

    def close(self) -> None:
        """Accept no more changes. The one under way ends at its next step and is undone; wait for that."""
        self._ended.set()
        self._changes.shutdown()

    def _watched(self, change: Callable[[Report], Changed]) -> Iterator[Step]:
        """Start a change, and yield its progress, then its result."""
        steps: SimpleQueue[Progress | None] = SimpleQueue()

        def tell(step: Progress) -> None:
            self._go_on()
            steps.put(step)

        def run() -> Changed:
            self._go_on()
            self._added.forget()
            return change(tell)

        result = self._changes.submit(run)
        result.add_done_callback(lambda _: steps.put(None))
        while (step := steps.get()) is not None:
            yield step
        yield result.result()

    def _go_on(self) -> None:
        if self._ended.is_set():
            raise EndedError("The chat has been ended; the documents are as they were before.")

    def _sync(self, progress: Report | None, folders: tuple[()] | None = ()) -> SyncReport:
        report = self._synchronise(folders, self._library, progress=progress)
        self._made = report.generation
        return report

    def _remove(self, source: str, progress: Report) -> Changed:
        path = self._added.file(source)
        if path is None:
            raise UnknownSource(f"'{source}' was not added here; remove its file from its folder, then refresh.")
        with ExitStack() as undo:
            self._added.put_aside(path, undo)
            self._sync(progress)
            undo.pop_all()
        return Changed((f"Removed {name_of(source)}.",), removed=source)

    def _restore(self, source: str, progress: Report) -> Changed:
        with ExitStack() as undo:
            if not self._added.put_back(source, undo):
                raise UnknownSource(f"'{name_of(source)}' cannot be put back any more; add its file again.")
            self._sync(progress)
            undo.pop_all()
        return Changed((f"Put {name_of(source)} back.",))

    def _rebuild(self, progress: Report) -> Changed:
        try:
            self._library.open()
        except (LibraryGone, NoLibrary):  # nobody knows its folders, and a sync would begin another one from seeds/
            raise
        except LibraryError:
            pass  # a damaged library is what a rebuild repairs
        report = self._sync(progress, None)
        return Changed((_told(report),), report.skipped, report=report)


def _told(report: SyncReport) -> str:
    numbers = (("added", report.added), ("changed", report.changed), ("removed", report.removed))
    said = ", ".join(f"{number:,} {word}" for word, number in numbers if number)
    return f"Refreshed: {said}." if said else "Nothing has changed."
