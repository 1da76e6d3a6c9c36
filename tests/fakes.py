"""Light fakes that obey the contracts of the real parts."""

from __future__ import annotations

import hashlib
import itertools
import re
from typing import TYPE_CHECKING

import numpy as np

from index import Document
from index.loaders import attachments, parse
from rag.steps import Judgement, Reading

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from index.types import Attachment
    from rag.steps import ClaimPair

WORD = re.compile(r"\w+")
STOP = frozenset(
    """
    a an and are as at be by do does for from has have how in is it its of on or that the their this to was were what
    when where which who why will with
    """.split()
)


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


class DirectParser:
    """Parses in this process: no protection, and no process to start."""

    recognises = ""

    def parse(self, data: bytes, source: str, page_progress: Callable[[int, int], None] | None = None) -> Document:
        return parse(data, source)

    def attachments(self, data: bytes, source: str) -> Sequence[Attachment]:
        return attachments(data, source)

    def close(self) -> None:
        pass


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
        for low, high in itertools.pairwise(bounds):
            overlap = len(wanted & set(words(passage[low:high]))) / max(len(wanted), 1)
            inside = (offsets[:, 0] >= low) & (offsets[:, 1] <= high)
            share[inside] = overlap
        best = float(share.max(initial=0.0))
        return Reading(best, offsets, share * 10, share * 10, share)


class FakeClaimJudge:
    """Says that a statement supports a claim by the share of its words that the statement has, and never otherwise."""

    def judge(self, pairs: Sequence[ClaimPair]) -> list[Judgement]:
        return [
            Judgement(
                len(set(words(pair.claim)) & set(words(pair.statement))) / max(len(set(words(pair.claim))), 1), 0.0
            )
            for pair in pairs
        ]


def document_of(text: str, name: str = "text") -> Document:
    """Return a document of one section."""
    return Document(f"{name}.txt", name, text, (), (), hashlib.sha256(text.encode()).hexdigest())
