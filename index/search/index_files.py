"""Write and open the two indexes of a generation: vectors and words."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, TypeVar

from index.errors import DamagedLibrary
from index.storage.catalog import BATCH, texts_of
from index.storage.manifest import KEYWORDS, VECTORS
from index.text.tokenizer import terms
from index.types import Progress

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence, Sized
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from index.search.bm25 import Bm25Keywords
    from index.search.vectors import FaissVectors
    from index.storage.catalog import Catalog
    from index.storage.manifest import Manifest

Part = TypeVar("Part", bound="Sized")
# Number of steps of the writing.
STEPS = 3


def load_searches(folder: Path, manifest: Manifest) -> tuple[FaissVectors, Bm25Keywords]:
    """Open the vectors and words of the generation in a folder; raise ``DamagedLibrary`` when they are not its own."""
    return load_vectors(folder, manifest), load_keywords(folder, manifest)


# numpy and FAISS take a third of a second to import, and only a question needs them.
def load_vectors(folder: Path, manifest: Manifest) -> FaissVectors:
    """Open only the vectors, as ``load_searches`` does."""
    from index.search.vectors import FaissVectors  # noqa: PLC0415

    return _own(folder, VECTORS, manifest, partial(FaissVectors.load, dimension=manifest.dimension))


def load_keywords(folder: Path, manifest: Manifest) -> Bm25Keywords:
    """Open only the words, as ``load_searches`` does."""
    from index.search.bm25 import Bm25Keywords  # noqa: PLC0415

    return _own(folder, KEYWORDS, manifest, Bm25Keywords.load)


def _own(folder: Path, name: str, manifest: Manifest, load: Callable[[Path], Part]) -> Part:
    try:
        part = load(folder / name)
    except DamagedLibrary as damage:
        raise forged(folder, name) from damage
    if len(part) != manifest.chunks:
        raise forged(folder, name)
    return part


def forged(folder: Path, file: str) -> DamagedLibrary:
    """Return the error for such files."""
    return DamagedLibrary(
        f"{folder / file} is not what it should be although its checksum fits; run 'citeseed index' to make it anew."
    )


def write_searches(
    folder: Path,
    catalog: Catalog,
    ids: Sequence[int],
    vectors: NDArray[np.float16],
    *,
    fresh: set[int],
    words: Bm25Keywords | None,
    tell: Callable[[Progress], None],
) -> Bm25Keywords:
    """Write the vectors and words of a generation; return its keyword index.

    Parameters
    ----------
    folder
        Of the generation that is being written.
    catalog
        Its own.
    ids, vectors
        Of all its chunks.
    fresh
        The ids whose words are not in ``words``.
    words
        Of the generation before; None where there is none.
    tell
        Called when a part is done.
    """
    import numpy as np  # noqa: PLC0415

    from index.search.bm25 import Bm25Keywords  # noqa: PLC0415
    from index.search.vectors import write  # noqa: PLC0415

    numbers = np.array(ids, np.int64)
    tell(Progress("writing", 0, STEPS))
    write(folder / VECTORS, numbers, vectors)
    tell(Progress("writing", 1, STEPS))
    new = [number for number in ids if number in fresh]
    texts = (each for start in range(0, len(new), BATCH) for each in _terms_of(catalog, new[start : start + BATCH]))
    carried = np.array([number not in fresh for number in ids], np.bool_)
    keywords = Bm25Keywords.build(numbers, texts, words, carried)
    keywords.save(folder / KEYWORDS)
    tell(Progress("writing", 2, STEPS))
    return keywords


def _terms_of(catalog: Catalog, ids: Sequence[int]) -> list[list[str]]:
    languages = catalog.languages_of(ids)
    texts = texts_of(catalog, ids)
    return [terms(text, languages[number]) for number, text in zip(ids, texts, strict=True)]
