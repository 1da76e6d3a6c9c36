"""Judge claims by a model and by rules together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rag.steps import Judgement

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rag.protocols import ClaimJudge
    from rag.steps import ClaimPair

# Probability from which on the model alone is believed, and below which it overrules the rules. Chosen on the claims of
# `python -m bench.verdicts`.
BELIEVED, DOUBTED = 0.6, 0.3


class JointJudge:
    """Joins what a model reads with what rules compare.

    The model knows other words for the same; the rules know numbers, names and denials exactly. A statement supports a
    claim where the model is sure and no name, number or denial is misplaced, or where the rules say so and the model
    does not doubt it. Rules alone contradict.

    Parameters
    ----------
    model
        Judges by meaning.
    """

    def __init__(self, model: ClaimJudge) -> None:
        self._model = model

    def judge(self, pairs: Sequence[ClaimPair]) -> list[Judgement]:
        """Judge each pair."""
        from rag.verification.rules import RuleJudge, is_misplaced  # noqa: PLC0415 (a question asks this judge nothing)

        judged = zip(pairs, RuleJudge().judge(pairs), self._model.judge(pairs), strict=True)
        return [_joint(by_rules, by_model, believable=not is_misplaced(pair)) for pair, by_rules, by_model in judged]


def _joint(by_rules: Judgement, by_model: Judgement, *, believable: bool) -> Judgement:
    if by_rules.contradicted:
        return by_rules
    if by_model.supported >= BELIEVED and believable:
        return Judgement(by_model.supported, 0.0)
    return by_rules if by_model.supported >= DOUBTED else Judgement(0.0, 0.0)
