"""Get the vectors of a new generation: carried over, from the cache, or computed, in this order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from index.embedding.cache import key_of
from index.errors import EmbedderError
from index.storage.catalog import BATCH, texts_of
from index.types import Progress

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from numpy.typing import NDArray

    from index.embedding.cache import EmbeddingCache
    from index.protocols import Embedder
    from index.search.vectors import FaissVectors
    from index.storage.catalog import Catalog


def embed(
    catalog: Catalog,
    ids: Sequence[int],
    embedder: Embedder,
    cache: EmbeddingCache,
    *,
    stored: FaissVectors | None,
    fresh: Collection[int],
    progress: Callable[[Progress], None] | None = None,
) -> tuple[NDArray[np.float16], int]:
    """Return the vectors of the chunks ``ids``, shape (len(ids), dimension), and how many had to be computed.

    1. Carry over from ``stored`` those of all chunks that are not ``fresh``.
    2. Take those of the other chunks from the cache where it has them.
    3. Compute the rest, each text once, long texts first so that a batch has texts of similar length.
    4. Store each batch in the cache before the next one begins.

    Raises
    ------
    EmbedderError
        When the embedder fails; what was computed until then is kept.
    """
    vectors = np.zeros((len(ids), embedder.dimension), np.float16)
    carried = [row for row, number in enumerate(ids) if number not in fresh]
    if stored is not None and carried:
        vectors[carried] = stored.vectors_of(np.array([ids[row] for row in carried], np.int64))
    new = [row for row, number in enumerate(ids) if number in fresh]
    missing: dict[bytes, list[int]] = {}
    lengths: dict[bytes, int] = {}
    for start in range(0, len(new), BATCH):
        rows = new[start : start + BATCH]
        texts = texts_of(catalog, [ids[row] for row in rows])
        keys = [key_of(embedder.identity, text) for text in texts]
        known = cache.find(set(keys))
        for row, key, text in zip(rows, keys, texts, strict=True):
            if key in known:
                vectors[row] = known[key]
            else:
                missing.setdefault(key, []).append(row)
                lengths[key] = len(text)
    queue = sorted(missing, key=lambda key: -lengths[key])

    def tell(done: int) -> None:
        if progress:
            progress(Progress("embedding", done, len(queue)))

    for start in range(0, len(queue), BATCH):
        tell(start)
        batch = queue[start : start + BATCH]
        texts = texts_of(catalog, [ids[missing[key][0]] for key in batch])
        computed = _computed(embedder, texts, start, len(queue), tell)
        cache.keep(dict(zip(batch, computed, strict=True)))
        for key, vector in zip(batch, computed, strict=True):
            vectors[missing[key]] = vector
    return vectors, len(queue)


def _computed(
    embedder: Embedder, texts: Sequence[str], done: int, total: int, tell: Callable[[int], None]
) -> NDArray[np.float32]:
    try:
        vectors = embedder.embed_documents(texts, lambda more: tell(done + more))
    except (RuntimeError, ValueError, OSError, MemoryError) as error:
        raise EmbedderError(
            f"The embedder {embedder.name} failed after {done} of {total} passages ({error or type(error).__name__})."
            " Nothing is lost; run it again to go on from there."
        ) from error
    if vectors.shape != (len(texts), embedder.dimension) or not np.isfinite(vectors).all():
        raise EmbedderError(
            f"The embedder {embedder.name} gave vectors that cannot be used, of shape {vectors.shape};"
            " choose another embedder."
        )
    return vectors


def embed_texts(texts: Sequence[str], embedder: Embedder, cache: EmbeddingCache) -> tuple[NDArray[np.float32], int]:
    """Return the vectors of texts, shape (len(texts), dimension), and how many had to be computed.

    The cache is asked first. Long texts come first, so that a batch has texts of similar length.

    Raises
    ------
    EmbedderError
        When the embedder fails; what was computed until then is kept.
    """
    keys = [key_of(embedder.identity, text) for text in texts]
    known = cache.find(set(keys))
    missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
    queue = sorted(missing, key=lambda key: -len(missing[key]))
    for start in range(0, len(queue), BATCH):
        batch = queue[start : start + BATCH]
        computed = _computed(embedder, [missing[key] for key in batch], start, len(queue), lambda _: None)
        fresh = dict(zip(batch, computed, strict=True))
        cache.keep(fresh)
        known |= fresh
    return np.array([known[key] for key in keys], np.float32).reshape(len(texts), embedder.dimension), len(queue)
