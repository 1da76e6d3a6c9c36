"""Posting lists as arrays: which texts contain a word, and how often."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

# Texts counted at a time: about two million words, whose sorting takes 32 MB.
_TEXTS = 20_000
# Entries moved at a time when parts are merged.
_ENTRIES = 1 << 22
_MAX_COUNT = np.iinfo(np.uint16).max


@dataclass(frozen=True, slots=True)
class Postings:
    """For each word, the indices of the texts that contain it, and its counts.

    Parameters
    ----------
    words
        Sorted, each once, each in at least one text.
    starts
        Shape (len(words) + 1,): the entries of word ``i`` are those from ``starts[i]`` to ``starts[i + 1]``.
    places
        Of the text of each entry.
    counts
        How often the word stands there, 65,535 at most.
    """

    words: Sequence[str]
    starts: NDArray[np.int64]
    places: NDArray[np.uint32]
    counts: NDArray[np.uint16]

    def moved(self, to: NDArray[np.int64]) -> Postings:
        """Renumber the texts: text ``i`` becomes ``to[i]``, or is dropped where that is negative."""
        places = to[self.places]
        stays = places >= 0
        sizes = np.add.reduceat(stays, self.starts[:-1], dtype=np.int64) if len(self.words) else self.starts[:-1]
        known = [self.words[number] for number in np.flatnonzero(sizes).tolist()]
        return Postings(known, _starts(sizes[sizes > 0]), places[stays].astype(np.uint32), self.counts[stays])


def counted(texts: Iterable[list[str]], places: NDArray[np.int64]) -> tuple[list[Postings], NDArray[np.int32]]:
    """Count the terms of the texts at ``places``; return the parts, and the number of words of each text.

    Raises
    ------
    ValueError
        When there are not as many texts as places.
    """
    parts, lengths = [], np.zeros(len(places), np.int32)
    rest, done = iter(texts), 0
    while tokens := list(islice(rest, _TEXTS)):
        if done + len(tokens) > len(places):
            raise ValueError(f"{len(places)} ids do not fit more texts than that")
        part = slice(done, done + len(tokens))
        lengths[part] = [len(each) for each in tokens]
        parts.append(_counted(tokens, lengths[part], places[part]))
        done += len(tokens)
    if done != len(places):
        raise ValueError(f"{len(places)} ids do not fit {done} texts")
    return parts, lengths


def merged(parts: Sequence[Postings]) -> Postings:
    """Merge parts that have no text in common."""
    known = sorted(set().union(*(part.words for part in parts)))
    number = {word: place for place, word in enumerate(known)}
    terms = [np.fromiter(map(number.__getitem__, part.words), np.int64, len(part.words)) for part in parts]
    sizes = np.zeros(len(known), np.int64)
    for part, term in zip(parts, terms, strict=True):
        sizes[term] += np.diff(part.starts)
    starts = _starts(sizes)
    places, counts = np.empty(starts[-1], np.uint32), np.empty(starts[-1], np.uint16)
    free = starts[:-1].copy()
    for part, term in zip(parts, terms, strict=True):
        for low, high in _blocks(part.starts):
            size = np.diff(part.starts[low : high + 1])
            entries = slice(part.starts[low], part.starts[high])
            # The entries of each word go where those of the parts before end.
            where = np.repeat(free[term[low:high]] - part.starts[low:high], size) + np.arange(
                entries.start, entries.stop
            )
            places[where], counts[where] = part.places[entries], part.counts[entries]
            free[term[low:high]] += size
    return Postings(known, starts, places, counts)


def _counted(tokens: list[list[str]], lengths: NDArray[np.int32], places: NDArray[np.int64]) -> Postings:
    known = sorted(set().union(*tokens))
    number = {word: place for place, word in enumerate(known)}
    terms = array("q")
    for each in tokens:
        terms.extend(map(number.__getitem__, each))
    # One number for word and text sorts by word, then by text, and counts what is equal.
    pairs = np.frombuffer(terms, np.int64) * len(tokens) + np.repeat(np.arange(len(tokens)), lengths)
    pairs, counts = np.unique(pairs, return_counts=True)
    term, text = np.divmod(pairs, max(len(tokens), 1))
    sizes = np.bincount(term, minlength=len(known))
    return Postings(
        known, _starts(sizes), places[text].astype(np.uint32), np.minimum(counts, _MAX_COUNT).astype(np.uint16)
    )


def _starts(sizes: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)


def _blocks(starts: NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """Split the words into ranges of about as many entries as are moved at a time."""
    low = 0
    while low < len(starts) - 1:
        high = max(low + 1, int(np.searchsorted(starts, starts[low] + _ENTRIES, side="right")) - 1)
        yield low, high
        low = high
