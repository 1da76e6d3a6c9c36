"""An assistant over two texts whose answers a language model writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rag import Assistant, Settings, Turn
from rag.generation.extractive import ExtractiveReader
from rag.generation.llm import GenerativeReader
from tests.fakes import FakeReadingModel
from tests.memory_library import MemoryLibrary

if TYPE_CHECKING:
    from tests.harness.fake_language_model import FakeLanguageModel

TEXTS = {
    "plan": (
        "Alibaba announced a plan to invest 53 billion dollars. "
        "Analysts call the plan risky because payback is unclear. Lunch was not served. "
        "Jasmine Lyu called the plan a gamble in March 2025."
    ),
    "rival": "Meta has a plan of 65 billion dollars. Analysts call the plan of Meta safe. See http://meta.example/plan.",
}
HISTORY = (Turn("user", "What is the plan of Meta?"), Turn("assistant", "Meta has a plan of 65 billion dollars."))


def assistant(model: FakeLanguageModel, **chosen: object) -> Assistant:
    """Return an assistant over ``TEXTS`` whose answers a language model writes."""
    settings = Settings(reader="generative", language_model="fake", **chosen)  # type: ignore[arg-type]
    writer = GenerativeReader(model)
    library = MemoryLibrary.of(**TEXTS)
    return Assistant(library, FakeReadingModel(), ExtractiveReader(), settings, writers=[writer], language_model=model)
