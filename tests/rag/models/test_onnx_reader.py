"""The bundled reading model: true offsets, the same reading always, nothing damaged opened, nothing heavy imported."""

from __future__ import annotations

import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np
import pytest

from rag.errors import ModelError
from rag.models.onnx_reader import MAX_TOKENS, OnnxReadingModel
from rag.models.onnx_session import WEIGHTS

if TYPE_CHECKING:
    from pathlib import Path

    from rag.steps import Reading

QUESTION = "When was the Eiffel Tower completed?"
ANSWERING = (
    "The Eiffel Tower stands on the Champ de Mars in Paris. It was completed in March 1889 as the entrance arch of the "
    "World's Fair. It is repainted every seven years."
)
NEAR = "The Eiffel Tower stands on the Champ de Mars in Paris. It is repainted every seven years, in three shades."
FAR = "Sourdough needs flour, water and salt. Feed the starter twice a day and bake the loaf in a hot oven."


@pytest.fixture(scope="module")
def model() -> OnnxReadingModel:
    return OnnxReadingModel()


def span(passage: str, reading: Reading) -> str:
    total = np.triu(np.add.outer(reading.start, reading.end)) - 1e3 * np.tril(np.ones((len(reading.start),) * 2), -1)
    first, last = divmod(int(total.argmax()), len(reading.start))
    return passage[reading.offsets[first, 0] : reading.offsets[last, 1]]


def same(one: Reading, other: Reading) -> bool:
    fields = ("offsets", "start", "end", "evidence")
    return one.relevance == other.relevance and all(np.array_equal(getattr(one, f), getattr(other, f)) for f in fields)


def test_the_passage_that_answers_is_the_most_relevant_and_its_span_is_found(model: OnnxReadingModel) -> None:
    answering, near, far = model.read(QUESTION, [ANSWERING, NEAR, FAR])
    assert answering.relevance > near.relevance > far.relevance
    assert answering.relevance > 0.5 > far.relevance
    assert "1889" in span(ANSWERING, answering)


def test_evidence_is_highest_in_the_supporting_sentence(model: OnnxReadingModel) -> None:
    (reading,) = model.read(QUESTION, [ANSWERING])
    begin, end = ANSWERING.index("It was"), ANSWERING.index(" It is")
    inside = (reading.offsets[:, 0] >= begin) & (reading.offsets[:, 1] <= end)
    assert reading.evidence[inside].mean() > reading.evidence[~inside].mean() + 0.1


@pytest.mark.parametrize(
    "passage",
    [
        ANSWERING,
        "Caf\u00e9 Zo\u00eb \U0001f600\U0001f468\u200d\U0001f469\u200d\U0001f467 opened here. \u4e2d\u6587 too.",
        "e\u0301 decomposed, \u0130stanbul, \ufb01ligree,\u00a0no-break\u200b and\ttabs\r\nline",
        "\x00control\x07 characters",
    ],
)
def test_offsets_count_code_points_and_lie_in_the_passage(model: OnnxReadingModel, passage: str) -> None:
    (reading,) = model.read("What opened?", [passage])
    assert reading.offsets.shape == (len(reading.start), 2)
    assert reading.offsets.dtype == np.int32
    for begin, end in reading.offsets:
        assert 0 <= begin < end <= len(passage)
        assert not passage[begin:end].isspace()
    words = [passage[begin:end] for begin, end in reading.offsets]
    if "opened" in passage:
        assert "opened" in words


def test_emoji_and_accents_do_not_move_the_words_after_them(model: OnnxReadingModel) -> None:
    passage = "\U0001f600\U0001f600 \u00c9mile opened the caf\u00e9 in 1921."
    (reading,) = model.read("When did it open?", [passage])
    assert "1921" in {passage[begin:end] for begin, end in reading.offsets}


def test_probabilities_are_probabilities_and_logits_are_finite(model: OnnxReadingModel) -> None:
    for reading in model.read(QUESTION, [ANSWERING, NEAR, FAR]):
        assert 0 <= reading.relevance <= 1
        assert ((reading.evidence >= 0) & (reading.evidence <= 1)).all()
        assert np.isfinite(reading.start).all()
        assert np.isfinite(reading.end).all()


def test_a_reading_depends_on_its_own_passage_alone(model: OnnxReadingModel) -> None:
    passages = [ANSWERING, NEAR, FAR, ANSWERING * 3]
    forward = model.read(QUESTION, passages)
    backward = model.read(QUESTION, passages[::-1])[::-1]
    alone = [model.read(QUESTION, [passage])[0] for passage in passages]
    assert all(same(*pair) for pair in zip(forward, backward, strict=True))
    assert all(same(*pair) for pair in zip(forward, alone, strict=True))


def test_threads_read_side_by_side_and_alike() -> None:
    fresh = OnnxReadingModel()
    with ThreadPoolExecutor(4) as pool:
        readings = list(pool.map(lambda _: fresh.read(QUESTION, [ANSWERING])[0], range(8)))
    assert all(same(readings[0], other) for other in readings)


def test_no_passages_no_readings(model: OnnxReadingModel) -> None:
    assert model.read(QUESTION, []) == []


def test_an_empty_passage_is_read_as_having_no_tokens(model: OnnxReadingModel) -> None:
    (reading,) = model.read(QUESTION, [""])
    assert reading.offsets.shape == (0, 2)
    assert reading.relevance < 0.5


def test_a_long_passage_is_cut_and_a_long_question_leaves_it_room(model: OnnxReadingModel) -> None:
    (reading,) = model.read(QUESTION, [ANSWERING + " " + FAR * 200])
    assert 200 < len(reading.start) < MAX_TOKENS
    assert reading.relevance > 0.3
    (reading,) = model.read("why " * 5000, [ANSWERING])
    assert len(reading.start) > 30


@pytest.mark.parametrize("name", ["reading.onnx", "tokenizer.json"])
def test_a_file_that_is_not_the_released_one_is_refused(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "weights"
    shutil.copytree(WEIGHTS, folder)
    content = bytearray((folder / name).read_bytes())
    content[len(content) // 2] ^= 1
    (folder / name).write_bytes(content)
    with pytest.raises(ModelError, match=name):
        OnnxReadingModel(folder).read(QUESTION, [ANSWERING])


def test_a_missing_file_is_one_clear_sentence(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="cannot be read"):
        OnnxReadingModel(tmp_path).read(QUESTION, [ANSWERING])


def test_reading_imports_neither_torch_nor_transformers() -> None:
    script = (
        "import sys; from rag.models.onnx_reader import OnnxReadingModel; "
        f"OnnxReadingModel().read({QUESTION!r}, [{NEAR!r}]); "
        "print([name for name in ('torch', 'transformers', 'sentence_transformers') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
