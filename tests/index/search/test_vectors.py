from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import DamagedLibrary
from index.search.vectors import WHOLE, FaissVectors, write

DIMENSION = 8
# What sixteen bits may cost a cosine.
CLOSE = 1e-3


def some(count: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    vectors = random.standard_normal((count, DIMENSION)).astype(np.float32)
    return random.permutation(10**12 + np.arange(count)), vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def index_of(ids: np.ndarray, vectors: np.ndarray, *, whole: int = WHOLE) -> FaissVectors:
    """Return what is read back; the mapped files may go while they are used."""
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), ids, vectors.astype(np.float16), whole=whole)
        return FaissVectors.load(Path(folder), vectors.shape[1])


@given(st.integers(0, 30), st.integers(-1, 40), st.integers(0, 5))
def test_search_agrees_with_the_definition(count: int, k: int, seed: int) -> None:
    ids, vectors = some(count, seed)
    sought = some(1, seed + 100)[1][0]
    found = index_of(ids, vectors).search(sought, k)
    cosines = vectors.astype(np.float16).astype(np.float32) @ sought
    best = np.argsort(-cosines)[: max(k, 0)]
    assert [id_ for id_, _ in found] == [int(ids[place]) for place in best]
    assert np.allclose([score for _, score in found], (vectors @ sought)[best], atol=CLOSE)


@given(st.integers(0, 30), st.integers(-1, 40), st.integers(0, 30), st.integers(0, 5), st.sampled_from([WHOLE, 9]))
def test_among_allowed_ids_it_finds_what_an_index_of_them_alone_would(
    count: int, k: int, few: int, seed: int, whole: int
) -> None:
    ids, vectors = some(count, seed)
    sought, few = some(1, seed + 100)[1][0], min(few, count)
    found = index_of(ids, vectors, whole=whole).search(sought, k, np.sort(ids[:few]))
    alone = index_of(ids[:few], vectors[:few]).search(sought, k)
    assert [id_ for id_, _ in found] == [id_ for id_, _ in alone]
    assert np.allclose([score for _, score in found], [score for _, score in alone], atol=1e-5)


@given(st.integers(1, 30), st.integers(-1, 40), st.integers(1, 30), st.integers(0, 5), st.sampled_from([WHOLE, 9]))
def test_without_some_ids_it_finds_what_an_index_of_the_others_would(
    count: int, k: int, few: int, seed: int, whole: int
) -> None:
    ids, vectors = some(count, seed)
    sought, few = some(1, seed + 100)[1][0], min(few, count)
    found = index_of(ids, vectors, whole=whole).search(sought, k, without=np.sort(ids[:few]))
    alone = index_of(ids[few:], vectors[few:]).search(sought, k)
    assert [id_ for id_, _ in found] == [id_ for id_, _ in alone]
    assert np.allclose([score for _, score in found], [score for _, score in alone], atol=1e-5)


@pytest.mark.parametrize("whole", [WHOLE, 5])
def test_what_is_read_back_is_what_was_written(whole: int) -> None:
    ids, vectors = some(20)
    index = index_of(ids, vectors, whole=whole)
    assert len(index) == 20
    assert index.dimension == DIMENSION
    assert np.array_equal(index.vectors_of(ids[[7, 3, 11]]), vectors[[7, 3, 11]].astype(np.float16))
    assert index.search(vectors[4], 1)[0][0] == ids[4]


def test_many_vectors_in_cells_are_found_nearly_as_by_comparing_all() -> None:
    random = np.random.default_rng(3)
    centres = random.standard_normal((60, 32))
    vectors = centres[random.integers(0, 60, 20_000)] + 0.7 * random.standard_normal((20_000, 32))
    vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    ids = np.arange(20_000)
    cells, exact = index_of(ids, vectors, whole=1000), index_of(ids, vectors)
    asked = vectors[::400] + 0.1 * random.standard_normal((50, 32)).astype(np.float32)
    kept = [len({i for i, _ in cells.search(q, 10)} & {i for i, _ in exact.search(q, 10)}) / 10 for q in asked]
    assert np.mean(kept) >= 0.97
    assert min(len(cells.search(q, 100)) for q in asked) == 100


def test_the_same_vectors_are_divided_alike_every_time(tmp_path: Path) -> None:
    ids, vectors = some(3000)
    for name in ("one", "two"):
        write(tmp_path / name, ids, vectors.astype(np.float16), whole=100)
    for file in (tmp_path / "one").iterdir():
        assert file.read_bytes() == (tmp_path / "two" / file.name).read_bytes()


def test_an_empty_index_is_an_index() -> None:
    index = index_of(*some(0))
    assert index.search(np.ones(DIMENSION, np.float32), 5) == []
    assert index.vectors_of(np.zeros(0, np.int64)).shape == (0, DIMENSION)


def test_wrong_input_is_refused_in_words() -> None:
    ids, vectors = some(3)
    index = index_of(ids, vectors)
    with pytest.raises(ValueError, match="twice"):
        index_of(ids[[0, 0, 1]], vectors)
    with pytest.raises(ValueError, match="negative"):
        index_of(-ids, vectors)
    with pytest.raises(ValueError, match="do not fit"):
        index_of(ids[:2], vectors)
    with pytest.raises(ValueError, match="not finite"):
        index_of(ids, vectors * np.float32(np.nan))
    with pytest.raises(ValueError, match="not finite"):
        index.search(np.full(DIMENSION, np.inf, np.float32), 1)
    with pytest.raises(ValueError, match=f"vectors of {DIMENSION} numbers"):
        index.search(np.ones(DIMENSION + 1, np.float32), 1)
    with pytest.raises(KeyError):
        index.vectors_of(np.array([5], np.int64))


def test_damaged_files_are_refused(tmp_path: Path) -> None:
    ids, vectors = some(5)
    write(tmp_path, ids, vectors.astype(np.float16))
    for path in list(tmp_path.iterdir()):
        whole = path.read_bytes()
        for broken in (b"", b"no index", whole[: len(whole) // 2], whole[:-10], whole + b"more", bytes(len(whole))):
            if path.name == "cells.bin" and len(broken) == len(whole):
                continue  # other vectors are vectors: that is what checksums are for
            if path.name != "cells.bin" and broken.startswith(whole):
                continue
            path.write_bytes(broken)
            with pytest.raises(DamagedLibrary):
                FaissVectors.load(tmp_path, DIMENSION)
        path.write_bytes(whole)
    with pytest.raises(DamagedLibrary, match="9 numbers"):
        FaissVectors.load(tmp_path, 9)


@pytest.mark.parametrize("sizes", [[2**60], [-1], [5, 2**62], [2**62, 2**62, -(2**63) + 5], []])
def test_counts_that_do_not_fit_the_file_are_refused(tmp_path: Path, sizes: list[int]) -> None:
    write(tmp_path, *(some(5)[0], some(5)[1].astype(np.float16)))
    np.save(tmp_path / "sizes.npy", np.array(sizes, np.int64))
    np.save(tmp_path / "centres.npy", np.zeros((len(sizes), DIMENSION), np.float32))
    with pytest.raises(DamagedLibrary):
        FaissVectors.load(tmp_path, DIMENSION)
