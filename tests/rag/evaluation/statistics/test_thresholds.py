from __future__ import annotations

import numpy as np
import pytest

from rag.evaluation.statistics.thresholds import GRID, balanced_accuracy, choose

CONFIDENCE = np.array([0.8, 0.4, 0.3])
ANSWERABLE = np.array([True, True, False])


def test_balanced_accuracy_at_each_threshold() -> None:
    at = dict(zip(GRID.tolist(), balanced_accuracy(CONFIDENCE, ANSWERABLE).tolist(), strict=True))
    assert (at[0.3], at[0.35], at[0.5], at[0.9]) == (0.5, 1.0, 0.75, 0.5)


@pytest.mark.parametrize(
    ("unrelated", "threshold"),
    [
        ([], 0.35),  # the smaller of 0.35 and 0.40
        ([0.1] * 100, 0.35),
        ([0.1] * 96 + [0.36] * 4, 0.4),
        ([0.1] * 96 + [0.5] * 4, 0.55),  # the smallest of 0.55 to 0.80
        ([1.0] * 10, 0.35),  # nothing refuses enough
    ],
)
def test_the_rule_takes_the_smallest_of_the_best_that_refuse_enough(unrelated: list[float], threshold: float) -> None:
    choice = choose({"a": (CONFIDENCE, ANSWERABLE)}, np.array(unrelated))
    assert choice is not None
    assert choice.threshold == threshold


def test_data_sets_weigh_the_same_whatever_their_size() -> None:
    asked = {"small": (CONFIDENCE, ANSWERABLE), "large": (np.tile(CONFIDENCE, 50), np.tile(ANSWERABLE, 50))}
    choice = choose(asked, np.array([]))
    assert choice is not None
    assert np.allclose(choice.mean, choice.accuracies["small"])


def test_no_choice_without_both_kinds_of_question() -> None:
    assert choose({"a": (CONFIDENCE, np.ones(3, bool))}, np.array([0.1])) is None
