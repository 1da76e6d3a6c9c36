"""Search by words with BM25, over arrays that are mapped from disk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Self

import numpy as np

from index.errors import DamagedLibrary
from index.search.fuzzy import Spelling
from index.search.mmap_arrays import mapped
from index.search.postings import Postings, counted, merged

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

# The usual constants. K1 is that of bm25s and rank_bm25; Lucene has 1.2.
K1, B = 1.5, 0.75
# Weight of a word that only resembles the question's word.
RESEMBLING = 0.5
_WORDS = "words.txt"
_ARRAYS = {
    "ids.npy": np.int64,
    "lengths.npy": np.int32,
    "starts.npy": np.int64,
    "places.npy": np.uint32,
    "counts.npy": np.uint16,
}


class Bm25Keywords:
    """A keyword index of texts by id.

    BM25 by Lucene's formula (Robertson and Zaragoza 2009, section 3.2, without the factor k1 + 1). What is stored are
    counts, not scores, since every score depends on all texts. So a new generation carries over counts.

    Use ``build`` or ``load``.

    Parameters
    ----------
    ids, lengths
        Of each text: its id, and how many words it has.
    postings
        Whose places are those of ``ids``.
    """

    def __init__(self, ids: NDArray[np.int64], lengths: NDArray[np.int32], postings: Postings) -> None:
        self._ids: Final = ids
        self._lengths: Final = lengths
        self._postings: Final = postings
        self._numbers: Final = {word: number for number, word in enumerate(postings.words)}
        mean = max(float(np.mean(lengths)) if len(lengths) else 0.0, 1e-9)
        self._norms: Final = (K1 * (1 - B + B * lengths / mean)).astype(np.float32)
        self._spelling: Spelling | None = None

    @classmethod
    def build(
        cls,
        ids: NDArray[np.int64],
        texts: Iterable[list[str]],
        base: Bm25Keywords | None = None,
        carried: NDArray[np.bool_] | None = None,
    ) -> Self:
        """Index texts.

        Parameters
        ----------
        ids
            Of all texts, all different.
        texts
            The terms of one for each id that is not carried over, in the order of ``ids``.
        base
            Knows the words of the ids that are carried over.
        carried
            Which of ``ids`` those are; None for none.

        Raises
        ------
        ValueError
            When there are not as many texts as ids without words, or an id occurs twice.
        KeyError
            When ``base`` lacks an id that is to be carried over.
        """
        ids = np.ascontiguousarray(ids, dtype=np.int64)
        if len(np.unique(ids)) != len(ids):
            raise ValueError("an id occurs twice")
        known = np.zeros(len(ids), np.bool_) if carried is None else carried
        lengths = np.zeros(len(ids), np.int32)
        parts, lengths[~known] = counted(texts, np.flatnonzero(~known))
        if base is not None and known.any():
            to = base._places_in(ids, known)  # noqa: SLF001
            lengths[to[to >= 0]] = base._lengths[to >= 0]  # noqa: SLF001
            parts.append(base._postings.moved(to))  # noqa: SLF001
        return cls(ids, lengths, merged(parts))

    def _places_in(self, ids: NDArray[np.int64], wanted: NDArray[np.bool_]) -> NDArray[np.int64]:
        """Return the index in ``ids`` of each of our texts, -1 where it is not in there."""
        order = np.argsort(self._ids)
        found = np.searchsorted(self._ids, ids[wanted], sorter=order)
        ours = order[np.minimum(found, len(order) - 1)] if len(order) else found
        if not len(order) or not np.array_equal(self._ids[ours], ids[wanted]):
            raise KeyError("an id is not among the texts")
        to = np.full(len(self._ids), -1, np.int64)
        to[ours] = np.flatnonzero(wanted)
        return to

    def __len__(self) -> int:
        return len(self._ids)

    def search(
        self,
        question: Iterable[Sequence[str]],
        k: int,
        allowed: NDArray[np.int64] | None = None,
        without: NDArray[np.int64] | None = None,
    ) -> list[tuple[int, float]]:
        """Return at most ``k`` ids that share words with the question, with scores above 0, best first.

        A word that no text holds counts for the known words it resembles, at a discount.

        Parameters
        ----------
        question
            The forms of each word, as ``question_forms`` returns them: one for each language of the texts.
        k
            At most so many.
        allowed, without
            Only ids of the first are returned, and none of the second, where they are given; scores stay the same.

        Raises
        ------
        DamagedLibrary
            When a file points to texts that are not there.
        """
        if k <= 0:
            return []
        scores = self._scores(question)
        places = np.flatnonzero(scores > 0)
        if allowed is not None:
            places = places[np.isin(self._ids[places], allowed)]
        if without is not None:
            places = places[~np.isin(self._ids[places], without)]
        if len(places) > k:
            # The k best and all that tie with the last. Then the ids decide, and not the order of building.
            least = np.partition(scores[places], -k)[-k]
            places = places[scores[places] >= least]
        order = np.lexsort((self._ids[places], -scores[places]))[:k]
        return [(int(self._ids[place]), float(scores[place])) for place in places[order]]

    def _scores(self, question: Iterable[Sequence[str]]) -> NDArray[np.float32]:
        scores = np.zeros(len(self._ids), np.float32)
        try:
            for forms in question:
                known = [form for form in forms if form in self._numbers]
                for form in known:
                    self._add(scores, form, 1.0)
                for near in [] if known else self._spelled().nearest(forms[0]):
                    self._add(scores, near, RESEMBLING)
        except IndexError as error:
            raise DamagedLibrary(
                "The keyword index is not what it should be although its checksum fits;"
                " run 'citeseed index' to make it anew."
            ) from error
        return scores

    def _add(self, scores: NDArray[np.float32], word: str, weight: float) -> None:
        number = self._numbers[word]
        entries = slice(self._postings.starts[number], self._postings.starts[number + 1])
        places, counts = self._postings.places[entries], self._postings.counts[entries].astype(np.float32)
        rarity = np.log(1 + (len(self._ids) - len(places) + 0.5) / (len(places) + 0.5))
        scores[places] += np.float32(weight * rarity) * (counts / (counts + self._norms[places]))

    def _spelled(self) -> Spelling:
        if self._spelling is None:
            self._spelling = Spelling(self._postings.words)
        return self._spelling

    def knows(self, ids: NDArray[np.int64]) -> bool:
        """Whether its texts are those of ``ids``, in any order, and every word's entries point to one of them."""
        places = self._postings.places
        inside = not len(places) or 0 <= int(places.min()) <= int(places.max()) < len(self._ids)
        return inside and np.array_equal(np.sort(self._ids), np.sort(ids))

    def holds(self, other: Bm25Keywords) -> bool:
        """Whether all numbers and words equal those of ``other``."""
        ours, theirs = self._arrays(), other._arrays()
        same = all(np.array_equal(one, another) for one, another in zip(ours, theirs, strict=True))
        return same and list(self._postings.words) == list(other._postings.words)

    def _arrays(self) -> tuple[NDArray[np.generic], ...]:
        """Return the arrays to write, in the order of the files' names."""
        postings = self._postings
        return self._ids, self._lengths, postings.starts, postings.places, postings.counts

    def save(self, folder: Path) -> None:
        """Write the index into ``folder`` as plain arrays and a list of words."""
        folder.mkdir(parents=True, exist_ok=True)
        for name, values in zip(_ARRAYS, self._arrays(), strict=True):
            np.save(folder / name, values, allow_pickle=False)
        (folder / _WORDS).write_bytes("\n".join(self._postings.words).encode())

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Open what ``save`` wrote, arrays mapped from disk; check the files' sha256 before calling this.

        Raises
        ------
        DamagedLibrary
            When the files are no such index.
        """
        try:
            ids, lengths, starts, places, counts = (mapped(folder / name, kind) for name, kind in _ARRAYS.items())
            known = (folder / _WORDS).read_bytes().decode().split("\n") if len(starts) > 1 else []
        except (OSError, ValueError) as error:
            raise DamagedLibrary(
                f"The keyword index in {folder} is damaged; run 'citeseed index' to make it anew."
            ) from error
        whole = (
            len(lengths) == len(ids)
            and len(starts) == len(known) + 1
            and len(places) == len(counts) == starts[-1]
            and starts[0] == 0
            and bool((np.diff(starts) > 0).all())
        )
        if not whole:
            raise DamagedLibrary(f"The keyword index in {folder} is incomplete; run 'citeseed index' to make it anew.")
        return cls(ids, lengths, Postings(known, starts, places, counts))
