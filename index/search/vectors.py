"""Find nearest vectors by cosine. The only user of ``faiss``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Self

import numpy as np

from index.errors import DamagedLibrary
from index.search.mmap_arrays import mapped

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import faiss
    from numpy.typing import NDArray

# Up to this many vectors form one cell and are all compared: 7 ms on one core, half of the time of float32.
WHOLE = 100_000
# Beyond, a question is compared with this many cells of the nearest centres: docs/growth.md has the recall.
CELLS_SEARCHED = 64
# Vectors that each centre is learned from, and that are assigned or compared at a time.
_LEARNED_FROM = 64
_PART = 50_000
_ID = np.dtype("<i8")
_CODE = np.dtype("<f2")
CELLS, CENTRES, SIZES = "cells.bin", "centres.npy", "sizes.npy"


class FaissVectors:
    """Vectors of length 1 under 63-bit ids, in cells around centres, mapped from disk.

    Each number has 16 bits, which changes a cosine by less than 0.001. Nothing is learned from one generation to the
    next: cells and order depend on ids and vectors alone. So a library that grew finds what one finds that was made at
    once.

    Use ``write`` and ``load``.

    Parameters
    ----------
    index
        Of FAISS, whose lists are the cells; None for no vectors.
    quantizer
        Holds the centres; FAISS points to it, and so it is kept here.
    cells
        Ids and vectors of each cell.
    dimension
        Numbers in a vector.
    """

    def __init__(
        self,
        index: faiss.IndexIVF | None,
        quantizer: faiss.IndexFlat | None,
        cells: list[tuple[NDArray[np.int64], NDArray[np.float16]]],
        dimension: int,
    ) -> None:
        self._index: Final = index
        self._quantizer: Final = quantizer
        self._cells: Final = cells
        self._count: Final = sum(len(ids) for ids, _ in cells)
        self.dimension: Final = dimension

    def __len__(self) -> int:
        return self._count

    def search(
        self,
        vector: NDArray[np.float32],
        k: int,
        allowed: NDArray[np.int64] | None = None,
        without: NDArray[np.int64] | None = None,
    ) -> list[tuple[int, float]]:
        """Return the ``k`` nearest ids with their cosine, best first; fewer when there are fewer.

        In one cell, and among allowed ids, the search is exhaustive.

        Parameters
        ----------
        vector
            Shape (dimension,).
        k
            Most ids to return.
        allowed
            Ids to choose from, each once and all of them known; None for all.
        without
            Ids not to choose, each once and all of them known; where ``allowed`` is given, say it there.

        Raises
        ------
        ValueError
            When the vector has another dimension or a number that is not finite.
        """
        if vector.shape != (self.dimension,):
            raise ValueError(f"a vector of shape {vector.shape} was sought among vectors of {self.dimension} numbers")
        if not np.isfinite(vector).all():
            raise ValueError("the vector sought holds a number that is not finite")
        k = min(k, len(self) - (0 if without is None else len(without)) if allowed is None else len(allowed))
        if k <= 0 or self._index is None:
            return []
        import faiss  # noqa: PLC0415

        # One thread is faster: 1,000 vectors took 12 ms on two threads and 0.2 ms on one, 100,000 took 72 ms and 17 ms.
        # The setting belongs to the calling thread, so it is set at every search.
        faiss.omp_set_num_threads(1)
        sought = np.ascontiguousarray(vector[None], dtype=np.float32)
        selector: faiss.IDSelector | None = None
        if allowed is not None:
            selector = faiss.IDSelectorBatch(allowed)
        elif without is not None:
            selector = faiss.IDSelectorNot(faiss.IDSelectorBatch(without))
        chosen = faiss.SearchParametersIVF(  # type: ignore[call-arg]
            sel=selector, nprobe=CELLS_SEARCHED if allowed is None else len(self._cells)
        )
        scores, ids = self._index.search(sought, k, params=chosen)
        return [(int(id_), float(score)) for id_, score in zip(ids[0], scores[0], strict=True) if id_ >= 0]

    def knows(self, ids: NDArray[np.int64]) -> bool:
        """Whether its vectors are those of ``ids``, in any order."""
        ours = np.concatenate([np.zeros(0, np.int64), *(there for there, _ in self._cells)])
        return np.array_equal(np.sort(ours), np.sort(ids))

    def vectors_of(self, ids: NDArray[np.int64]) -> NDArray[np.float16]:
        """Return the stored vectors of ``ids``, all different, in that order; raise ``KeyError`` for an unknown id."""
        vectors = np.empty((len(ids), self.dimension), np.float16)
        order = np.argsort(ids)
        ordered, found = ids[order], 0
        for there, codes in self._cells if len(ids) else []:
            place = np.minimum(np.searchsorted(ordered, there), len(ids) - 1)
            wanted = np.flatnonzero(ordered[place] == there)
            vectors[order[place[wanted]]] = codes[wanted]
            found += len(wanted)
        if found != len(ids):
            raise KeyError("an id is not among the vectors")
        return vectors

    @classmethod
    def load(cls, folder: Path, dimension: int) -> Self:
        """Open what ``write`` wrote, mapped from disk; check the files' sha256 before calling this.

        The numbers in the files are compared with the files' sizes first.

        Raises
        ------
        DamagedLibrary
            When the files are no such vectors, or some of another dimension.
        """
        try:
            centres, sizes = mapped(folder / CENTRES, np.float32, 2), mapped(folder / SIZES, np.int64)
            bytes_ = (folder / CELLS).stat().st_size
        except (OSError, ValueError) as error:
            raise DamagedLibrary(
                f"The vectors in {folder} are damaged; run 'citeseed index' to make them anew."
            ) from error
        entry = dimension * _CODE.itemsize + _ID.itemsize
        whole = (
            centres.shape == (len(sizes), dimension)
            and bool(((sizes >= 0) & (sizes <= bytes_ // entry)).all())
            and int(sizes.sum()) * entry == bytes_
            and bool(np.isfinite(centres).all())
        )
        if not whole:
            raise DamagedLibrary(
                f"The vectors in {folder} are not vectors of {dimension} numbers;"
                " run 'citeseed index' to make them anew."
            )
        if not bytes_:
            return cls(None, None, [], dimension)
        return cls(*_opened(folder / CELLS, centres, sizes), list(_cells(folder / CELLS, sizes, dimension)), dimension)


def write(folder: Path, ids: NDArray[np.int64], vectors: NDArray[np.float16], *, whole: int = WHOLE) -> None:
    """Write vectors into ``folder``.

    1. Up to ``whole`` of them are one cell; else learn as many centres as the square root of their number.
    2. Give each vector to the cell of its nearest centre.
    3. Write cell after cell: its vectors, then its ids.

    Raises
    ------
    ValueError
        When shapes do not fit, an id occurs twice or is negative, or a number is not finite.
    """
    if vectors.ndim != 2 or ids.shape != (len(vectors),):
        raise ValueError(f"ids of shape {ids.shape} do not fit vectors of shape {vectors.shape}")
    if len(np.unique(ids)) != len(ids):
        raise ValueError("an id occurs twice")
    if len(ids) and int(ids.min()) < 0:
        raise ValueError("an id is negative")
    if not all(np.isfinite(vectors[low : low + _PART]).all() for low in range(0, len(ids), _PART)):
        raise ValueError("a vector holds a number that is not finite")
    if len(ids) > whole:
        centres, cell = _divided(vectors, round(len(ids) ** 0.5))
    else:
        centres, cell = np.zeros((min(1, len(ids)), vectors.shape[1]), np.float32), np.zeros(len(ids), np.int64)
    # A stable order, so that equal vectors are found in the order of the catalog.
    order = np.argsort(cell, kind="stable")
    sizes = np.bincount(cell, minlength=len(centres)).astype(np.int64)
    folder.mkdir(parents=True, exist_ok=True)
    np.save(folder / CENTRES, centres, allow_pickle=False)
    np.save(folder / SIZES, sizes, allow_pickle=False)
    with (folder / CELLS).open("wb") as file:
        for rows in np.split(order, np.cumsum(sizes)[:-1]):
            for low in range(0, len(rows), _PART):
                file.write(vectors[rows[low : low + _PART]].astype(_CODE).tobytes())
            file.write(ids[rows].astype(_ID).tobytes())


def _divided(vectors: NDArray[np.float16], number: int) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """Learn centres by k-means of directions, and return them with the cell of each vector."""
    import faiss  # noqa: PLC0415

    dimension = vectors.shape[1]
    # A sample that is evenly spread over the catalog, and the same for the same vectors.
    sample = np.linspace(0, len(vectors) - 1, min(len(vectors), number * _LEARNED_FROM)).astype(np.int64)
    kmeans = faiss.Kmeans(
        dimension,
        number,
        niter=10,
        spherical=True,
        seed=1,
        max_points_per_centroid=_LEARNED_FROM,
        min_points_per_centroid=1,
    )
    kmeans.train(vectors[sample].astype(np.float32))
    centres = np.ascontiguousarray(kmeans.centroids, np.float32)
    cell = np.empty(len(vectors), np.int64)
    for low in range(0, len(vectors), _PART):
        _, nearest = kmeans.index.search(vectors[low : low + _PART].astype(np.float32), 1)
        cell[low : low + _PART] = nearest[:, 0]
    return centres, cell


def _opened(
    path: Path, centres: NDArray[np.float32], sizes: NDArray[np.int64]
) -> tuple[faiss.IndexIVF, faiss.IndexFlat]:
    """Return FAISS's index over a file of cells, and the index of centres that it points to."""
    import faiss  # noqa: PLC0415 (0.2 s to import)

    number, dimension = centres.shape
    quantizer = faiss.IndexFlatIP(dimension)
    quantizer.add(np.ascontiguousarray(centres))
    by_residual = False  # the cosine of a vector with itself stays 1, whatever its centre
    index = faiss.IndexIVFScalarQuantizer(
        quantizer, dimension, number, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT, by_residual
    )
    index.is_trained = True
    lists = faiss.OnDiskInvertedLists(number, index.code_size, str(path))
    # FAISS gets the address of these numbers, so they must be referenced until it has read them.
    numbers = np.array(sizes, np.uint64)
    lists.set_all_lists_sizes(faiss.swig_ptr(numbers))
    lists.read_only = True
    lists.totsize = path.stat().st_size
    lists.prefetch_nthread = 0
    lists.do_mmap()
    index.replace_invlists(lists, True)  # noqa: FBT003 (FAISS knows no names here: the index owns them now)
    lists.this.disown()  # type: ignore[attr-defined]
    index.ntotal = int(sizes.sum())
    return index, quantizer


def _cells(
    path: Path, sizes: NDArray[np.int64], dimension: int
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.float16]]]:
    """Map the same cells as arrays of ids and of vectors."""
    data, at = np.memmap(path, np.uint8, "r"), 0
    for size in sizes.tolist():
        middle = at + size * dimension * _CODE.itemsize
        end = middle + size * _ID.itemsize
        yield data[middle:end].view(_ID), data[at:middle].view(_CODE).reshape(size, dimension)
        at = end
