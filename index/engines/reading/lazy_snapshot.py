"""The live generation of a library on an engine, which is asked for together with the first search."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from index.errors import LibraryError
from index.filters import EVERYTHING, Filter

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from index.engines.reading.snapshot import EngineSnapshot
    from index.engines.tables import Tables
    from index.types import Document, Entry, Hits


class LazySnapshot:
    """The generation that is live when it is first used. From then on it never changes.

    A first search asks two things at the same time: the generation that was live before, and which one is live now. It
    is one round trip. What was found counts only when both are the same: the answer to "which is live" came after the
    question began, and the rows were pinned all the time. Otherwise the new generation is searched.

    Parameters
    ----------
    tables
        Of the library.
    known
        The generation that was live before, pinned.
    resolve
        Returns the live generation: ``known`` itself, or a newer one.
    """

    warnings: tuple[str, ...] = ()

    def __init__(self, tables: Tables, known: EngineSnapshot, resolve: Callable[[], EngineSnapshot]) -> None:
        self._tables = tables
        self._known = known
        self._resolve = resolve
        self._lock = threading.Lock()
        self._resolved: EngineSnapshot | None = None

    def _live(self) -> EngineSnapshot:
        with self._lock:
            if self._resolved is None:
                self._resolved = self._resolve()
            return self._resolved

    @property
    def generation(self) -> int:
        """Its number."""
        return self._live().generation

    @property
    def built(self) -> str:
        """When it was made (UTC, ISO 8601)."""
        return self._live().built

    @property
    def folders(self) -> tuple[str, ...]:
        """Names of the folders that it was made of."""
        return self._live().folders

    def search(self, question: str, k: int, within: Filter = EVERYTHING) -> Hits:
        """Return at most ``k`` hits by meaning and at most ``k`` by words, in documents that pass ``within``."""
        return self.searches((question,), k, within)[0]

    def searches(self, questions: Sequence[str], k: int, within: Filter = EVERYTHING) -> list[Hits]:
        """Return what ``search`` returns for each question, all of them searched at the same time."""
        if self._resolved is not None:
            return self._resolved.searches(questions, k, within)
        found, live = self._tables.both(lambda: self._guessed(questions, k, within), self._live)
        if live is not self._known:
            return live.searches(questions, k, within)
        if isinstance(found, LibraryError):
            raise found
        return found

    def _guessed(self, questions: Sequence[str], k: int, within: Filter) -> list[Hits] | LibraryError:
        """Search what was live before. An error counts only if it is live still: its rows may have been cleared."""
        try:
            return self._known.searches(questions, k, within)
        except LibraryError as error:
            return error

    def document(self, source: str) -> Document:
        """Return a document; raise ``UnknownSource`` when there is none of that name."""
        return self._live().document(source)

    def documents(self, sources: Iterable[str]) -> dict[str, Document]:
        """Return several documents by source; raise ``UnknownSource`` when one is missing."""
        return self._live().documents(sources)

    def contents(self) -> tuple[Entry, ...]:
        """Return an entry for each document, ordered by source."""
        return self._live().contents()

    def is_empty(self, within: Filter = EVERYTHING) -> bool:
        """Return whether no document passes ``within``."""
        return self._live().is_empty(within)

    def count(self, within: Filter = EVERYTHING) -> int:
        """Return how many documents pass ``within``."""
        return self._live().count(within)

    def page(self, start: int, most: int, within: Filter = EVERYTHING) -> tuple[Entry, ...]:
        """Return the entries from position ``start`` on, at most ``most``."""
        return self._live().page(start, most, within)

    def largest(self, most: int, within: Filter = EVERYTHING) -> tuple[Entry, ...]:
        """Return the longest documents that are no copies of others, the longest first."""
        return self._live().largest(most, within)

    def named(self, words: Collection[str], within: Filter = EVERYTHING) -> tuple[Entry, ...]:
        """Return the documents whose title or path has one of these words."""
        return self._live().named(words, within)
