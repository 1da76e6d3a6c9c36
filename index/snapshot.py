"""One generation, opened for questions."""

from __future__ import annotations

import sqlite3
import weakref
from typing import TYPE_CHECKING

from index.catalog import Catalog
from index.documents import Hit, Hits
from index.errors import DamagedLibrary
from index.manifest import CATALOG, KEYWORDS, VECTORS

if TYPE_CHECKING:
    from index.documents import Document, Entry
    from index.generations import Generation
    from index.keywords import Bm25Keywords
    from index.manifest import Manifest
    from index.ports import Embedder
    from index.vectors import FaissVectors


class LocalSnapshot:
    """One generation, opened for questions by any number of threads; it never changes.

    While it is in use nobody drops its files; they are released when the last user lets go of it.

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
        self._embedder = embedder
        self.warnings = warnings
        self._catalog = Catalog.read(generation.folder / CATALOG)
        self._release = weakref.finalize(self, _release, generation, self._catalog)
        try:
            _check(generation, self._catalog)
            self._vectors, self._keywords = load_searches(generation)
        except BaseException:
            self._release()
            raise

    @property
    def generation(self) -> int:
        """Its number."""
        return self._manifest.generation

    @property
    def manifest(self) -> Manifest:
        """What it says of itself."""
        return self._manifest

    def search(self, question: str, k: int) -> Hits:
        """Return at most ``k`` hits by meaning and at most ``k`` by words."""
        if not self._manifest.chunks or k <= 0:
            return Hits((), ())
        dense = self._vectors.search(self._embedder.embed_question(question), k)
        keyword = self._keywords.search(question, k)
        chunks = self._catalog.chunks({number for number, _ in (*dense, *keyword)})
        return Hits(
            tuple(Hit(chunks[number], score) for number, score in dense),
            tuple(Hit(chunks[number], score) for number, score in keyword),
        )

    def document(self, source: str) -> Document:
        """Return a document; raise ``UnknownSource`` when there is none of that name."""
        return self._catalog.document(source)

    def contents(self) -> tuple[Entry, ...]:
        """Return an entry for each document, ordered by source."""
        return self._catalog.contents()


def load_searches(generation: Generation) -> tuple[FaissVectors, Bm25Keywords]:
    """Open the vectors and the words of a generation; raise ``DamagedLibrary`` when they are not what they should be."""
    # numpy, FAISS and BM25 take a third of a second to import, and only a question needs them.
    from index.keywords import Bm25Keywords  # noqa: PLC0415
    from index.vectors import FaissVectors  # noqa: PLC0415

    manifest, folder = generation.manifest, generation.folder
    vectors = FaissVectors.from_bytes((folder / VECTORS).read_bytes(), manifest.dimension)
    keywords = Bm25Keywords.load(folder / KEYWORDS)
    for name, part in ((VECTORS, vectors), (KEYWORDS, keywords)):
        if len(part) != manifest.chunks:
            raise DamagedLibrary(_sentence(generation, f"{name} does not hold what the manifest says"))
    return vectors, keywords


def _check(generation: Generation, catalog: Catalog) -> None:
    manifest = generation.manifest
    try:
        counts = catalog.counts()
    except sqlite3.Error as error:
        raise DamagedLibrary(_sentence(generation, f"{CATALOG} cannot be read ({error})")) from error
    if counts != (manifest.documents, manifest.chunks):
        raise DamagedLibrary(_sentence(generation, f"{CATALOG} does not hold what the manifest says"))


def _sentence(generation: Generation, fault: str) -> str:
    return (
        f"Generation {generation.number} in {generation.folder} is damaged: {fault}. Run 'citeseed index' to repair it."
    )


def _release(generation: Generation, catalog: Catalog) -> None:
    catalog.close()
    generation.close()
