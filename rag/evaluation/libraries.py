"""A data set's documents as a library, kept between runs."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from index.errors import DamagedLibrary, MismatchedLibrary, NoLibrary
from index.splitting import split

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from index import Document, LocalLibrary, Progress
    from rag.evaluation.data import DataSet
    from rag.settings import Settings


def folder_for(data: DataSet, settings: Settings) -> Path:
    """Return where the library of a data set is kept in the user's folder of caches; its questions do not matter."""
    from platformdirs import user_cache_path  # noqa: PLC0415 (only this command needs it)

    key = (data.digest, settings.embedder, settings.chunk_characters, settings.chunk_overlap)
    return user_cache_path("citeseed") / "eval" / hashlib.sha256(repr(key).encode()).hexdigest()[:16]


def fill(
    library: LocalLibrary, documents: Sequence[Document], progress: Callable[[Progress], None] | None = None
) -> None:
    """Make the library hold exactly these documents; nothing is done where it does.

    Raises
    ------
    MismatchedLibrary
        When it holds documents of somebody else, which are not to be lost.
    LibraryError
        When it cannot be written.
    """
    wanted = {document.source: document.fingerprint for document in documents}
    if _holds(library, wanted):
        return
    with library.update() as draft:
        others = sorted(draft.entries.keys() - wanted.keys())
        if draft.roots or others:
            what = f"the document '{others[0]}'" if others else "folders of documents"
            raise MismatchedLibrary(
                f"The library in {library.layout.folder} is made of {what}, not of this data set; name a new folder."
            )
        for document in documents:
            entry = draft.entries.get(document.source)
            if entry is None or entry.fingerprint != document.fingerprint:
                draft.add(document, split(document, library.splitting))
        draft.publish(progress)


def _holds(library: LocalLibrary, wanted: dict[str, str]) -> bool:
    try:
        snapshot = library.open()
    except (NoLibrary, DamagedLibrary, MismatchedLibrary):
        return False
    made, splitting = snapshot.manifest, library.splitting
    held = {entry.source: entry.fingerprint for entry in snapshot.contents()}
    return held == wanted and (made.characters, made.overlap) == (splitting.characters, splitting.overlap)
