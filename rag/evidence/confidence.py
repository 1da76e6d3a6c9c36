"""Estimate how probably an answer is right."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from index.text.tokenizer import content_words, terms

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rag.steps import Support

# From the log-odds of the reading model to the probability of a right answer (python -m bench.calibrate): over
# wiki_articles and clapnq slope 0.69 and intercept -0.22, over the first half of the trial 0.67 and 0.16.
SLOPE, INTERCEPT = 0.68, -0.03
# An answer that has none of the question's own words but names is no surer than this: "How much does Ada earn?" is not
# answered by what Ada expects to pay. Over the trial, 1 wrong answer of 138 with more was such a one, and 2 right ones.
WITHOUT_WORDS = 0.79


def confidence(passage: float, sentence: float) -> float:
    """Return the calibrated probability that an answer is right (Platt 1999, on the mean of the two log-odds).

    Parameters
    ----------
    passage, sentence
        Probability, 0 to 1, that the passage answers, and that its best sentence does alone.
    """
    return 1 / (1 + math.exp(-(SLOPE * (_log_odds(passage) + _log_odds(sentence)) / 2 + INTERCEPT)))


def bounded(probability: float, question: str, supports: Iterable[Support]) -> float:
    """Return a confidence, at most ``WITHOUT_WORDS`` where the supports share no plain word with the question."""
    plain = {term for word in content_words(question) if word.islower() for term in terms(word)}
    said = (line for each in supports for line in (*each.headings, each.before, each.labelled or each.quote))
    return probability if not plain or not plain.isdisjoint(terms(" ".join(said))) else min(probability, WITHOUT_WORDS)


def _log_odds(probability: float) -> float:
    inside = min(max(probability, 1e-6), 1 - 1e-6)
    return math.log(inside / (1 - inside))
