"""A model and rules together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rag.steps import ClaimPair, Judgement
from rag.verification.joint_judge import JointJudge

if TYPE_CHECKING:
    from collections.abc import Sequence

STATEMENT = "The mill in Lindholm grinds 40 sacks a day."
SAID = "The mill grinds 40 sacks a day."
OTHERWISE = "The mill grinds 50 sacks a day."
REWORDED = "Every day 40 bags of flour leave Lindholm."
ADDED = "The mill in Lindholm grinds 40 sacks a day for the bakeries of the coast."


class SureJudge:
    """Says of every pair that it is supported, or contradicted, with one probability."""

    def __init__(self, supported: float, contradicted: float = 0.0) -> None:
        self.supported, self.contradicted = supported, contradicted

    def judge(self, pairs: Sequence[ClaimPair]) -> list[Judgement]:
        return [Judgement(self.supported, self.contradicted) for _ in pairs]


@pytest.mark.parametrize(
    ("claim", "by_model", "is_supported"),
    [
        (SAID, 0.1, True),
        (REWORDED, 0.9, True),
        (REWORDED, 0.1, False),
        (ADDED, 0.1, False),
        (OTHERWISE, 0.9, False),
    ],
)
def test_a_model_is_believed_too_little_or_too_much(claim: str, by_model: float, is_supported: bool) -> None:
    (judged,) = JointJudge(SureJudge(by_model)).judge([ClaimPair(claim, STATEMENT)])
    assert (judged.supported > 0.5) is is_supported


def test_a_contradiction_by_the_rules_is_overruled() -> None:
    (judged,) = JointJudge(SureJudge(0.9)).judge([ClaimPair(OTHERWISE, STATEMENT)])
    assert judged.contradicted > 0.5


@pytest.mark.parametrize(
    ("claim", "statement"),
    [
        ("The company pays for the internet at home.", "Home internet is not paid back by the company."),
        ("The firm mended the lift in the first week of May.", "The firm expects the lift in the first week of May."),
    ],
)
def test_a_model_in_doubt_is_believed_of_what_is_denied_or_only_expected(claim: str, statement: str) -> None:
    (judged,) = JointJudge(SureJudge(0.4)).judge([ClaimPair(claim, statement)])
    assert judged.supported < 0.5


@pytest.mark.parametrize(("claim", "supported", "contradicted"), [(REWORDED, 0.4, 0.5), (SAID, 0.0, 0.99)])
def test_a_model_that_sees_a_contradiction_is_not_heard(claim: str, supported: float, contradicted: float) -> None:
    (heard,) = JointJudge(SureJudge(supported, contradicted)).judge([ClaimPair(claim, STATEMENT)])
    (unheard,) = JointJudge(SureJudge(supported)).judge([ClaimPair(claim, STATEMENT)])
    assert (heard.supported > 0.5, unheard.supported > 0.5) == (False, True)


def test_two_sentences_lend_each_other_a_name() -> None:
    statement = "Meta has allocated 65 billion dollars.\nThe race is led by companies like Google."
    (judged,) = JointJudge(SureJudge(0.9)).judge([ClaimPair("Google has allocated 65 billion dollars.", statement)])
    assert judged.supported < 0.5
