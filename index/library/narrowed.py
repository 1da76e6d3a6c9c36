"""A generation within a filter."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from index.filters import EVERYTHING, Filter

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from index.protocols import Snapshot
    from index.types import Document, Entry, Hits


class NarrowedSnapshot:
    """A view of a generation that contains only the documents that pass a filter.

    Parameters
    ----------
    whole
        The generation.
    within
        What its documents must be.
    """

    def __init__(self, whole: Snapshot, within: Filter) -> None:
        self._whole: Final = whole
        self._within: Final = within
        self._has_some = False

    @property
    def generation(self) -> int:
        """Its number."""
        return self._whole.generation

    @property
    def built(self) -> str:
        """When it was made (UTC, ISO 8601)."""
        return self._whole.built

    @property
    def folders(self) -> tuple[str, ...]:
        """Names of the folders that it was made of, whether a document of them passes or not."""
        return self._whole.folders

    @property
    def warnings(self) -> tuple[str, ...]:
        """Those of the generation, and one when no document passes."""
        if not self.is_empty() or self._whole.is_empty():
            return self._whole.warnings
        nothing = f"No document of the library fits the filter ({self._within}); 'citeseed status' lists what it holds."
        return (*self._whole.warnings, nothing)

    def search(self, question: str, k: int, within: Filter = EVERYTHING) -> Hits:
        """Return hits in documents that pass; raise ``ValueError`` when another filter is given too."""
        return self.searches((question,), k, within)[0]

    def searches(self, questions: Sequence[str], k: int, within: Filter = EVERYTHING) -> list[Hits]:
        """Return what ``search`` returns for each question."""
        found = self._whole.searches(questions, k, self._only(within))
        self._has_some |= any(hits.dense for hits in found)
        return found

    def document(self, source: str) -> Document:
        """Return a document, whether it passes or not."""
        return self._whole.document(source)

    def documents(self, sources: Iterable[str]) -> dict[str, Document]:
        """Return several documents, whether they pass or not."""
        return self._whole.documents(sources)

    def contents(self) -> tuple[Entry, ...]:
        """Return an entry for each document that passes, ordered by source."""
        return self._whole.page(0, self.count(), self._within)

    def is_empty(self, within: Filter = EVERYTHING) -> bool:
        """Return whether no document passes; a search that has found something says so without asking again."""
        wanted = self._only(within)
        return not (self._has_some and wanted == self._within) and self._whole.is_empty(wanted)

    def count(self, within: Filter = EVERYTHING) -> int:
        """Return how many documents pass."""
        return self._whole.count(self._only(within))

    def page(self, start: int, most: int, within: Filter = EVERYTHING) -> tuple[Entry, ...]:
        """Return the entries that pass from position ``start`` on, at most ``most``."""
        return self._whole.page(start, most, self._only(within))

    def largest(self, most: int, within: Filter = EVERYTHING) -> tuple[Entry, ...]:
        """Return the longest documents that pass and are no copies of others that do."""
        return self._whole.largest(most, self._only(within))

    def named(self, words: Collection[str], within: Filter = EVERYTHING) -> tuple[Entry, ...]:
        """Return the documents that pass and whose title or path has one of these words."""
        return self._whole.named(words, self._only(within))

    def _only(self, within: Filter) -> Filter:
        if within in {EVERYTHING, self._within}:
            return self._within
        own = f"{self._within.folder}/" if self._within.folder else ""
        if within == Filter(folder=within.folder) and f"{within.folder}/".startswith(own):
            return replace(self._within, folder=within.folder)
        raise ValueError("a narrowed generation is narrowed to folders in it; take the whole one for another filter")


def narrowed(snapshot: Snapshot, within: Filter) -> Snapshot:
    """Return a view of a generation within a filter."""
    return snapshot if within == EVERYTHING else NarrowedSnapshot(snapshot, within)
