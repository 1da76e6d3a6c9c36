"""The files that documents were made of: found again, and shown only when they are still the same."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from index.durable import open_unlinked
from index.folders import shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.roots import Place

_BLOCK = 1 << 20


def original(places: Sequence[Place], source: str, fingerprint: str) -> bytes | None:
    """Return the bytes of the file that a document was made of, or None when they cannot be had or have changed.

    Parameters
    ----------
    places
        The folders that the library was made of.
    source, fingerprint
        Of the document.
    """
    for place in sorted(places, key=lambda place: len(place.prefix), reverse=True):
        if source.startswith(place.prefix) and (path := _path(place.path, source.removeprefix(place.prefix))):
            data = _read(path)
            if data is not None and hashlib.sha256(data).hexdigest() == fingerprint:
                return data
    return None


def _path(folder: Path, inside: str) -> Path | None:
    """Return the file of a source: a part of its path is the name of a file, or how such a name is shown."""
    path = folder
    for part in PurePosixPath(inside).parts:
        if part == ".." or path.is_symlink():
            return None
        path = path / part if os.path.lexists(path / part) else _shown_as(path, part)
    return path


def _shown_as(folder: Path, name: str) -> Path:
    try:
        with os.scandir(folder) as entries:
            return next((Path(entry.path) for entry in entries if shown(entry.name) == name), folder / name)
    except OSError:
        return folder / name


def _read(path: Path) -> bytes | None:
    try:
        with open_unlinked(path) as descriptor, os.fdopen(os.dup(descriptor), "rb") as file:
            return b"".join(iter(lambda: file.read(_BLOCK), b""))
    except OSError:
        return None
