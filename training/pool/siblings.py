"""For a word, other words that fit its place but mean something else: "bishop" for "king", "steel" for "wood".

Meaning comes from the embedder (cosine in a middle band: nearer would be a synonym, farther unrelated); fit comes from
which function words stand to the left and right of a word in the training text (Schuetze 1995).
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from training.pool.counterfactuals import STOP
from training.pool.negatives import embed

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

MEANING = (0.30, 0.58)
"""Cosine band of two single words: above it mostly synonyms and inflections, below it unrelated (read from samples)."""
FIT = 0.70
"""Least cosine of the two words' neighbour profiles."""
KEPT = 12
FREQUENT = 150
"""Frequent words whose counts, left and right, make up a profile."""


def find_siblings(
    texts: Iterable[str], wanted: Iterable[str], base: Path | None = None, *, least: int = 6
) -> dict[str, list[str]]:
    """Find up to twelve siblings for each wanted word.

    Parameters
    ----------
    texts
        Training text, read for neighbour profiles.
    wanted
        Lower-case words that questions and passages share.
    base
        Folder of the embedder; None for the installed package's.
    least
        Words rarer than this have no reliable profile and get no sibling, nor become one.
    """
    lines = [re.findall(r"[a-z]+|[.,;:!?]", text.lower()) for text in texts]
    counts = Counter(word for line in lines for word in line)
    frame = {word: at for at, (word, _) in enumerate(counts.most_common(FREQUENT))}
    vocabulary = sorted(w for w, n in counts.items() if n >= least and len(w) > 3 and w not in STOP and w not in frame)
    row = {word: at for at, word in enumerate(vocabulary)}
    profile = np.zeros((len(vocabulary), 2 * FREQUENT), dtype=np.float32)
    for line in lines:
        for before, word, after in zip(line, line[1:], line[2:], strict=False):
            at = row.get(word)
            if at is not None:
                if before in frame:
                    profile[at, frame[before]] += 1
                if after in frame:
                    profile[at, FREQUENT + frame[after]] += 1
    profile = np.sqrt(profile)
    profile /= np.maximum(np.linalg.norm(profile, axis=1, keepdims=True), 1e-6)
    meaning = embed(vocabulary, base=base, batch_size=512)
    found: dict[str, list[str]] = {}
    for word in sorted(set(wanted) & set(row)):
        at = row[word]
        cosine, fit = meaning @ meaning[at], profile @ profile[at]
        suited = np.flatnonzero((cosine > MEANING[0]) & (cosine < MEANING[1]) & (fit > FIT))
        # the same number and tense: an exchange that breaks the grammar would give itself away
        alike = [int(i) for i in suited if vocabulary[i][-2:] == word[-2:] or _form(vocabulary[i]) == _form(word)]
        alike = [i for i in alike if vocabulary[i][:4] != word[:4]]
        alike.sort(key=lambda i: -float(fit[i]))
        if alike:
            found[word] = [vocabulary[i] for i in alike[:KEPT]]
    return found


def _form(word: str) -> str:
    return next((ending for ending in ("ing", "ed", "ly", "est", "er", "s") if word.endswith(ending)), "")
