"""An embedder that costs next to nothing: what a search costs does not depend on what the vectors mean."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray


class HashingEmbedder:
    """Adds a fixed random vector for each word of a text; as many numbers as the bundled model's vectors have."""

    name = "hashing"
    identity = "hashing@1"
    dimension = 384

    def __init__(self) -> None:
        self._words: dict[str, NDArray[np.float32]] = {}

    def embed_documents(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        """Return a vector for each text."""
        vectors = np.zeros((len(texts), self.dimension), np.float32)
        for place, text in enumerate(texts):
            vectors[place] = self.embed_question(text)
        if progress is not None:
            progress(len(texts))
        return vectors

    def embed_question(self, text: str) -> NDArray[np.float32]:
        """Return the vector of a text."""
        total = np.full(self.dimension, 1e-6, np.float32)
        for word in text.lower().split():
            total += self._word(word)
        return np.asarray(total / np.linalg.norm(total), np.float32)

    def _word(self, word: str) -> NDArray[np.float32]:
        if word not in self._words:
            chance = np.random.default_rng(zlib.crc32(word.encode()))
            self._words[word] = chance.standard_normal(self.dimension).astype(np.float32)
        return self._words[word]
