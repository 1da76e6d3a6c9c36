"""Make a library of a data set's documents, anew for each run."""

from __future__ import annotations

import hashlib
import os
import shutil
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from index import MismatchedLibrary, open_library
from index.chunking.chunker import split

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from index import Document, Library, LocalLibrary, Progress
    from rag.evaluation.data import DataSet
    from rag.settings import Settings


@contextmanager
def library_of(
    data: DataSet,
    settings: Settings,
    folder: str | Path | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> Iterator[LocalLibrary]:
    """Yield a library that holds exactly the documents of a data set.

    It is made in a temporary folder, because one that was kept would not know that the code which cuts and indexes has
    changed since. What takes time, the vectors of the texts, is remembered in the user's folder of caches.

    Parameters
    ----------
    data
        The data set; its questions do not matter.
    settings
        Embedder and splitting.
    folder
        Where to make the library, and leave it, instead.
    progress
        Called with each step of the work.
    """
    if folder is not None:
        with closing(_opened(Path(folder), settings)) as library:
            fill(library, data.documents, progress)
            yield library
        return
    with (
        TemporaryDirectory(prefix="citeseed-eval-") as temporary,
        closing(_opened(Path(temporary), settings)) as library,
    ):
        with _cached_vectors(library.layout.cache, _vector_cache(data, settings)):
            fill(library, data.documents, progress)
        yield library


def fill(library: Library, documents: Sequence[Document], progress: Callable[[Progress], None] | None = None) -> None:
    """Make the library hold exactly these documents; nothing is done where it does.

    Raises
    ------
    MismatchedLibrary
        When it holds documents of somebody else, which are not to be lost.
    LibraryError
        When it cannot be written.
    """
    wanted = {document.source: document.fingerprint for document in documents}
    with library.update() as draft:
        others = sorted(draft.entries.keys() - wanted.keys())
        if draft.roots or others:
            what = f"the document '{others[0]}'" if others else "folders of documents"
            raise MismatchedLibrary(
                f"The library in {library.name} is made of {what}, not of this data set; name a new folder."
            )
        for document in documents:
            entry = draft.entries.get(document.source)
            if entry is None or entry.fingerprint != document.fingerprint:
                draft.add(document, split(document, library.splitting))
        if draft.due:
            draft.publish(progress)


def _opened(folder: Path, settings: Settings) -> LocalLibrary:
    return open_library(
        folder,
        embedder=settings.embedder,
        chunk_characters=settings.chunk_characters,
        chunk_overlap=settings.chunk_overlap,
        language=settings.language,
    )


def _vector_cache(data: DataSet, settings: Settings) -> Path:
    from platformdirs import user_cache_path  # noqa: PLC0415 (only a measurement needs it)

    key = hashlib.sha256(f"{data.digest} {settings.embedder}".encode()).hexdigest()[:16]
    return user_cache_path("citeseed") / "eval" / f"{key}.sqlite"


@contextmanager
def _cached_vectors(cache: Path, kept: Path) -> Iterator[None]:
    """Lend a library the vectors of earlier runs, and keep those that it adds, even when it is interrupted."""
    before = 0
    with suppress(OSError):  # a cache that cannot be read or written costs time, nothing else
        cache.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(kept, cache)
        before = cache.stat().st_size
    try:
        yield
    finally:
        with suppress(OSError):
            if cache.stat().st_size > before:
                kept.parent.mkdir(parents=True, exist_ok=True)
                fresh = kept.with_suffix(f".{os.getpid()}")
                shutil.copyfile(cache, fresh)
                fresh.replace(kept)
