"""Statistics of weights, compared with scikit-learn."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from sklearn.metrics import roc_auc_score

from rag.evaluation.statistics import bootstrap, calibration

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Few distinct values, so that ties are common.
judged = st.lists(st.tuples(st.sampled_from([0.0, 0.1, 0.35, 0.5, 0.9, 1.0]), st.booleans()), min_size=2, max_size=30)
Judged = list[tuple[float, bool]]


def split(pairs: Judged) -> tuple[bootstrap.Array, NDArray[np.bool_]]:
    return np.array([one for one, _ in pairs]), np.array([right for _, right in pairs], bool)


@given(judged)
def test_the_area_under_roc_is_scikit_learns(pairs: Judged) -> None:
    confidence, right = split(pairs)
    assume(right.any() and not right.all())
    weights = bootstrap.resampled(len(pairs), resamples=4)
    found = calibration.area_under_roc(confidence, right)(np.vstack([np.ones(len(pairs)), weights]))
    assert found[0] == pytest.approx(roc_auc_score(right, confidence))
    for counts, value in zip(weights.astype(int), found[1:], strict=True):
        expanded = np.repeat(right, counts)
        if expanded.any() and not expanded.all():
            assert value == pytest.approx(roc_auc_score(expanded, np.repeat(confidence, counts)))
        else:
            assert np.isnan(value)


@given(judged)
def test_the_area_under_risk_does_not_depend_on_the_order_of_questions(pairs: Judged) -> None:
    ones = np.ones((1, len(pairs)))
    area = calibration.area_under_risk(*split(pairs))(ones)
    assert calibration.area_under_risk(*split(pairs[::-1]))(ones) == pytest.approx(area)
    assert 0 <= area[0] <= 1


def test_the_area_under_risk_of_a_known_case() -> None:
    # The most confident is right, the second wrong, the third right: risks 0, 1/2, 1/3.
    area = calibration.area_under_risk(np.array([0.2, 0.9, 0.5]), np.array([True, True, False]))(np.ones((1, 3)))
    assert area == pytest.approx((0 + 1 / 2 + 1 / 3) / 3)


@given(judged)
def test_an_area_of_a_resample_is_that_of_the_questions_spelled_out(pairs: Judged) -> None:
    confidence, right = split(pairs)
    distinct = np.argsort(confidence, kind="stable") / len(pairs)  # without ties the two must agree exactly
    for counts in bootstrap.resampled(len(pairs), resamples=3):
        times = counts.astype(int)
        whole = calibration.calibration_error(np.repeat(distinct, times), np.repeat(right, times))
        weighted = calibration.calibration_error(distinct, right)
        assert weighted(counts[None]) == pytest.approx(whole(np.ones((1, times.sum()))))


def test_the_calibration_error_of_known_cases() -> None:
    ones = np.ones((1, 4))
    right = np.array([True, False, True, False])
    assert calibration.calibration_error(np.full(4, 0.5), right)(ones) == pytest.approx(0)
    assert calibration.calibration_error(np.full(4, 1.0), right)(ones) == pytest.approx(0.5)
    assert calibration.calibration_error(right.astype(float), right)(ones) == pytest.approx(0)


@given(judged)
def test_the_curve_ends_where_everything_is_answered(pairs: Judged) -> None:
    confidence, right = split(pairs)
    curve = calibration.risk_curve(confidence, right)
    coverages = [coverage for coverage, _, _ in curve]
    assert coverages == sorted(set(coverages))
    coverage, risk, least = curve[-1]
    assert (coverage, risk, least) == pytest.approx((1, 1 - right.mean(), confidence.min()))
    for coverage, risk, bound in curve:
        assert coverage == pytest.approx((confidence >= bound).mean())
        assert risk == pytest.approx(1 - right[confidence >= bound].mean())


@given(judged)
def test_every_question_is_in_one_bin(pairs: Judged) -> None:
    confidence, right = split(pairs)
    bins = calibration.reliability(confidence, right)
    assert sum(each.questions for each in bins) == len(pairs)
    assert sum(each.questions * each.right for each in bins) == pytest.approx(right.sum())
    assert all(each.low - 1e-9 <= each.confidence <= each.high + 1e-9 for each in bins)
