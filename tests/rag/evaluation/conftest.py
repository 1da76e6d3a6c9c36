"""A small data set, and the assistant's outcomes on it."""

from __future__ import annotations

import copy
import json
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from index import LocalLibrary
from index.chunking.chunker import Splitting
from rag import Settings
from rag.evaluation import DataSet, Evaluation, evaluate, load
from rag.evaluation.libraries import fill
from tests.fakes import DirectParser, FakeEmbedder, FakeReadingModel

if TYPE_CHECKING:
    from collections.abc import Iterator

CATS = "Cats sleep most of the day. Cats hunt mice at night. A kitten drinks milk."
PLAN = "The company announced a plan. Analysts call the plan risky because payback is unclear. Lunch was served."
ROME = "Rome was founded in 753 BC. Its river is the Tiber. Romans built aqueducts from stone."
CONTENT: dict[str, Any] = {
    "documents": [
        {"id": "cats", "title": "Cats", "text": CATS},
        {"id": "news/plan", "title": "", "text": PLAN},
        {"id": "rome", "title": "Rome", "text": ROME},
    ],
    "questions": [
        {
            "question": "Why do analysts call the plan risky?",
            "answerable": True,
            "answers": ["payback is unclear", "Unclear payback"],
            "evidence": [{"doc_id": "news/plan", "quote": "Analysts call the plan risky because payback is unclear."}],
        },
        {
            "question": "Which river is the Tiber?",
            "answerable": True,
            "answers": ["the Tiber"],
            "evidence": [{"doc_id": "rome", "quote": "Its river is the Tiber."}],
        },
        {"question": "Who painted the wooden spaceship?", "answerable": False, "evidence": []},
        {
            "question": "And when do they hunt?",
            "answerable": True,
            "answers": ["at night"],
            "evidence": [{"doc_id": "cats", "quote": "Cats hunt mice at night."}],
            "history": [
                {"role": "user", "text": "Do cats sleep most of the day?"},
                {"role": "assistant", "text": "Cats sleep most of the day."},
            ],
            "rewrite": "When do cats hunt mice?",
            "turn": 2,
        },
    ],
}


@pytest.fixture
def content() -> dict[str, Any]:
    return copy.deepcopy(CONTENT)


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> DataSet:
    path = tmp_path_factory.mktemp("data") / "small.json"
    path.write_text(json.dumps(CONTENT))
    return load(path)


@pytest.fixture(scope="session")
def other(tmp_path_factory: pytest.TempPathFactory) -> DataSet:
    """Return a data set of which one question is answered by the first one's documents too."""
    path = tmp_path_factory.mktemp("data") / "other.json"
    text = "Its river is the Tiber. Volcanoes erupt lava. Penguins swim."
    asked = [
        {"question": "What do volcanoes erupt?", "quote": "Volcanoes erupt lava."},
        {"question": "Which river does Rome have?", "quote": "Its river is the Tiber."},
    ]
    questions = [
        {
            "question": each["question"],
            "answerable": True,
            "answers": [],
            "evidence": [{"doc_id": "o", "quote": each["quote"]}],
        }
        for each in asked
    ]
    path.write_text(json.dumps({"documents": [{"id": "o", "text": text}], "questions": questions}))
    return load(path)


@pytest.fixture(scope="session")
def settings() -> Settings:
    return Settings(threshold=0.45)


@pytest.fixture(scope="session")
def library(data: DataSet, settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalLibrary]:
    splitting = Splitting(settings.chunk_characters, settings.chunk_overlap)
    with closing(
        LocalLibrary(tmp_path_factory.mktemp("library"), FakeEmbedder(), splitting, DirectParser())
    ) as library:
        fill(library, data.documents)
        yield library


@pytest.fixture(scope="session")
def evaluation(data: DataSet, other: DataSet, library: LocalLibrary, settings: Settings) -> Evaluation:
    return evaluate(data, library, FakeReadingModel(), settings, others=(other,))
