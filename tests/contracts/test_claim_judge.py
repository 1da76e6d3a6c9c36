"""The contract of judges of claims, for each of them and for the fake."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rag.models import open_claim_judge
from rag.steps import ClaimPair
from rag.verification.joint_judge import JointJudge
from rag.verification.rules import RuleJudge
from tests.fakes import FakeClaimJudge

if TYPE_CHECKING:
    from collections.abc import Callable

    from rag.protocols import ClaimJudge

PAIRS = [
    ClaimPair("The mill grinds 40 sacks a day.", "The mill in Lindholm grinds 40 sacks a day."),
    ClaimPair("The mill grinds 50 sacks a day.", "The mill in Lindholm grinds 40 sacks a day.", "Orrin Mills\nMills"),
    ClaimPair("Ships sail.", "Bread needs flour.\nIt needs salt, too."),
    ClaimPair("😀 中文", ""),
]


JUDGES: dict[str, Callable[[], ClaimJudge]] = {
    "rules": RuleJudge,
    "model": open_claim_judge,
    "joint": lambda: JointJudge(open_claim_judge()),
    "fake": FakeClaimJudge,
}


@pytest.fixture(params=JUDGES, scope="module")
def judge(request: pytest.FixtureRequest) -> ClaimJudge:
    return JUDGES[request.param]()


def test_probabilities_are_no_probabilities_or_not_one_a_pair(judge: ClaimJudge) -> None:
    judged = judge.judge(PAIRS)
    assert len(judged) == len(PAIRS)
    assert all(each.supported >= 0 <= each.contradicted and each.supported + each.contradicted <= 1 for each in judged)
    assert judge.judge([]) == []


def test_a_pair_is_judged_by_its_neighbours(judge: ClaimJudge) -> None:
    assert judge.judge(PAIRS) == [judge.judge([pair])[0] for pair in PAIRS]
    assert judge.judge(PAIRS[::-1]) == judge.judge(PAIRS)[::-1]


def test_what_is_said_word_for_word_is_not_supported(judge: ClaimJudge) -> None:
    said = "The mill in Lindholm grinds 40 sacks a day."
    (judged,) = judge.judge([ClaimPair(said, said)])
    assert judged.supported > 0.5
