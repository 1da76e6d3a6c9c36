"""A CrossEncoder as a reading model: scores, and errors for models that do not fit."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import numpy as np
import pytest

from rag import Answer, ModelError, NoAnswer, Settings, open_assistant
from rag.models.cross_encoder import CrossEncoderReadingModel
from tests.harness.processes import ROOT, environment
from tests.rag.models.optional.cross_encoders import tiny_cross_encoder

if TYPE_CHECKING:
    from pathlib import Path

QUESTION = "When was the tower completed?"
PASSAGES = ["The tower stands in Paris. It was completed in 1889.", "Bread needs flour.", "", "中文 😀. Ships sail."]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_cross_encoder(tmp_path_factory.mktemp("cross-encoder"))


@pytest.fixture(scope="module")
def model(folder: Path) -> CrossEncoderReadingModel:
    return CrossEncoderReadingModel(str(folder))


def test_a_reading_has_one_judgement_for_each_sentence(model: CrossEncoderReadingModel) -> None:
    readings = model.read(QUESTION, PASSAGES)
    found = [[text[low:high] for low, high in each.offsets] for text, each in zip(PASSAGES, readings, strict=True)]
    assert found[:3] == [["The tower stands in Paris.", "It was completed in 1889."], ["Bread needs flour."], []]
    for reading in readings:
        assert len(reading.evidence) == len(reading.start) == len(reading.end) == len(reading.offsets)
        assert not reading.start.any()
        assert not reading.end.any()


def test_bare_logits_become_the_probabilities_that_they_stand_for(
    model: CrossEncoderReadingModel, folder: Path
) -> None:
    from sentence_transformers import CrossEncoder

    logits = CrossEncoder(str(folder), local_files_only=True).predict([(QUESTION, text) for text in PASSAGES])
    assert logits.min() < 0 or logits.max() > 1
    relevance = [reading.relevance for reading in model.read(QUESTION, PASSAGES)]
    assert relevance == pytest.approx(list(1 / (1 + np.exp(-logits))), abs=1e-4)


def test_a_passage_of_one_sentence_is_judged_as_its_sentence(model: CrossEncoderReadingModel) -> None:
    (reading,) = model.read(QUESTION, ["Bread needs flour."])
    assert reading.evidence[0] == pytest.approx(reading.relevance, abs=1e-4)


def test_a_model_that_is_nowhere_is_refused_in_words() -> None:
    with pytest.raises(ModelError, match=r"'nobody/no-such-model' is neither a folder nor in the local cache.*bundled"):
        CrossEncoderReadingModel("nobody/no-such-model").read(QUESTION, PASSAGES)


def test_a_refusal_is_quiet_and_loads_no_torch() -> None:
    program = (
        "import sys; from rag import ModelError; from rag.models import open_reading_model\n"
        "try: open_reading_model('nobody/no-such-model').read('why?', ['Because.'])\n"
        "except ModelError: print('torch' in sys.modules)"
    )
    told = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=environment(), capture_output=True, text=True, check=True
    )
    assert (told.stdout, told.stderr) == ("False\n", "")


def test_a_folder_that_holds_no_model_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"cannot be loaded \(.+\)\. Name a CrossEncoder"):
        CrossEncoderReadingModel(str(tmp_path)).read(QUESTION, PASSAGES)


def test_a_model_of_two_labels_is_refused_in_words(tmp_path: Path) -> None:
    model = CrossEncoderReadingModel(str(tiny_cross_encoder(tmp_path, labels=2)))
    with pytest.raises(ModelError, match="has 2 labels"):
        model.read(QUESTION, PASSAGES)


def test_an_assistant_reads_with_it(folder: Path, seeds_library: Path) -> None:
    with open_assistant(settings=Settings(index=seeds_library, reading_model=str(folder), threshold=0.0)) as assistant:
        outcome = assistant.ask("Why is Alibaba's plan considered risky?")
        assert isinstance(outcome, Answer | NoAnswer)
        assert 0 <= outcome.confidence <= 1
        passages = outcome.passages if isinstance(outcome, Answer) else outcome.nearest
        assert passages
        if isinstance(outcome, Answer):
            for citation in outcome.citations:
                text = assistant.library.open().document(citation.source).text
                assert text[citation.start : citation.end] == citation.quote
