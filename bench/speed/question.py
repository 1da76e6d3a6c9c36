"""One question embedded through onnxruntime, beside the same model in torch."""

from __future__ import annotations

from functools import partial
from statistics import median
from typing import TYPE_CHECKING

import numpy as np

from bench.reporting.rows import Row, taken_in_turn
from bench.workloads.texts import QUESTIONS
from index.embedding.model_files import BUNDLED, find
from index.embedding.sentence_transformer import SentenceTransformerEmbedder

if TYPE_CHECKING:
    from bench.workloads.workshop import Workshop

REPEATS = 9


def measure(place: Workshop) -> list[Row]:  # noqa: ARG001 (one signature for all)
    """Return the time of a question, and how far the vectors are from torch's."""
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415 (8 s to import)

    embedder = SentenceTransformerEmbedder()
    embedder.embed_documents(["exports the model where it is not in the user's cache yet"])
    model = SentenceTransformer(str(find(BUNDLED).folder), local_files_only=True)

    def theirs(question: str) -> np.ndarray:
        return np.asarray(model.encode_query(question, normalize_embeddings=True, show_progress_bar=False))

    apart = max(float(np.abs(embedder.embed_question(each) - theirs(each)).max()) for each in QUESTIONS)
    times = [
        taken_in_turn(REPEATS, partial(embedder.embed_question, each), partial(theirs, each)) for each in QUESTIONS
    ]
    ours, torch = (median(column) * 1000 for column in zip(*times, strict=True))
    note = f"largest difference of a number in the vectors: {apart:.1e}"
    beside = "the same model through torch"
    return [Row("embedding one question through onnxruntime", ours, "ms", beside, torch, REPEATS, note)]
