"""Choose the default threshold by a stated rule."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from rag.evaluation.statistics.bootstrap import Array

RULE = (
    "Of the thresholds 0.05, 0.10 ... 0.95 at which at least 97 % of the off-topic questions are refused, the one with "
    "the best balanced accuracy, averaged over the data sets that hold at least 20 unanswerable questions; the "
    "smallest of those that are equally good."
)
# Fewer unanswerable questions say next to nothing of a threshold: mtRAG's 16 would weigh as much as SQuAD's 600.
MIN_UNANSWERABLE = 20
OFF_TOPIC = 0.97
# Finer steps say nothing: near the choice, one of these moves a figure by less than its 95 % interval is wide.
GRID = np.round(np.arange(0.05, 1.0, 0.05), 2)


@dataclass(frozen=True, slots=True)
class Choice:
    """What each threshold of ``GRID`` brings, shape (thresholds,), and the one that the rule takes.

    Parameters
    ----------
    refused
        Share of the off-topic questions refused; not-a-number where none was asked.
    accuracies
        Balanced accuracy by data set.
    mean
        Their mean.
    threshold
        The choice.
    """

    refused: Array
    accuracies: Mapping[str, Array]
    mean: Array
    threshold: float


def choose(
    asked: Mapping[str, tuple[Array, NDArray[np.bool_]]], unrelated: Array, min_unanswerable: int = 1
) -> Choice | None:
    """Apply the rule; None where no data set holds both answerable and enough unanswerable questions.

    Where nothing was asked off topic, or no threshold refuses enough of it, accuracy alone decides.

    Parameters
    ----------
    asked
        By data set: confidence of each question, and whether it is answerable.
    unrelated
        Confidence of each off-topic question.
    min_unanswerable
        Unanswerable questions that a data set must hold to count.
    """
    accuracies = {
        name: balanced_accuracy(confidence, answerable)
        for name, (confidence, answerable) in asked.items()
        if answerable.any() and (~answerable).sum() >= min_unanswerable
    }
    if not accuracies:
        return None
    mean = np.mean(list(accuracies.values()), axis=0)
    refused = np.array([(unrelated < threshold).mean() if unrelated.size else np.nan for threshold in GRID])
    allowed = refused >= OFF_TOPIC
    if not allowed.any():
        allowed[:] = True
    return Choice(refused, accuracies, mean, float(GRID[np.argmax(np.where(allowed, mean, -np.inf))]))


def balanced_accuracy(confidence: Array, answerable: NDArray[np.bool_]) -> Array:
    """Return the balanced accuracy of answering and refusing at each threshold of ``GRID``."""
    answered = confidence[:, None] >= GRID
    return np.asarray((answered[answerable].mean(axis=0) + (~answered[~answerable]).mean(axis=0)) / 2, np.float64)
