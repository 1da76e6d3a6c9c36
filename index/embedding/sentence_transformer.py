"""Embed texts with a sentence-transformers model."""

from __future__ import annotations

import os
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING, Final

import numpy as np

from index.embedding.bert import BertEncoder
from index.embedding.model_files import BUNDLED, Weights, find
from index.embedding.onnx_query_encoder import OnnxQuestionEncoder, export, is_exported, open_encoder
from index.errors import EmbedderError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray
    from sentence_transformers import SentenceTransformer

# Texts in a batch; with texts sorted by length, larger ones were not faster on two cores.
BATCH = 32


class SentenceTransformerEmbedder:
    """Embeds with the bundled model, or any other by folder or name.

    Everything is loaded when it is first needed. ``identity`` and ``dimension`` read small files. The first question
    opens an ONNX file (bundled model only). The first document loads torch. sentence-transformers is loaded only for
    another model, or when the bundled one is not exported yet.

    Parameters
    ----------
    name
        The bundled ``all-MiniLM-L6-v2``, a folder, or a name on the Hugging Face hub.
    """

    def __init__(self, name: str = BUNDLED) -> None:
        self.name: Final = name
        self._lock: Final = Lock()
        self._loaded: SentenceTransformer | None = None
        self._encoder: OnnxQuestionEncoder | None = None
        self._bert: BertEncoder | None = None

    @cached_property
    def _weights(self) -> Weights:
        return find(self.name)

    @property
    def identity(self) -> str:
        """``name@hash`` of the weights."""
        return self._weights.identity

    @property
    def dimension(self) -> int:
        """Numbers in a vector."""
        return self._weights.dimension

    def embed_documents(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        """Return a vector for each text, shape (len(texts), dimension); ``progress`` gets the number done.

        Of a text longer than the model's window only the beginning is embedded.

        Raises
        ------
        EmbedderError
            When the model cannot be found, checked or loaded.
        """
        vectors = np.zeros((len(texts), self.dimension), np.float32)
        if not texts:
            return vectors
        if self._weights.sha256:
            return self._documents().encode(texts, progress)
        model = self._model()
        # Texts of similar length in a batch need little padding.
        order = sorted(range(len(texts)), key=lambda place: -len(texts[place]))
        for low in range(0, len(order), BATCH):
            places = order[low : low + BATCH]
            vectors[places] = _encoded(model, [texts[place] for place in places])
            if progress is not None:
                progress(low + len(places))
        return vectors

    def embed_question(self, text: str) -> NDArray[np.float32]:
        """Return the vector of a question, shape (dimension,).

        Raises
        ------
        EmbedderError
            When the model cannot be found, checked or loaded.
        """
        if self._encoder is None and self._weights.sha256:
            with self._lock:
                self._encoder = self._encoder or open_encoder(self._weights)
        if self._encoder is not None:
            return self._encoder.encode(text)
        model = self._model()
        vector = np.asarray(model.encode_query(text, show_progress_bar=False), np.float32)
        return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-12), np.float32)

    def _documents(self) -> BertEncoder:
        with self._lock:
            if self._bert is None:
                self._weights.check()
                self._bert = BertEncoder(self._weights)
                if not is_exported(self._weights):
                    export(self._loaded or _load(self.name, self._weights), self._weights)
            return self._bert

    def _model(self) -> SentenceTransformer:
        with self._lock:
            if self._loaded is None:
                self._weights.check()
                self._loaded = _load(self.name, self._weights)
                if self._weights.sha256:
                    export(self._loaded, self._weights)
            return self._loaded


def _load(name: str, weights: Weights) -> SentenceTransformer:
    # All files are in the folder; the network must not be asked for newer ones.
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415 (8 to 9 s to import)
    from transformers.utils.logging import disable_progress_bar  # noqa: PLC0415

    disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        model = SentenceTransformer(str(weights.folder), local_files_only=True, model_kwargs={"use_safetensors": True})
    except (OSError, ValueError, RuntimeError, KeyError, ImportError) as error:
        raise EmbedderError(f"The embedding model '{name}' in {weights.folder} cannot be loaded: {error}") from error
    if model.get_embedding_dimension() != weights.dimension:
        raise EmbedderError(
            f"The embedding model '{name}' gives {model.get_embedding_dimension()} numbers, but its configuration says "
            f"{weights.dimension}."
        )
    return model.eval()


def _encoded(model: SentenceTransformer, texts: list[str]) -> NDArray[np.float32]:
    vectors = model.encode_document(texts, batch_size=len(texts), show_progress_bar=False)
    vectors = np.asarray(vectors, np.float32)
    return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12), np.float32)
