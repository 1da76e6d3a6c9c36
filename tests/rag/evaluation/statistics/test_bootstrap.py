from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from rag.evaluation.statistics import bootstrap

shares = st.integers(2, 40).flatmap(
    lambda size: arrays.arrays(np.float64, size, elements=st.floats(0, 1, width=32, allow_nan=False))
)


def test_every_resample_has_as_many_questions_and_is_always_the_same() -> None:
    weights = bootstrap.resampled(30)
    assert weights.shape == (bootstrap.RESAMPLES, 30)
    assert (weights.sum(axis=1) == 30).all()
    assert np.array_equal(weights, bootstrap.resampled(30))
    assert not np.array_equal(weights, bootstrap.resampled(30, seed=1))


@given(shares)
def test_the_figure_of_a_mean_is_the_mean_and_lies_in_its_interval(values: bootstrap.Array) -> None:
    everywhere = np.ones(len(values), bool)
    statistic = bootstrap.ratio(values, np.ones(len(values)))
    figure = bootstrap.figure(statistic, everywhere, bootstrap.resampled(len(values)))
    assert figure is not None
    assert figure.value == pytest.approx(values.mean())
    assert values.min() - 1e-9 <= figure.low <= figure.high <= values.max() + 1e-9
    assert figure.questions == len(values)


def test_the_interval_is_that_of_the_normal_approximation() -> None:
    values = (np.arange(1000) % 10 < 3).astype(np.float64)
    figure = bootstrap.figure(bootstrap.ratio(values, np.ones(1000)), np.ones(1000, bool), bootstrap.resampled(1000))
    assert figure is not None
    error = 1.96 * np.sqrt(0.3 * 0.7 / 1000)
    assert (figure.low, figure.high) == pytest.approx((0.3 - error, 0.3 + error), abs=0.004)


def test_no_question_no_figure() -> None:
    nothing = np.zeros(5, bool)
    statistic = bootstrap.ratio(np.zeros(5), np.zeros(5))
    assert bootstrap.figure(statistic, nothing, bootstrap.resampled(5)) is None
    assert bootstrap.figure(statistic, np.ones(5, bool), bootstrap.resampled(5)) is None


def test_a_difference_is_paired() -> None:
    values = np.random.default_rng(1).random(50)
    mean, more = (bootstrap.ratio(each, np.ones(50)) for each in (values, values + 0.25))
    figure = bootstrap.figure(bootstrap.difference(more, mean), np.ones(50, bool), bootstrap.resampled(50))
    assert figure is not None
    assert (figure.low, figure.value, figure.high) == pytest.approx((0.25, 0.25, 0.25))


@given(shares, st.sampled_from([0.05, 0.5, 0.95, 1.0]), st.integers(0, 5))
def test_a_quantile_is_numpys_inverted_distribution(values: bootstrap.Array, share: float, seed: int) -> None:
    weights = bootstrap.resampled(len(values), resamples=5, seed=seed)
    found = bootstrap.quantile(values, np.ones(len(values), bool), share)(weights)
    for counts, value in zip(weights.astype(int), found, strict=True):
        expanded = np.repeat(values, counts)
        assert value == np.quantile(expanded, share, method="inverted_cdf")


def test_a_quantile_looks_at_its_mask_alone() -> None:
    values, mask = np.array([9.0, 1.0, 2.0, 3.0]), np.array([False, True, True, True])
    assert bootstrap.quantile(values, mask, 0.5)(np.ones((1, 4))) == 2
    assert np.isnan(bootstrap.quantile(values, mask, 0.5)(np.array([[4.0, 0, 0, 0]])))
