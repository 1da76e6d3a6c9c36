"""The contract of reading models: the fake, the bundled one, a CrossEncoder, a question answering model."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from rag.models.cross_encoder import CrossEncoderReadingModel
from rag.models.extractive_qa import ExtractiveQAReadingModel
from rag.models.onnx_reader import OnnxReadingModel
from tests.fakes import FakeReadingModel
from tests.rag.models.optional.cross_encoders import tiny_cross_encoder
from tests.rag.models.optional.question_answering_models import tiny_random_model

if TYPE_CHECKING:
    from rag.protocols import ReadingModel
    from rag.steps import Reading

QUESTION = "Who needs flour?"
PASSAGES = [
    "Bread needs flour, water and salt. The baker needs flour.",
    "Ships sail across the sea.",
    "",
    "😀 中文。 Flour, too?",
    "A long passage has many words. " * 80,
    "Ships sail across the sea.",
]


# Those of other people's models need torch and transformers.
OPTIONAL = [pytest.param(kind, marks=pytest.mark.slow) for kind in ("cross-encoder", "extractive-qa")]


@pytest.fixture(scope="module", params=["fake", "bundled", *OPTIONAL])
def model(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> ReadingModel:
    if request.param == "fake":
        return FakeReadingModel()
    if request.param == "bundled":
        return OnnxReadingModel()
    if request.param == "extractive-qa":
        return ExtractiveQAReadingModel(str(tiny_random_model(tmp_path_factory.mktemp("extractive-qa"))))
    return CrossEncoderReadingModel(str(tiny_cross_encoder(tmp_path_factory.mktemp("cross-encoder"))))


def same(one: Reading, other: Reading) -> bool:
    return (
        np.array_equal(one.offsets, other.offsets)
        and abs(one.relevance - other.relevance) < 1e-3
        and all(
            np.allclose(getattr(one, part), getattr(other, part), atol=1e-3) for part in ("start", "end", "evidence")
        )
    )


def test_no_passages_no_readings(model: ReadingModel) -> None:
    assert model.read(QUESTION, []) == []


def test_a_reading_depends_on_its_own_passage_alone_and_keeps_its_place(model: ReadingModel) -> None:
    together = model.read(QUESTION, PASSAGES)
    assert len(together) == len(PASSAGES)
    for passage, reading in zip(PASSAGES, together, strict=True):
        (alone,) = model.read(QUESTION, [passage])
        assert same(alone, reading), passage
    backwards = model.read(QUESTION, PASSAGES[::-1])
    assert all(same(one, other) for one, other in zip(together, backwards[::-1], strict=True))
    assert not same(together[0], together[1])


def test_offsets_lie_within_the_passage_in_order(model: ReadingModel) -> None:
    for passage, reading in zip(PASSAGES, model.read(QUESTION, PASSAGES), strict=True):
        starts, ends = reading.offsets[:, 0], reading.offsets[:, 1]
        assert (starts >= 0).all()
        assert (ends <= len(passage)).all()
        assert (starts < ends).all()
        assert (np.diff(starts) > 0).all()


def test_probabilities_are_probabilities_and_every_token_has_each(model: ReadingModel) -> None:
    for reading in model.read(QUESTION, PASSAGES):
        assert 0 <= reading.relevance <= 1
        assert ((reading.evidence >= 0) & (reading.evidence <= 1)).all()
        assert reading.start.shape == reading.end.shape == reading.evidence.shape == (len(reading.offsets),)
        assert np.isfinite(reading.start).all()
        assert np.isfinite(reading.end).all()


def test_it_has_a_name(model: ReadingModel) -> None:
    assert model.name
