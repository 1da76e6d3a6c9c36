from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import DamagedLibrary
from index.vectors import FaissVectors

DIMENSION = 8


def some(count: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    vectors = random.standard_normal((count, DIMENSION)).astype(np.float32)
    return random.permutation(10**12 + np.arange(count)), vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


@given(st.integers(0, 30), st.integers(-1, 40), st.integers(0, 5))
def test_search_agrees_with_the_definition(count: int, k: int, seed: int) -> None:
    ids, vectors = some(count, seed)
    sought = some(1, seed + 100)[1][0]
    found = FaissVectors(ids, vectors).search(sought, k)
    cosines = vectors @ sought
    best = np.argsort(-cosines)[: max(k, 0)]
    assert [id_ for id_, _ in found] == [int(ids[place]) for place in best]
    assert np.allclose([score for _, score in found], cosines[best], atol=1e-5)


@given(st.integers(0, 30), st.integers(-1, 40), st.integers(0, 30), st.integers(0, 5))
def test_among_allowed_ids_it_finds_what_an_index_of_them_alone_would(count: int, k: int, few: int, seed: int) -> None:
    ids, vectors = some(count, seed)
    sought, few = some(1, seed + 100)[1][0], min(few, count)
    found = FaissVectors(ids, vectors).search(sought, k, np.sort(ids[:few]))
    alone = FaissVectors(ids[:few], vectors[:few]).search(sought, k)
    assert [id_ for id_, _ in found] == [id_ for id_, _ in alone]
    assert np.allclose([score for _, score in found], [score for _, score in alone], atol=1e-5)


def test_bytes_bring_back_the_same_index() -> None:
    ids, vectors = some(20)
    index = FaissVectors.from_bytes(FaissVectors(ids, vectors).to_bytes(), DIMENSION)
    assert len(index) == 20
    assert index.dimension == DIMENSION
    assert np.array_equal(index.vectors_of(ids[[7, 3, 7]]), vectors[[7, 3, 7]])
    assert index.search(vectors[4], 1)[0][0] == ids[4]


def test_an_empty_index_is_an_index() -> None:
    index = FaissVectors.from_bytes(FaissVectors(*some(0)).to_bytes(), DIMENSION)
    assert index.search(np.ones(DIMENSION, np.float32), 5) == []
    assert index.vectors_of(np.zeros(0, np.int64)).shape == (0, DIMENSION)


def test_wrong_input_is_refused_in_words() -> None:
    ids, vectors = some(3)
    index = FaissVectors(ids, vectors)
    with pytest.raises(ValueError, match="twice"):
        FaissVectors(ids[[0, 0, 1]], vectors)
    with pytest.raises(ValueError, match="negative"):
        FaissVectors(-ids, vectors)
    with pytest.raises(ValueError, match="do not fit"):
        FaissVectors(ids[:2], vectors)
    with pytest.raises(ValueError, match="not finite"):
        FaissVectors(ids, vectors * np.float32(np.nan))
    with pytest.raises(ValueError, match="not finite"):
        index.search(np.full(DIMENSION, np.inf, np.float32), 1)
    with pytest.raises(ValueError, match=f"vectors of {DIMENSION} numbers"):
        index.search(np.ones(DIMENSION + 1, np.float32), 1)
    with pytest.raises(KeyError):
        index.vectors_of(np.array([5], np.int64))


def test_damaged_bytes_are_refused() -> None:
    data = FaissVectors(*some(5)).to_bytes()
    for broken in (b"", b"no index", data[:40], data[:-10], bytes(len(data))):
        with pytest.raises(DamagedLibrary):
            FaissVectors.from_bytes(broken, DIMENSION)
    with pytest.raises(DamagedLibrary, match="9 numbers"):
        FaissVectors.from_bytes(data, 9)
