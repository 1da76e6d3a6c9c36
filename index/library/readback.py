"""Open a generation as a reader would, and compare it with what was meant to be written, or with itself."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import numpy as np

from index.errors import DamagedLibrary
from index.search.index_files import load_keywords, load_searches, load_vectors
from index.storage.catalog import Catalog, texts_of
from index.storage.catalog_writer import fingerprint_of
from index.storage.checksums import Damaged
from index.storage.generations import Generation
from index.storage.manifest import CATALOG, KEYWORDS, VECTORS
from index.text.tokenizer import terms

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    from index.search.bm25 import Bm25Keywords
    from index.search.vectors import FaissVectors
    from index.storage.manifest import Manifest

# Vectors compared at a time, so that no second copy of all of them is made.
_PART = 200_000
# Passages that a generation is asked for, and how much the cosine of a vector with itself may change in 16 bits.
_ASKED, _TOLERANCE = 16, 0.01


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
        stored, keywords = load_searches(folder, generation.manifest)
        if not _holds(stored, np.array(ids, np.int64), vectors):
            raise Damaged(VECTORS, "it does not hold the vectors that were written")
        if not keywords.holds(words):
            raise Damaged(KEYWORDS, "it does not hold the words that were written")


def check(folder: Path, manifest: Manifest) -> None:
    """Open a generation whose checksums fit, and ask it for some of its own passages.

    A checksum only tells that a file is as it was when the manifest was written.

    1. Let SQLite check the catalog, and count what it holds.
    2. Open the vectors, which must be the catalog's; each one asked for must find one that is as near as itself.
    3. Open the words, which must be the catalog's, and ask for the words of the same passages.

    Raises
    ------
    Damaged
        With the first part that is not what it should be.
    """
    try:
        with closing(Catalog.read(folder / CATALOG)) as catalog:
            if fault := catalog.fault():
                raise Damaged(CATALOG, fault)
            if catalog.counts() != (manifest.documents, manifest.chunks):
                raise Damaged(CATALOG, "does not hold what the manifest says")
            ids = np.array(catalog.ids(), np.int64)
            asked = ids[np.linspace(0, len(ids) - 1, min(len(ids), _ASKED)).astype(np.int64)]
            texts = dict(zip(asked.tolist(), texts_of(catalog, asked.tolist()), strict=True))
    except DamagedLibrary as error:
        raise Damaged(CATALOG, str(error.__cause__)) from error
    for part, own in ((VECTORS, _own_vectors), (KEYWORDS, _own_words)):
        try:
            right = own(folder, manifest, ids, texts)
        except (DamagedLibrary, LookupError, OSError, ValueError):
            right = False
        if not right:
            raise Damaged(part, "is not what it should be although its checksum fits")


def _own_vectors(folder: Path, manifest: Manifest, ids: NDArray[np.int64], texts: Mapping[int, str]) -> bool:
    vectors = load_vectors(folder, manifest)
    stored = vectors.vectors_of(np.array([*texts], np.int64)).astype(np.float32)
    return vectors.knows(ids) and all(_finds_itself(vectors, each) for each in stored)


def _finds_itself(vectors: FaissVectors, own: NDArray[np.float32]) -> bool:
    ((_, score),) = vectors.search(own, 1)
    return score > float(own @ own) - _TOLERANCE


def _own_words(folder: Path, manifest: Manifest, ids: NDArray[np.int64], texts: Mapping[int, str]) -> bool:
    keywords = load_keywords(folder, manifest)
    if not keywords.knows(ids):
        return False
    for text in texts.values():
        keywords.search([(term,) for term in terms(text)], 1)
    return True


def _holds(stored: FaissVectors, ids: NDArray[np.int64], vectors: NDArray[np.float16]) -> bool:
    parts = (slice(start, start + _PART) for start in range(0, len(ids), _PART))
    try:
        return all(np.array_equal(stored.vectors_of(ids[part]), vectors[part]) for part in parts)
    except KeyError:
        return False
