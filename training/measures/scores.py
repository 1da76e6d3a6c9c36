"""Scores of what a reader says of a passage, and of two groups of numbers."""

from __future__ import annotations

import string
from collections import Counter
from typing import TYPE_CHECKING, Protocol

import numpy as np

from training.pool.data import sentence_spans

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

LONGEST_ANSWER = 40
"""Tokens of the longest span looked for."""


class Read(Protocol):
    """What a reader says of one pair, as ``rag.protocols.Reading`` and :class:`~training.network.reader.RawReading`."""

    @property
    def relevance(self) -> float:
        """How well the passage answers; larger is better."""
        ...

    @property
    def offsets(self) -> NDArray[np.int32]:
        """Where tokens stand in the passage, shape ``(tokens, 2)``."""
        ...

    @property
    def start(self) -> NDArray[np.float32]:
        """Logits that the answer starts at a token."""
        ...

    @property
    def end(self) -> NDArray[np.float32]:
        """Logits that the answer ends at a token."""
        ...

    @property
    def evidence(self) -> NDArray[np.float32]:
        """Probabilities that a token stands in a supporting sentence."""
        ...


def answerable_of(reading: Read) -> float:
    """Probability that a passage answers: the product's relevance is one already, a raw reading keeps it apart."""
    return float(getattr(reading, "answerable", reading.relevance))


def best_span(reading: Read) -> tuple[int, int, float]:
    """Find the span with the largest start + end logit: ``(start, end, logit)`` in characters."""
    size = len(reading.start)
    if not size:
        return 0, 0, -1e9
    scores = reading.start[:, None] + reading.end[None, :]
    allowed = np.triu(np.ones((size, size), dtype=bool)) & ~np.triu(np.ones((size, size), dtype=bool), LONGEST_ANSWER)
    first, last = divmod(int(np.argmax(np.where(allowed, scores, -1e9))), size)
    return int(reading.offsets[first, 0]), int(reading.offsets[last, 1]), float(scores[first, last])


def _words(text: str) -> list[str]:
    text = "".join(" " if character in string.punctuation else character for character in text.lower())
    return [word for word in text.split() if word not in {"a", "an", "the"}]


def word_f1(text: str, answers: Sequence[str]) -> float:
    """Best word F1 against any annotated answer, as SQuAD measures it (Rajpurkar et al. 2016)."""
    best, mine = 0.0, _words(text)
    for answer in answers:
        theirs = _words(answer)
        shared = sum((Counter(mine) & Counter(theirs)).values())
        best = max(best, 2 * shared / (len(mine) + len(theirs)) if shared else 0.0)
    return best


def area(right: Sequence[float], wrong: Sequence[float]) -> float:
    """Area under the ROC curve: the chance that a right one scores above a wrong one, ties count half."""
    values = np.concatenate([right, wrong])
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[inverse]
    return float((ranks[: len(right)].sum() - len(right) * (len(right) + 1) / 2) / (len(right) * len(wrong)))


def balanced(right: Sequence[float], wrong: Sequence[float]) -> tuple[float, float]:
    """Best mean of "answers the answerable" and "refuses the rest" over all thresholds: ``(accuracy, threshold)``."""
    best = (0.0, 0.0)
    for threshold in np.quantile(np.concatenate([right, wrong]), np.linspace(0, 1, 201)):
        accuracy = 0.5 * (np.mean(np.asarray(right) >= threshold) + np.mean(np.asarray(wrong) < threshold))
        best = max(best, (float(accuracy), float(threshold)))
    return best


def sentence_scores(passage: str, reading: Read) -> list[tuple[tuple[int, int], float]]:
    """Mean evidence probability of every sentence of a passage."""
    scored = []
    for begin, end in sentence_spans(passage):
        held = (reading.offsets[:, 1] > begin) & (reading.offsets[:, 0] < end)
        scored.append(((begin, end), float(reading.evidence[held].mean()) if held.any() else 0.0))
    return scored
