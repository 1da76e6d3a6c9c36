"""The folders of a sync: which they are, which files are in them, and whether one lost all its documents."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from index.errors import FolderError
from index.sources.folder_scan import Listing, listed
from index.sources.source_folders import SEEDS, UPLOADS, Place, chosen, found, recorded, uploads_of
from index.types import Skipped

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from index.protocols import Draft, Library


def given_folders(folders: Sequence[Path | str] | None, library: Library) -> tuple[Path, ...] | None:
    """Return the folders that the user named, or the default for a new library. Writes nothing."""
    if isinstance(folders, str | os.PathLike):
        folders = [folders]
    if folders is not None:
        return found(folders, library.home)
    if library.home.exists() or library.live() is not None:
        return None
    return found([SEEDS], library.home)


def chosen_places(
    given: tuple[Path, ...] | None, draft: Draft, library: Library, *, add: bool, replace: bool
) -> tuple[Place, ...]:
    """Return the folders to index: those that were named, those of before, or both.

    Parameters
    ----------
    given
        As ``given_folders`` returns them.
    draft, library
        With the folders of the generation before.
    add, replace
        What to do when those are others: index both, or the new ones instead.

    Raises
    ------
    FolderError
        When no folder is known, or one is missing.
    MismatchedLibrary
        When the library was made of other folders.
    """
    before = recorded(draft.roots or (), library.home)
    if not given and draft.roots is None:
        raise FolderError(
            f"The library in {library.name} is damaged and does not know any more which folders it was made"
            " of; name them: 'citeseed index FOLDER'."
        )
    if given is None and not before and not _has_uploads(library):
        given = found([SEEDS], library.home)
    if not given:
        given = tuple(place.path for place in before)
    places = chosen(given, before, library.name, add=add, replace=replace)
    found([place.path for place in places], library.home)
    return places


def _has_uploads(library: Library) -> bool:
    uploads = uploads_of(library.home)
    return uploads.is_dir() and not uploads.is_symlink() and any(uploads.iterdir())


def listed_files(places: Sequence[Place], library: Library) -> Listing:
    """Return the files of all folders and of ``uploads/``, each with its source. Skip a second one of the same name."""
    from index.loaders import SUFFIXES  # noqa: PLC0415

    total = Listing()
    own, uploads = library.home, uploads_of(library.home)
    where = [*places]
    if uploads.is_dir() and not uploads.is_symlink():
        where.append(Place(uploads.resolve(), UPLOADS))
    elif library.is_shared:  # what another machine added is kept
        total.closed.append(UPLOADS)
    for place in where:
        part = listed(place.path, place.prefix, SUFFIXES, own)
        for source, path in part.files.items():
            if source in total.files:
                total.skipped.append(Skipped(source, f"'{total.files[source]}' has the same name in the library"))
            else:
                total.files[source] = path
        total.skipped += part.skipped
        total.closed += part.closed
    return total


def refuse_empty(
    places: Sequence[Place],
    listing: Listing,
    draft: Draft,
    library: Library,
    *,
    present: set[str],
    skipped: Sequence[Skipped],
) -> None:
    """Refuse when a folder is new and has no document, or had some and has lost all of them.

    Parameters
    ----------
    places, listing
        The folders, and the files in them.
    draft, library
        With the folders and documents of the generation before.
    present
        Sources of the documents that the library will hold.
    skipped
        Files that could not be read, for the message.

    Raises
    ------
    FolderError
        Naming the first such folder.
    """
    prefixes = [*(place.prefix for place in places), UPLOADS]
    before = recorded(draft.roots or (), library.home)
    known = {place.path: place.prefix for place in before}
    old = [*known.values(), UPLOADS]
    for place in places:
        if any(_lies_in(place, source, listing, prefixes) for source in present):
            continue
        lost = place.path in known and any(_owner(source, old) == known[place.path] for source in draft.entries)
        if lost or place.path not in known:
            raise FolderError(_empty(place, skipped, lost=lost))


def _lies_in(place: Place, source: str, listing: Listing, prefixes: Sequence[str]) -> bool:
    if source in listing.files:
        return listing.files[source].is_relative_to(place.path)
    return _owner(source, prefixes) == place.prefix


def _owner(source: str, prefixes: Sequence[str]) -> str | None:
    """Return the longest matching prefix of a source: the prefix of its folder."""
    return max((prefix for prefix in prefixes if source.startswith(prefix)), key=len, default=None)


def _empty(place: Place, skipped: Sequence[Skipped], *, lost: bool) -> str:
    inside = [item for item in skipped if item.source.startswith(place.prefix)]
    why = f" ({len(inside)} skipped; {inside[0].source}: {inside[0].reason})" if inside else ""
    kept = "the library is kept as it was" if lost else "nothing was indexed"
    return (
        f"There is no readable document in '{place.path}'{why}; {kept}."
        " Put documents there, or say --allow-empty if that is meant."
    )
