"""Passages read by the reading model as it is shipped, beside a network of its size in float32."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench.reporting.rows import Row, taken_in_turn
from bench.workloads.texts import QUESTIONS, write_documents
from index.chunking.chunker import Splitting, split
from index.embedding.model_files import BUNDLED, find
from index.loaders import load
from rag.models import open_reading_model
from rag.settings import Settings

if TYPE_CHECKING:
    from bench.workloads.workshop import Workshop

PASSAGES = 10
REPEATS = 9


def measure(place: Workshop) -> list[Row]:
    """Return pairs of question and passage a second, loading not counted."""
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415 (8 s to import)

    (path,) = write_documents(place.folder / "read", 1, 2 * PASSAGES * Splitting().characters)
    passages = [chunk.text for chunk in split(load(path, path.name), Splitting())][:PASSAGES]
    reader = open_reading_model(Settings().reading_model)
    model = SentenceTransformer(str(find(BUNDLED).folder), local_files_only=True)
    texts = [f"{QUESTIONS[0]} {passage}" for passage in passages]
    reader.read(QUESTIONS[0], passages)
    model.encode(texts, show_progress_bar=False)
    ours, theirs = taken_in_turn(
        REPEATS,
        lambda: reader.read(QUESTIONS[0], passages),
        lambda: model.encode(texts, show_progress_bar=False),
    )
    what = f"reading {len(passages)} passages, int8 as shipped"
    beside = f"{BUNDLED}, a network of its layers and width, on the same texts: float32, torch"
    return [Row(what, len(passages) / ours, "pairs/s", beside, len(passages) / theirs, REPEATS)]
