"""Open a draft as a reader would, and compare it with what was meant to be written."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import numpy as np

from index.search.index_files import load_searches
from index.storage.catalog import Catalog
from index.storage.catalog_writer import fingerprint_of
from index.storage.checksums import Damaged
from index.storage.generations import Generation
from index.storage.manifest import CATALOG, KEYWORDS, VECTORS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    from index.search.bm25 import Bm25Keywords
    from index.search.vectors import FaissVectors

# Vectors compared at a time, so that no second copy of all of them is made.
_PART = 200_000


def read_back(
    folder: Path, ids: list[int], vectors: NDArray[np.float16], words: Bm25Keywords, documents: Mapping[str, bytes]
) -> None:
    """Check a draft that was flushed to the disk.

    1. Compare every file with the manifest.
    2. Let SQLite check the catalog; compare its chunks with ``ids``, and what was put in with the fingerprints in
       ``documents``.
    3. Compare the stored vectors with ``vectors`` and the stored words with ``words``, bit for bit.

    Raises
    ------
    Damaged, DamagedLibrary
        With the first difference.
    """
    generation = Generation(folder)
    with closing(generation), closing(Catalog.read(folder / CATALOG)) as catalog:
        if fault := catalog.fault():
            raise Damaged(CATALOG, fault)
        if catalog.ids() != ids:
            raise Damaged(CATALOG, "it does not hold the passages that were written")
        if any(fingerprint_of(catalog.document(source)) != mark for source, mark in documents.items()):
            raise Damaged(CATALOG, "it does not hold the texts that were written")
        stored, keywords = load_searches(generation)
        if not _holds(stored, np.array(ids, np.int64), vectors):
            raise Damaged(VECTORS, "it does not hold the vectors that were written")
        if not keywords.holds(words):
            raise Damaged(KEYWORDS, "it does not hold the words that were written")


def _holds(stored: FaissVectors, ids: NDArray[np.int64], vectors: NDArray[np.float16]) -> bool:
    parts = (slice(start, start + _PART) for start in range(0, len(ids), _PART))
    try:
        return all(np.array_equal(stored.vectors_of(ids[part]), vectors[part]) for part in parts)
    except KeyError:
        return False
