"""Fakes that behave: the same laws as the real parts, none of the weight."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

import numpy as np

from rag.ports import Reading

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

WORD = re.compile(r"\w+")
STOP = frozenset("a an and are as at be by do does for from has have how in is it its of on or that the their this to was "
                 "were what when where which who why will with".split())  # fmt: skip


def words(text: str) -> list[str]:
    """Return the words that mean something, without a plural's s."""
    return [word.rstrip("s") for word in WORD.findall(text.lower()) if word not in STOP]


class FakeEmbedder:
    """Bag of words through a seeded random projection: texts that share words are near.

    Parameters
    ----------
    dimension
        Numbers in a vector.
    name
        Two fakes of other names are different embedders.
    fail_after
        Raise ``RuntimeError`` once this many texts were embedded; None never fails.
    """

    def __init__(self, dimension: int = 64, name: str = "fake", fail_after: int | None = None) -> None:
        self.dimension = dimension
        self.name = name
        self.identity = f"{name}@{dimension}"
        self.embedded: list[str] = []
        self.fail_after = fail_after

    def embed_documents(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        for done, text in enumerate(texts, 1):
            if self.fail_after is not None and len(self.embedded) >= self.fail_after:
                raise RuntimeError("the fake embedder was told to fail")
            self.embedded.append(text)
            if progress:
                progress(done)
        return np.stack([self._vector(text) for text in texts]) if texts else np.zeros((0, self.dimension), np.float32)

    def embed_question(self, text: str) -> NDArray[np.float32]:
        return self._vector(text)

    def _vector(self, text: str) -> NDArray[np.float32]:
        total = np.full(self.dimension, 1e-6)
        for word in words(text):
            seed = int.from_bytes(hashlib.sha256(f"{self.name}:{word}".encode()).digest()[:4], "big")
            total += np.random.default_rng(seed).standard_normal(self.dimension)
        return np.asarray(total / np.linalg.norm(total), np.float32)


class FakeReadingModel:
    """Reads by shared words: the sentence that shares most of the question's words supports the answer."""

    name = "fake"

    def read(self, question: str, passages: Sequence[str]) -> list[Reading]:
        return [self._reading(set(words(question)), passage) for passage in passages]

    def _reading(self, wanted: set[str], passage: str) -> Reading:
        tokens = list(WORD.finditer(passage))
        offsets = np.array([match.span() for match in tokens], np.int32).reshape(-1, 2)
        share = np.zeros(len(tokens), np.float32)
        bounds = [0, *(match.end() for match in re.finditer(r"[.!?]\s|\n", passage)), len(passage)]
        for low, high in zip(bounds, bounds[1:], strict=False):
            overlap = len(wanted & set(words(passage[low:high]))) / max(len(wanted), 1)
            inside = (offsets[:, 0] >= low) & (offsets[:, 1] <= high)
            share[inside] = overlap
        best = float(share.max(initial=0.0))
        return Reading(best, offsets, share * 10, share * 10, share)
