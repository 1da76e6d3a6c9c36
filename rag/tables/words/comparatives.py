"""Map comparatives to superlatives."""

from __future__ import annotations

from rag.tables.words.vocabulary import EXTREMES

_IRREGULAR = {"more": "most", "less": "least", "better": "best", "worse": "worst", "mehr": "meiste"}


def superlative(word: str) -> str:
    """Return the extreme that a comparative belongs to, "oldest" for "older"; "" for another word.

    >>> superlative("heavier"), superlative("kleiner"), superlative("river")
    ('heaviest', 'kleinste', '')
    """
    forms = (_IRREGULAR.get(word, ""), f"{word[:-1]}st", f"{word[:-2]}ste", f"{word[:-2]}este")
    is_comparative = word.endswith("er") or word in _IRREGULAR
    return next((form for form in forms if is_comparative and form in EXTREMES), "")
