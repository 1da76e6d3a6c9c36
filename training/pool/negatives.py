"""Mine hard negatives as the product retrieves: BM25 and the embedder's cosine, min-max fused, without the gold answer.

Mining asks of the retriever what it will get wrong in use; random paragraphs alone leave the reranker untrained where
it matters (Karpukhin et al. 2020, section 3.2).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import bm25s
import numpy as np
import Stemmer
from sentence_transformers import SentenceTransformer

from training.pool.data import base_weights_folder, normalised

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from training.pool.data import Paragraph

KEPT = 12
"""Negatives kept per question."""
RANKED = 200
"""Passages BM25 ranks per question."""
CANDIDATES = 48
"""Retrieved paragraphs looked at per question; those that hold an answer string are dropped."""


def embed(texts: Sequence[str], *, base: Path | None = None, batch_size: int = 64) -> NDArray[np.float32]:
    """Embed texts with the product's embedder, all-MiniLM-L6-v2: rows of unit length, shape ``(texts, 384)``."""
    model = SentenceTransformer(str(base or base_weights_folder()))
    vectors = model.encode(list(texts), batch_size=batch_size, normalize_embeddings=True, show_progress_bar=False)
    return np.asarray(vectors, dtype=np.float32)


def scaled(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """Scale each row to 0..1; a row whose scores are all equal says nothing and becomes zeros."""
    low = scores.min(axis=-1, keepdims=True)
    width = scores.max(axis=-1, keepdims=True) - low
    return np.where(width > 0, (scores - low) / np.maximum(width, 1e-9), 0.0).astype(np.float32)


def fused_scores(
    questions: Sequence[str], passages: Sequence[str], *, base: Path | None = None, block: int = 1024
) -> Iterator[NDArray[np.float32]]:
    """Score all passages for each question: the sum of min-max scaled BM25 and cosine, in blocks of questions.

    Yields
    ------
    array
        Shape ``(up to block, passages)``, values 0..2. BM25 is taken from its first 200 passages, 0 elsewhere.
    """
    stemmer = Stemmer.Stemmer("english")
    index = bm25s.BM25()
    index.index(
        bm25s.tokenize(list(passages), stopwords="en", stemmer=stemmer, show_progress=False), show_progress=False
    )
    tokens = bm25s.tokenize(list(questions), stopwords="en", stemmer=stemmer, show_progress=False)
    passage_vectors, question_vectors = embed(passages, base=base), embed(questions, base=base)
    found, keyword_scores = index.retrieve(tokens, k=min(RANKED, len(passages)), show_progress=False, n_threads=-1)
    for begin in range(0, len(questions), block):
        cosine = question_vectors[begin : begin + block] @ passage_vectors.T
        keyword = np.zeros_like(cosine)
        np.put_along_axis(
            keyword, found[begin : begin + block].astype(np.int64), keyword_scores[begin : begin + block], 1
        )
        yield scaled(cosine) + scaled(keyword)


def mine(pool: Sequence[Paragraph], base: Path | None = None) -> None:
    """Fill in every question's ``negatives``: the best-ranked paragraphs that do not hold one of its answers.

    An answer string elsewhere makes a paragraph a likely second gold, so it is left out. Whole-sentence answers
    (MultiRC) never recur, so they exclude only their own paragraph.
    """
    passages = [paragraph.text for paragraph in pool]
    words = [normalised(text) for text in passages]
    owners = [(at, question) for at, paragraph in enumerate(pool) for question in paragraph.questions]
    row = 0
    for block in fused_scores([question.text for _, question in owners], passages, base=base):
        kept = min(CANDIDATES, len(passages) - 1)
        best = np.argpartition(-block, kept, axis=1)[:, :kept]
        for scores, top in zip(block, best, strict=True):
            own, question = owners[row]
            row += 1
            answers = {normalised(pool[own].text[start:end]) for start, end in question.answers}
            ranked = top[np.argsort(-scores[top], kind="stable")]
            question.negatives = [
                int(at) for at in ranked if at != own and not any(answer in words[at] for answer in answers)
            ][:KEPT]
