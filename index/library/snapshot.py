"""One generation, open for questions."""

from __future__ import annotations

import weakref
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from index.errors import DamagedLibrary
from index.filters import EVERYTHING, Filter
from index.listing import largest, named, passing
from index.search.index_files import forged, load_searches
from index.storage.catalog import Catalog
from index.storage.manifest import CATALOG
from index.text.tokenizer import question_forms
from index.types import Hit, Hits

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from index.protocols import Embedder
    from index.storage.generations import Generation
    from index.storage.manifest import Manifest
    from index.types import Document, Entry


class LocalSnapshot:
    """One generation, open for questions by any number of threads. It never changes.

    Its files are kept while it is in use, and released when the last user drops it.

    Parameters
    ----------
    generation
        Whole, and owned from now on.
    embedder
        Of the same identity as the generation's.
    warnings
        What the user should know of this generation, a sentence each.

    Raises
    ------
    DamagedLibrary
        When a file is not what it should be although its checksum fits.
    """

    def __init__(self, generation: Generation, embedder: Embedder, warnings: tuple[str, ...] = ()) -> None:
        self._manifest = generation.manifest
        self._library = generation.folder.parent.parent
        self._embedder = embedder
        self.warnings = warnings
        try:
            self._catalog = Catalog.read(generation.folder / CATALOG)
        except BaseException:
            generation.close()
            raise
        # A conversation uses one filter many times, and scanning the whole catalog takes time.
        catalog = self._catalog  # and not ``self``, which would keep itself alive
        self._ids_within = lru_cache(maxsize=8)(lambda within: catalog.ids_within(within.admits))
        self._release = weakref.finalize(self, _release, generation, self._catalog)
        try:
            _check(generation, self._catalog)
            self._vectors, self._keywords = load_searches(generation.folder, generation.manifest)
        except BaseException:
            self._release()
            raise

    @property
    def generation(self) -> int:
        """Its number."""
        return self._manifest.generation

    @property
    def built(self) -> str:
        """When it was made (UTC, ISO 8601)."""
        return self._manifest.built

    @property
    def folders(self) -> tuple[str, ...]:
        """Names of the folders that it was made of."""
        from index.sources.source_folders import recorded  # noqa: PLC0415 (no question needs it)

        return tuple(place.path.name for place in recorded(self._manifest.roots, self._library))

    @property
    def manifest(self) -> Manifest:
        """Its manifest."""
        return self._manifest

    def search(self, question: str, k: int, within: Filter = EVERYTHING) -> Hits:
        """Return at most ``k`` hits by meaning and at most ``k`` by words, in documents that pass ``within``."""
        allowed = None if within == EVERYTHING else self._ids_within(within)
        if not (self._manifest.chunks if allowed is None else len(allowed)) or k <= 0:
            return Hits((), ())
        without = self._ids_of_copies if allowed is None else None
        dense = self._vectors.search(self._embedder.embed_question(question), k, allowed, without)
        keyword = self._keywords.search(question_forms(question, self._languages), k, allowed, without)
        chunks = self._catalog.chunks({number for number, _ in (*dense, *keyword)})
        if unknown := {number for number, _ in (*dense, *keyword)} - chunks.keys():
            raise DamagedLibrary(
                f"What generation {self.generation} is searched with points to a passage ({min(unknown)}) that is not"
                " in it although every checksum fits; run 'citeseed index' to make it anew."
            )
        return Hits(
            tuple(Hit(chunks[number], score) for number, score in dense),
            tuple(Hit(chunks[number], score) for number, score in keyword),
        )

    def searches(self, questions: Sequence[str], k: int, within: Filter = EVERYTHING) -> list[Hits]:
        """Return what ``search`` returns for each question."""
        return [self.search(question, k, within) for question in questions]

    @cached_property
    def _languages(self) -> tuple[str, ...]:
        return self._catalog.languages()

    @cached_property
    def _ids_of_copies(self) -> NDArray[np.int64] | None:
        found = self._catalog.ids_of_copies()
        return found if len(found) else None

    def document(self, source: str) -> Document:
        """Return a document; raise ``UnknownSource`` when there is none of that name."""
        return self._catalog.document(source)

    def documents(self, sources: Iterable[str]) -> dict[str, Document]:
        """Return several documents by source; raise ``UnknownSource`` when one is missing."""
        return {source: self._catalog.document(source) for source in dict.fromkeys(sources)}

    def contents(self) -> tuple[Entry, ...]:
        """Return an entry for each document, ordered by source."""
        return self._catalog.contents()

    def is_empty(self, within: Filter = EVERYTHING) -> bool:
        """Return whether no document passes ``within``."""
        return not self.count(within)

    def count(self, within: Filter = EVERYTHING) -> int:
        """Return how many documents pass ``within``."""
        return self._manifest.documents if within == EVERYTHING else len(self._passing(within))

    def page(self, start: int, most: int, within: Filter = EVERYTHING) -> tuple[Entry, ...]:
        """Return the entries from position ``start`` on, at most ``most``."""
        if within == Filter(folder=within.folder):
            return self._catalog.contents(start, most, within.folder)
        return self._passing(within)[start : start + most]

    def largest(self, most: int, within: Filter = EVERYTHING) -> tuple[Entry, ...]:
        """Return the longest documents that are no copies of others, the longest first."""
        return largest(self._passing(within), most)

    def named(self, words: Collection[str], within: Filter = EVERYTHING) -> tuple[Entry, ...]:
        """Return the documents whose title or path has one of these words."""
        return named(self._passing(within), words)

    def _passing(self, within: Filter) -> tuple[Entry, ...]:
        return passing(self._catalog.contents(folder=within.folder), within)


def _check(generation: Generation, catalog: Catalog) -> None:
    if catalog.counts() != (generation.manifest.documents, generation.manifest.chunks):
        raise forged(generation.folder, CATALOG)


def _release(generation: Generation, catalog: Catalog) -> None:
    catalog.close()
    generation.close()
