"""Nearest vectors by cosine: the only user of ``faiss``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

import numpy as np

from index.errors import DamagedLibrary

if TYPE_CHECKING:
    import faiss
    from numpy.typing import NDArray


class FaissVectors:
    """Vectors of length 1 under 63-bit ids, searched exactly by inner product.

    Exact search over 100,000 vectors of 384 numbers takes about 17 ms on one core, so nothing is approximated.

    Parameters
    ----------
    ids
        Shape (n,), all different, none negative.
    vectors
        Shape (n, dimension).

    Raises
    ------
    ValueError
        When shapes do not fit, an id occurs twice or is negative, or a number is not finite.
    """

    def __init__(self, ids: NDArray[np.int64], vectors: NDArray[np.float32]) -> None:
        if vectors.ndim != 2 or ids.shape != (len(vectors),):
            raise ValueError(f"ids of shape {ids.shape} do not fit vectors of shape {vectors.shape}")
        if len(np.unique(ids)) != len(ids):
            raise ValueError("an id occurs twice")
        if len(ids) and int(ids.min()) < 0:
            raise ValueError("an id is negative")
        if not np.isfinite(vectors).all():
            raise ValueError("a vector holds a number that is not finite")
        import faiss  # noqa: PLC0415 (0.2 s to import)

        self._index: faiss.IndexIDMap2 = faiss.IndexIDMap2(faiss.IndexFlatIP(vectors.shape[1]))
        self._index.add_with_ids(
            np.ascontiguousarray(vectors, dtype=np.float32), np.ascontiguousarray(ids, dtype=np.int64)
        )

    def __len__(self) -> int:
        return int(self._index.ntotal)

    @property
    def dimension(self) -> int:
        """Numbers in a vector."""
        return int(self._index.d)

    def search(
        self, vector: NDArray[np.float32], k: int, allowed: NDArray[np.int64] | None = None
    ) -> list[tuple[int, float]]:
        """Return the ``k`` nearest ids with their cosine, best first; fewer when there are fewer.

        Parameters
        ----------
        vector
            Shape (dimension,).
        k
            Most ids to return.
        allowed
            Ids to choose from, each once and all of them known; None for all.

        Raises
        ------
        ValueError
            When the vector has another dimension or a number that is not finite.
        """
        if vector.shape != (self.dimension,):
            raise ValueError(f"a vector of shape {vector.shape} was sought among vectors of {self.dimension} numbers")
        if not np.isfinite(vector).all():
            raise ValueError("the vector sought holds a number that is not finite")
        k = min(k, len(self) if allowed is None else len(allowed))
        if k <= 0:
            return []
        import faiss  # noqa: PLC0415

        # One question finds no work for a second thread: 1,000 vectors took 12 ms on two threads and 0.2 ms on one,
        # 100,000 took 72 ms and 17 ms. The number belongs to the calling thread, so it is set at every search.
        faiss.omp_set_num_threads(1)
        chosen = None
        if allowed is not None:
            chosen = faiss.SearchParameters(sel=faiss.IDSelectorBatch(allowed))  # type: ignore[call-arg]
        scores, ids = self._index.search(np.ascontiguousarray(vector[None], dtype=np.float32), k, params=chosen)
        return [(int(id_), float(score)) for id_, score in zip(ids[0], scores[0], strict=True) if id_ >= 0]

    def vectors_of(self, ids: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return the stored vectors of ``ids``, bit for bit, in that order; raise ``KeyError`` for an unknown id."""
        if not len(ids):
            return np.zeros((0, self.dimension), np.float32)
        try:
            found = self._index.reconstruct_batch(np.ascontiguousarray(ids, dtype=np.int64))
        except RuntimeError as error:
            raise KeyError("an id is not among the vectors") from error
        return np.asarray(found, np.float32)

    def to_bytes(self) -> bytes:
        """Return the index as bytes; ``faiss.write_index`` would not notice a full disk."""
        import faiss  # noqa: PLC0415

        return bytes(faiss.serialize_index(self._index).data)

    @classmethod
    def from_bytes(cls, data: bytes, dimension: int) -> Self:
        """Return the index that ``to_bytes`` wrote; check the bytes' sha256 before calling this.

        Raises
        ------
        DamagedLibrary
            When the bytes are no such index, or one of another dimension.
        """
        import faiss  # noqa: PLC0415

        try:
            index = faiss.deserialize_index(np.frombuffer(data, np.uint8))
        except RuntimeError as error:
            raise DamagedLibrary("The file of vectors is damaged; run 'citeseed index' to make it anew.") from error
        if not isinstance(index, faiss.IndexIDMap2) or index.d != dimension:
            raise DamagedLibrary(
                f"The file of vectors does not hold vectors of {dimension} numbers; "
                "run 'citeseed index' to make it anew."
            )
        vectors = cls.__new__(cls)
        vectors._index = index  # noqa: SLF001
        return vectors
