"""Judge claims by a model and by rules together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rag.steps import Judgement
from rag.verification.groundedness import SAID_PARTLY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rag.protocols import ClaimJudge
    from rag.steps import ClaimPair
    from rag.verification.rules import Comparison

# Probability from which on the model is believed where a statement has at least a part of the words, and below which
# it is doubted where words are added or lacking. Chosen, with the shares, on half of the claims of
# `python -m bench.verdicts`.
BELIEVED, DOUBTED = 0.6, 0.3
# Probability from which on the model is believed that a statement with all the words says otherwise.
OTHERWISE = 0.95
# Shares of a claim's words: a part, and so many that the model need not be sure.
PART, ENOUGH = 0.4, 0.6


class JointJudge:
    """Joins what a model reads with what rules compare.

    The model knows other words for the same; the rules know numbers, names, denials, order and scope. Where the rules
    see one of these differ, the statement does not support the claim, and contradicts it where nothing else differs. Of
    the rest most words, or enough words and a model that does not doubt it, support a claim. Where one of the two
    denies or only expects what the other says, the model must be sure.

    Parameters
    ----------
    model
        Judges by meaning.
    """

    def __init__(self, model: ClaimJudge) -> None:
        self._model = model

    def judge(self, pairs: Sequence[ClaimPair]) -> list[Judgement]:
        """Judge each pair."""
        from rag.verification.rules import compared  # noqa: PLC0415 (a question asks this judge nothing)

        judged = zip(pairs, self._model.judge(pairs), strict=True)
        return [_joint(compared(pair), by_model) for pair, by_model in judged]


def _joint(compared: Comparison, by_model: Judgement) -> Judgement:
    by_rules = compared.judgement
    is_sure = bool(by_rules.supported) and by_model.contradicted < OTHERWISE
    if compared.is_wrong or is_sure:
        return by_rules
    if by_model.supported >= BELIEVED and compared.share >= PART:
        return Judgement(by_model.supported, 0.0)
    if by_model.supported < by_model.contradicted:
        return Judgement(0.0, 0.0)
    if by_model.supported >= DOUBTED and compared.share >= ENOUGH and not compared.is_distant:
        return Judgement((SAID_PARTLY + by_model.supported) / 2, 0.0)
    return Judgement(0.0, 0.0)
