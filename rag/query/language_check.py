"""Whether texts are in English, the language that the bundled models were trained for."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from index.text.languages import ENGLISH, language_of

if TYPE_CHECKING:
    from collections.abc import Iterable

NEAREST = 3


def is_english(text: str) -> bool:
    """Tell whether a text looks English; a few words of no clear language, such as names, count as English."""
    return language_of(text) == ENGLISH


def unknown(question: str, passages: Iterable[str]) -> str:
    """Return the sentence that says which texts are not in English, so that no answer is sure; "" where all are.

    Of the passages the first ``NEAREST`` are looked at.
    """
    texts = list(islice(passages, NEAREST))
    foreign = [] if is_english(question) else ["the question"]
    if sum(not is_english(text) for text in texts) * 2 > len(texts):
        foreign.append("the passages found")
    if not foreign:
        return ""
    what = " and ".join(foreign)
    verb = "do" if what.endswith("found") else "does"
    return f"{what[0].upper()}{what[1:]} {verb} not look English, the only language that the bundled models know."
