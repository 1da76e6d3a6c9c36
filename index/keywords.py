"""Search by words with BM25: the only user of ``bm25s``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Self

import numpy as np

from index.errors import DamagedLibrary
from index.spelling import Spelling
from index.words import question_words, words

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    import bm25s
    from numpy.typing import NDArray

# A word that only resembles the question's counts this much of what the word itself would.
RESEMBLING = 0.5
_IDS = "ids.npy"
_INDEX = (
    "data.csc.index.npy",
    "indices.csc.index.npy",
    "indptr.csc.index.npy",
    "params.index.json",
    "vocab.index.json",
)


class Bm25Keywords:
    """Texts under ids, searched by their words (BM25 as in Lucene: k1 1.5, b 0.75).

    Use ``build`` or ``load``.
    """

    def __init__(self, ids: NDArray[np.int64], index: bm25s.BM25 | None, vocabulary: dict[str, int]) -> None:
        self._ids: Final = ids
        # None when no text holds a word; bm25s has no empty index.
        self._index: Final = index
        self._vocabulary: Final = vocabulary
        self._spelling: Spelling | None = None

    @classmethod
    def build(cls, ids: NDArray[np.int64], texts: Iterable[str]) -> Self:
        """Index ``texts``, one for each of ``ids``.

        Raises
        ------
        ValueError
            When there are not as many texts as ids, or an id occurs twice.
        """
        numbers: dict[str, int] = {}
        tokens = [[numbers.setdefault(word, len(numbers)) for word in words(text)] for text in texts]
        if len(tokens) != len(ids):
            raise ValueError(f"{len(ids)} ids do not fit {len(tokens)} texts")
        if len(np.unique(ids)) != len(ids):
            raise ValueError("an id occurs twice")
        ids = np.ascontiguousarray(ids, dtype=np.int64)
        if not numbers:
            return cls(ids, None, {})
        import bm25s  # noqa: PLC0415 (0.4 s to import)

        index = bm25s.BM25(method="lucene", k1=1.5, b=0.75)
        index.index((tokens, numbers), create_empty_token=False, show_progress=False)
        return cls(ids, index, numbers)

    def __len__(self) -> int:
        return len(self._ids)

    def search(self, question: str, k: int, allowed: NDArray[np.int64] | None = None) -> list[tuple[int, float]]:
        """Return at most ``k`` ids that share words with the question, with scores above 0, best first.

        Only ids of ``allowed`` are returned, where it is given; scores are the same with it and without.
        A word that no text holds counts for the known words it resembles, at a discount.
        """
        scores = self._scores(question_words(question))
        if scores is None or k <= 0:
            return []
        places = np.flatnonzero(scores > 0)
        if allowed is not None:
            places = places[np.isin(self._ids[places], allowed)]
        if len(places) > k:
            # The k best and all that tie with the last of them, so that order by id decides, not the order of building.
            least = np.partition(scores[places], -k)[-k]
            places = places[scores[places] >= least]
        order = np.lexsort((self._ids[places], -scores[places]))[:k]
        return [(int(self._ids[place]), float(scores[place])) for place in places[order]]

    def _scores(self, sought: list[str]) -> NDArray[np.float32] | None:
        if self._index is None:
            return None
        known = [self._vocabulary[word] for word in sought if word in self._vocabulary]
        similar = [
            self._vocabulary[near]
            for word in sought
            if word not in self._vocabulary
            for near in self._spelled().nearest(word)
        ]
        if not known and not similar:
            return None
        scores = np.zeros(len(self._ids), np.float32)
        if known:
            scores += self._index.get_scores_from_ids(known)
        if similar:
            scores += np.float32(RESEMBLING) * self._index.get_scores_from_ids(similar)
        return scores

    def _spelled(self) -> Spelling:
        if self._spelling is None:
            self._spelling = Spelling(sorted(self._vocabulary))
        return self._spelling

    def save(self, folder: Path) -> tuple[Path, ...]:
        """Write the index into ``folder`` as plain arrays and JSON; return the files written."""
        folder.mkdir(parents=True, exist_ok=True)
        np.save(folder / _IDS, self._ids, allow_pickle=False)
        if self._index is None:
            return (folder / _IDS,)
        self._index.save(folder, allow_pickle=False, show_progress=False)
        return tuple(folder / name for name in (_IDS, *_INDEX))

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Open what ``save`` wrote, arrays mapped from disk; check the files' sha256 before calling this.

        Raises
        ------
        DamagedLibrary
            When the files are no such index.
        """
        try:
            ids = np.load(folder / _IDS, allow_pickle=False)
            if not (folder / _INDEX[0]).exists():
                return cls(ids, None, {})
            import bm25s  # noqa: PLC0415

            index = bm25s.BM25.load(folder, mmap=True, allow_pickle=False, show_progress=False)
            vocabulary: dict[str, int] = index.vocab_dict
            whole = index.scores["num_docs"] == len(ids) and len(index.scores["indptr"]) == len(vocabulary) + 1
        except (OSError, EOFError, ValueError, KeyError, TypeError) as error:
            raise DamagedLibrary(
                f"The keyword index in {folder} is damaged; run 'citeseed index' to make it anew."
            ) from error
        if not whole:
            raise DamagedLibrary(f"The keyword index in {folder} is incomplete; run 'citeseed index' to make it anew.")
        return cls(ids, index, vocabulary)
