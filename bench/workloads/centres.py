"""Make any number of chunks of real words, and vectors around 1,000 centres."""

from __future__ import annotations

import gzip
import hashlib
import json
import zlib
from itertools import accumulate
from typing import TYPE_CHECKING, Any

import numpy as np

from index.types import Chunk, Document

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

CENTRES = 1_000
# Words of a chunk, and chunks of a document.
WORDS, CHUNKS = 60, 100


class CentresEmbedder:
    """Puts a text near one of 1,000 random directions, always the same one; its cosine with it is about 0.7."""

    name = "centres"
    identity = "centres@1"
    dimension = 384

    def __init__(self) -> None:
        self._centres = _unit(np.random.default_rng(1).standard_normal((CENTRES, self.dimension)))

    def embed_documents(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        """Return a vector for each text."""
        marks = [zlib.crc32(text.encode()) for text in texts]
        chance = np.array([np.random.default_rng(mark).standard_normal(self.dimension) for mark in marks])
        vectors = _unit(self._centres[[mark % CENTRES for mark in marks]] + _unit(chance))
        if progress is not None:
            progress(len(texts))
        return vectors

    def embed_question(self, text: str) -> NDArray[np.float32]:
        """Return the vector of a text."""
        return np.asarray(self.embed_documents([text])[0], np.float32)


def known_words(data: Path) -> list[str]:
    """Return the words of the public documents in ``eval/``, each as often as it stands there."""
    with gzip.open(data / "eval" / "wiki_articles.json.gz", "rt", encoding="utf-8") as file:
        return " ".join(document["text"] for document in json.load(file)["documents"]).split()


def documents(words: Sequence[str], number: int) -> Iterator[tuple[Document, list[Chunk]]]:
    """Yield documents with ``number`` chunks in all, drawn from ``words``; the same ones every time."""
    chance = np.random.default_rng(7)
    for place, first in enumerate(range(0, number, CHUNKS)):
        texts = [" ".join(drawn) for drawn in _drawn(words, min(CHUNKS, number - first), chance)]
        source, mark = f"{place:06d}.txt", hashlib.sha256(f"{place}".encode()).hexdigest()
        ends = list(accumulate(len(text) + 2 for text in texts))
        chunks = [
            Chunk(source, mark, position, end - 2 - len(text), end - 2, (), text)
            for position, (text, end) in enumerate(zip(texts, ends, strict=True))
        ]
        yield Document(source, f"Document {place}", "\n\n".join(texts), (), (), mark), chunks


def questions(words: Sequence[str], number: int) -> list[str]:
    """Return questions of eight words each."""
    chance = np.random.default_rng(11)
    return [" ".join(words[place] for place in chance.integers(len(words), size=8)) for _ in range(number)]


def _drawn(words: Sequence[str], number: int, chance: np.random.Generator) -> Iterator[list[str]]:
    for places in chance.integers(len(words), size=(number, WORDS)).tolist():
        yield [words[place] for place in places]


def _unit(vectors: NDArray[np.floating[Any]]) -> NDArray[np.float32]:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / lengths, np.float32)
