"""Find known words that resemble a misspelt one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

SHORTEST = 4
# A word of eight letters or more may be two edits away, with the same first letter; a shorter one, one edit.
LONG = 8
MAX_WORDS = 3


class Spelling:
    """Looks up the words of a vocabulary that are one or two edits away from a word it does not hold.

    An edit is a letter inserted, left out, replaced, or swapped with its neighbour. Words with digits are never
    corrected: another number is another fact.

    Parameters
    ----------
    vocabulary
        The known words.
    """

    def __init__(self, vocabulary: Sequence[str]) -> None:
        self._words = [word for word in vocabulary if len(word) >= SHORTEST - 1 and word.isalpha()]
        self._lengths = np.array([len(word) for word in self._words], np.int16)
        self._letters = np.array([_letters(word) for word in self._words], np.uint64)

    def nearest(self, word: str) -> list[str]:
        """Return the known words that are the fewest edits away, at most ``MAX_WORDS``, by alphabet."""
        if len(word) < SHORTEST or not word.isalpha():
            return []
        reach = 2 if len(word) >= LONG else 1
        # One edit changes the set of letters by at most two, so this filter loses nothing.
        differing = np.bitwise_count(self._letters ^ np.uint64(_letters(word)))
        near = (np.abs(self._lengths - len(word)) <= reach) & (differing <= 2 * reach)
        found = []
        for place in np.flatnonzero(near):
            known = self._words[place]
            edits = _edits(word, known)
            if edits <= reach and (edits == 1 or known[0] == word[0]):
                found.append((edits, known))
        return [known for edits, known in sorted(found)[:MAX_WORDS] if edits == min(found)[0]]


def _letters(word: str) -> int:
    """Return the set of a word's letters as bits."""
    bits = 0
    for letter in word:
        bits |= 1 << (ord(letter) % 64)
    return bits


def _edits(a: str, b: str) -> int:
    """Return the distance of optimal string alignment (Damerau 1964; Boytsov 2011, section 2.2)."""
    before: list[int] = []
    last = list(range(len(b) + 1))
    for row, left in enumerate(a, 1):
        current = [row]
        for column, right in enumerate(b, 1):
            edits = min(last[column] + 1, current[-1] + 1, last[column - 1] + (left != right))
            if row > 1 and column > 1 and left == b[column - 2] and a[row - 2] == right:
                edits = min(edits, before[column - 2] + 1)
            current.append(edits)
        before, last = last, current
    return last[-1]
