"""Groups of pairs in the style of what people own: forms, tables, lists, rules and notices, asked as people type."""

from __future__ import annotations

from typing import TYPE_CHECKING

from training.everyday.forms import make_forms
from training.everyday.notices import make_notices
from training.pool.counterfactuals import typo

if TYPE_CHECKING:
    import random

    from training.pool.examples import Pair

LEADS = ("Can you tell me: ", "Quick question: ", "Hello, ", "I would like to know: ", "hi! ")


def _typed(question: str, seed: float) -> str:
    """Ask as people type: without the mark, in small letters, after a greeting. The seed decides which."""
    if seed < 0.25:
        return question.rstrip("?")
    if seed < 0.4:
        return question.lower().rstrip("?") if seed < 0.33 else question.lower()
    if seed < 0.45:
        return LEADS[int(seed * 1e6) % len(LEADS)] + question
    return question


def make_everyday(rng: random.Random) -> list[Pair]:
    """Make one group: 3 to 8 pairs of one or two questions with 2 to 4 passages.

    Parameters
    ----------
    rng
        The only source of chance, so that the same seed gives the same group.

    Returns
    -------
    list of Pair
        Every question is answered by one passage of its group at least, and not by another.
    """
    pairs = make_forms(rng) if rng.random() < 0.5 else make_notices(rng)
    asked: dict[str, str] = {}
    for pair in pairs:
        if pair.question not in asked:
            typed = _typed(pair.question, rng.random())
            asked[pair.question] = typo(typed, rng) if rng.random() < 0.05 else typed
        pair.question = asked[pair.question]
    return pairs
