"""Figures with 95 % intervals, by the percentile bootstrap over questions.

A statistic is a function of weights: how often each question counts. With every weight 1 it gives the figure; with the
counts of a resample (Efron 1979, "Bootstrap Methods: Another Look at the Jackknife") it gives what the figure would
have been on another draw of questions. Weights have shape (resamples, questions), so a thousand resamples are one
matrix product.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

RESAMPLES = 1000
SEED = 20
Array = NDArray[np.float64]
Statistic = Callable[[Array], Array]


@dataclass(frozen=True, slots=True)
class Figure:
    """A number and its 95 % interval.

    Parameters
    ----------
    value
        On the questions as they are.
    low, high
        2.5 and 97.5 percentile over resamples of the questions.
    questions
        Number of questions.
    """

    value: float
    low: float
    high: float
    questions: int


def resampled(questions: int, resamples: int = RESAMPLES, seed: int = SEED) -> Array:
    """Return how often each question occurs in each resample, shape (resamples, questions)."""
    generator = np.random.default_rng(seed)
    return generator.multinomial(questions, np.full(questions, 1 / questions), resamples).astype(np.float64)


def figure(statistic: Statistic, rests_on: NDArray[np.bool_], weights: Array) -> Figure | None:
    """Return a figure with its interval, or None where there is no question to rest on.

    Parameters
    ----------
    statistic
        The figure as a function of weights.
    rests_on
        Shape (questions,): which questions it is about.
    weights
        From ``resampled``.
    """
    count = int(rests_on.sum())
    if not count:
        return None
    value = float(statistic(np.ones((1, len(rests_on))))[0])
    if np.isnan(value):
        return None
    draws = statistic(weights)
    draws = draws[~np.isnan(draws)]  # a resample may lack the questions that the figure is about
    low, high = np.percentile(draws, (2.5, 97.5)) if draws.size else (value, value)
    return Figure(value, float(low), float(high), count)


def ratio(above: Array, below: Array) -> Statistic:
    """Return the statistic "sum of ``above`` by sum of ``below``"; with a mask below, a mean over it."""

    def statistic(weights: Array) -> Array:
        return divided(weights @ above, weights @ below)

    return statistic


def mean_of(*statistics: Statistic) -> Statistic:
    """Return the mean of statistics."""
    return lambda weights: np.mean([statistic(weights) for statistic in statistics], axis=0)


def difference(first: Statistic, second: Statistic) -> Statistic:
    """Return the first less the second; on the same resamples, so it is a paired comparison."""
    return lambda weights: first(weights) - second(weights)


def quantile(values: Array, mask: NDArray[np.bool_], share: float) -> Statistic:
    """Return the statistic "smallest value with at least ``share`` of the questions of ``mask`` at or below it"."""
    kept = np.flatnonzero(mask)
    order = kept[np.argsort(values[kept], kind="stable")]

    def statistic(weights: Array) -> Array:
        reached = np.cumsum(weights[:, order], axis=1)
        total = reached[:, -1:]
        place = np.argmax(reached >= np.maximum(share * total, np.finfo(float).tiny), axis=1)
        return np.where(total[:, 0] > 0, values[order][place], np.nan)

    return statistic


def divided(above: Array, below: Array) -> Array:
    """Return the quotient, not-a-number where ``below`` is 0."""
    quotient = np.full(np.shape(above), np.nan)
    np.divide(above, below, out=quotient, where=below > 0)
    return quotient
