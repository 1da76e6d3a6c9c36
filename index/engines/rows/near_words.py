"""Near spellings on an engine: a table of all words, in which those that resemble a word are found in one call.

Two words are at most one or two edits apart where leaving out as many letters makes them the same (Mor and Fraenkel
1982). So each word is stored with the forms that it has without one or two letters; those of the question's word are
matched with them. Only the first letters count for that (as in SymSpell, Garbe 2012): it keeps the forms few.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from index.engines.conditions import AnyOf, Condition
from index.engines.rows.words import encoded
from index.engines.tables import KEY
from index.search.fuzzy import LONG_WORD, MIN_LETTERS, Spelling

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from index.engines.conditions import Where
    from index.engines.tables import Row

# Letters of a word whose forms are stored: with 7 a long word has at most 29 of them.
_LETTERS = 7
# Longer words are not stored.
_MAX_LETTERS = 100


def word_rows(words: Iterable[str]) -> list[Row]:
    """Return the rows of those words that a misspelt one may resemble."""
    return [
        # A question's word of 8 letters may be two edits away from one of 6.
        {KEY: encoded(word), "word": word, "letters": len(word), "forms": " ".join(_forms(word, _reach(len(word) + 2)))}
        for word in words
        if MIN_LETTERS - 1 <= len(word) <= _MAX_LETTERS and word.isalpha()
    ]


def resembling(asked: Iterable[Sequence[str]]) -> Where:
    """Return the condition for the rows of a question's words that are known, and of those that they resemble.

    Parameters
    ----------
    asked
        The forms of each word, as ``question_forms`` returns them.

    Returns
    -------
    Nothing where no word could be a misspelt one.
    """
    words = [word for word in asked if _may_be_misspelt(word[0])]
    if not words:
        return ()
    known = Condition(KEY, "in", sorted({encoded(form) for word in words for form in word}))
    forms = {form for word in words for form in _forms(word[0], _reach(len(word[0])))}
    return (AnyOf((known, Condition("forms", "match", sorted(forms)))),)


def near(asked: Iterable[Sequence[str]], rows: Collection[Row]) -> list[str]:
    """Return what the words resemble that are not known, each at most three words.

    Parameters
    ----------
    asked
        As for ``resembling``.
    rows
        That meet its condition, with "word".
    """
    words = {row["word"] for row in rows}
    lost = [word[0] for word in asked if _may_be_misspelt(word[0]) and words.isdisjoint(word)]
    spelling = Spelling(sorted(words)) if lost else None
    return [found for word in lost for found in spelling.nearest(word)] if spelling else []


def _may_be_misspelt(word: str) -> bool:
    return MIN_LETTERS <= len(word) <= _MAX_LETTERS and word.isalpha()


def _reach(letters: int) -> int:
    return 2 if letters >= LONG_WORD else 1


def _forms(word: str, reach: int) -> list[str]:
    """Return the beginning of a word without at most ``reach`` of its letters, in all ways, as engines store words."""
    letters = word[:_LETTERS]
    kept = (
        "".join(chosen)
        for number in range(max(len(letters) - reach, 1), len(letters) + 1)
        for chosen in combinations(letters, number)
    )
    return sorted({encoded(form) for form in kept})
