"""An extractive question answering model as a reading model: spans, the null answer, evidence, and errors."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pytest

from rag import Answer, ModelError, Settings, open_assistant
from rag.models import open_reading_model
from rag.models.extractive_qa import MAX_TOKENS, ExtractiveQAReadingModel
from tests.rag.models.optional.cross_encoders import tiny_cross_encoder
from tests.rag.models.optional.question_answering_models import model_that_knows, tiny_random_model

if TYPE_CHECKING:
    from pathlib import Path

QUESTION = "When was the tower completed?"
RIGHT = "The tower stands in Paris. It was completed in 1889. Many people visit it."
WRONG = "Bread needs flour. Ships sail across the sea."


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return model_that_knows("1889", tmp_path_factory.mktemp("knows"))


@pytest.fixture(scope="module")
def model(folder: Path) -> ExtractiveQAReadingModel:
    return ExtractiveQAReadingModel(str(folder))


def test_the_span_that_beats_the_null_answer_is_found_and_no_other(model: ExtractiveQAReadingModel) -> None:
    right, wrong = model.read(QUESTION, [RIGHT, WRONG])
    assert right.relevance > 0.99
    assert wrong.relevance < 0.01
    low, high = right.offsets[int((right.start + right.end).argmax())]
    assert RIGHT[low:high] == "1889"
    assert (wrong.start + wrong.end < 0).all()


def test_evidence_is_the_sentence_that_holds_the_answer(model: ExtractiveQAReadingModel) -> None:
    (reading,) = model.read(QUESTION, [RIGHT])
    low, high = RIGHT.index("It was"), RIGHT.index(" Many")
    inside = (reading.offsets[:, 0] >= low) & (reading.offsets[:, 1] <= high)
    assert (reading.evidence[inside] > 0.99).all()
    assert (reading.evidence[~inside] < 0.01).all()


def test_logits_are_relative_to_the_null_answer(folder: Path, model: ExtractiveQAReadingModel) -> None:
    import torch
    from transformers import AutoModelForQuestionAnswering, AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
    encoded = tokenizer(QUESTION, RIGHT, return_tensors="pt")
    with torch.inference_mode():
        output = AutoModelForQuestionAnswering.from_pretrained(folder, local_files_only=True)(**encoded)
    inside = [place for place, part in enumerate(encoded.sequence_ids()) if part == 1]
    (reading,) = model.read(QUESTION, [RIGHT])
    for own, theirs in ((reading.start, output.start_logits[0]), (reading.end, output.end_logits[0])):
        assert own == pytest.approx((theirs[inside] - theirs[0]).numpy(), abs=1e-4)
    best = float((reading.start + reading.end).max())
    assert reading.relevance == pytest.approx(1 / (1 + np.exp(-best)))


def test_what_the_model_cannot_take_in_is_cut_and_a_long_question_leaves_room(model: ExtractiveQAReadingModel) -> None:
    long, asked_long = model.read(QUESTION, ["ships sail " * 1000])[0], model.read("why " * 1000, [RIGHT])[0]
    assert 300 < len(long.offsets) < MAX_TOKENS
    assert asked_long.relevance > 0.99


def test_bytes_that_make_up_a_character_are_one_token(tmp_path: Path) -> None:
    model = ExtractiveQAReadingModel(str(tiny_random_model(tmp_path)))
    (reading,) = model.read("why?", [" 😀 中"])
    assert reading.offsets.tolist() == [[1, 2], [3, 4]]


def test_the_configuration_tells_what_a_model_is(folder: Path, tmp_path: Path) -> None:
    answering = open_reading_model(str(folder)).read(QUESTION, [RIGHT])[0]
    scoring = open_reading_model(str(tiny_cross_encoder(tmp_path))).read(QUESTION, [RIGHT])[0]
    assert answering.start.any()
    assert not scoring.start.any()


def test_a_folder_without_weights_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text(
        json.dumps({"model_type": "bert", "architectures": ["BertForQuestionAnswering"]})
    )
    with pytest.raises(ModelError, match=r"cannot be loaded \(.+\)\. Name a CrossEncoder or a question answering"):
        open_reading_model(str(tmp_path)).read(QUESTION, [RIGHT])


def test_pickled_weights_are_not_read(folder: Path, tmp_path: Path) -> None:
    import torch
    from safetensors.torch import load_file

    for file in folder.glob("*.json"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    torch.save(load_file(folder / "model.safetensors"), tmp_path / "pytorch_model.bin")
    with pytest.raises(ModelError, match="safetensors"):
        open_reading_model(str(tmp_path)).read(QUESTION, [RIGHT])


@pytest.mark.parametrize(("word", "answered"), [("risky", True), ("volcano", False)])
def test_an_assistant_answers_where_the_model_finds_a_span(
    word: str, answered: bool, seeds_library: Path, tmp_path: Path
) -> None:
    folder = model_that_knows(word, tmp_path)
    with open_assistant(settings=Settings(index=seeds_library, reading_model=str(folder))) as assistant:
        outcome = assistant.ask("Why is Alibaba's plan considered risky?")
        assert isinstance(outcome, Answer) is answered
        for citation in outcome.citations if isinstance(outcome, Answer) else ():
            text = assistant.library.open().document(citation.source).text
            assert text[citation.start : citation.end] == citation.quote
            assert word in citation.quote
