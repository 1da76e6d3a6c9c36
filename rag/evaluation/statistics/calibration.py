"""Statistics of the confidence: ranking, risk against coverage, calibration, as functions of weights.

Every function takes the confidence and the truth of each question, shape (questions,), and works on all resamples at
once, which scikit-learn's functions do not; the tests hold them to those.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rag.evaluation.statistics.bootstrap import divided

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rag.evaluation.statistics.bootstrap import Array, Statistic

BINS = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """Questions of similar confidence.

    Parameters
    ----------
    low, high
        Bounds of the confidence.
    questions
        How many.
    confidence, right
        Mean confidence, and share whose answer was right.
    """

    low: float
    high: float
    questions: int
    confidence: float
    right: float


def area_under_roc(confidence: Array, positive: NDArray[np.bool_]) -> Statistic:
    """Return the probability that a positive question has the higher confidence; a tie counts half."""
    order, first = _tied(confidence)
    truth = positive[order].astype(np.float64)

    def statistic(weights: Array) -> Array:
        ordered = weights[:, order]
        above = np.add.reduceat(ordered * truth, first, axis=1)
        below = np.add.reduceat(ordered * (1 - truth), first, axis=1)
        better = np.cumsum(above, axis=1) - above / 2  # descending: positives met so far beat these negatives
        return divided((better * below).sum(axis=1), above.sum(axis=1) * below.sum(axis=1))

    return statistic


def area_under_risk(confidence: Array, right: NDArray[np.bool_]) -> Statistic:
    """Return the mean, over all coverages, of the share of wrong answers among the questions answered.

    Questions are answered from the most confident down (El-Yaniv, Wiener 2010, "On the Foundations of Noise-free
    Selective Classification"). Of those that tie, each counts as the average of them.
    """
    order, first = _tied(confidence)
    wrong = 1.0 - right[order]
    group = np.repeat(np.arange(len(first)), np.diff([*first, len(order)]))

    def statistic(weights: Array) -> Array:
        ordered = weights[:, order]
        share = divided(np.add.reduceat(ordered * wrong, first, axis=1), np.add.reduceat(ordered, first, axis=1))
        missed = np.cumsum(np.nan_to_num(share)[:, group] * ordered, axis=1)
        answered = np.cumsum(ordered, axis=1)
        risk = np.nan_to_num(divided(missed, answered))
        return divided((risk * ordered).sum(axis=1), ordered.sum(axis=1))

    return statistic


def calibration_error(confidence: Array, right: NDArray[np.bool_]) -> Statistic:
    """Return the expected calibration error: the mean gap of confidence and share right, over bins of equal width."""
    member = np.eye(BINS)[_bin_of(confidence)]

    def statistic(weights: Array) -> Array:
        gaps = np.abs((weights * (confidence - right)) @ member)
        return divided(gaps.sum(axis=1), weights.sum(axis=1))

    return statistic


def risk_curve(confidence: Array, right: NDArray[np.bool_]) -> list[tuple[float, float, float]]:
    """Return (coverage, risk, confidence) after each distinct confidence, from the highest down."""
    order, first = _tied(confidence)
    last = [*(first[1:] - 1), len(order) - 1] if len(order) else []
    missed = np.cumsum(1.0 - right[order])
    count = np.arange(1, len(order) + 1)
    return [(float(count[i] / len(order)), float(missed[i] / count[i]), float(confidence[order[i]])) for i in last]


def reliability(confidence: Array, right: NDArray[np.bool_]) -> list[Bin]:
    """Return the bins of the reliability diagram that hold questions."""
    places = _bin_of(confidence)
    return [
        Bin(
            low=number / BINS,
            high=(number + 1) / BINS,
            questions=int((places == number).sum()),
            confidence=float(confidence[places == number].mean()),
            right=float(right[places == number].mean()),
        )
        for number in range(BINS)
        if (places == number).any()
    ]


def _tied(confidence: Array) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the order from the highest confidence down, and where each run of equal ones begins in it."""
    order = np.argsort(-confidence, kind="stable")
    ordered = confidence[order]
    return order, np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]][: len(ordered)])


def _bin_of(confidence: Array) -> NDArray[np.intp]:
    return np.minimum((confidence * BINS).astype(np.intp), BINS - 1)
