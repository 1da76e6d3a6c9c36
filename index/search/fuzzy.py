"""Find known words that resemble a misspelt one. The only user of ``rapidfuzz``."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

MIN_LETTERS = 4
# A word of eight letters or more may be two edits away, with the same first letter; a shorter one, one edit.
LONG_WORD = 8
MAX_WORDS = 3


class Spelling:
    """Looks up the words of a vocabulary that are one or two edits away from a word it does not hold.

    An edit is a letter inserted, left out, replaced, or swapped with its neighbour (optimal string alignment; Boytsov
    2011, section 2.2). Words with digits are never corrected: another number is another fact.

    Parameters
    ----------
    vocabulary
        The known words.
    """

    def __init__(self, vocabulary: Iterable[str]) -> None:
        self._words: dict[int, list[str]] = defaultdict(list)
        for word in vocabulary:
            if len(word) >= MIN_LETTERS - 1 and word.isalpha():
                self._words[len(word)].append(word)

    def nearest(self, word: str) -> list[str]:
        """Return the known words that are the fewest edits away, at most ``MAX_WORDS``, by alphabet."""
        if len(word) < MIN_LETTERS or not word.isalpha():
            return []
        from rapidfuzz import process  # noqa: PLC0415 (few questions have a word that no document holds)
        from rapidfuzz.distance import OSA  # noqa: PLC0415

        reach = 2 if len(word) >= LONG_WORD else 1
        found = [
            (edits, known)
            for length in range(len(word) - reach, len(word) + reach + 1)
            for known, edits, _ in process.extract(
                word, self._words.get(length, []), scorer=OSA.distance, score_cutoff=reach, limit=None
            )
            if edits == 1 or known[0] == word[0]
        ]
        return [known for edits, known in sorted(found)[:MAX_WORDS] if edits == min(found)[0]]
