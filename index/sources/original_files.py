"""Find the original files of documents. A file is returned only when it has not changed."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, TypeAlias

from index.loaders import LIMIT
from index.sources.folder_scan import shown
from index.storage.atomic_files import digest_of, open_unlinked

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from index.sources.source_folders import Place

# Values that change whenever a file's bytes do.
_Mark: TypeAlias = tuple[int, int, int, int, int]


class Originals:
    """The original files of a library's documents. The hash of each file is cached.

    A file larger than the limit of indexing is not read.
    """

    def __init__(self) -> None:
        self._known: dict[Path, tuple[_Mark, str]] = {}

    def read(self, places: Sequence[Place], source: str, fingerprint: str) -> bytes | None:
        """Return the bytes of a document's file, or None when it cannot be read or has changed.

        Parameters
        ----------
        places
            The folders that the library was made of.
        source, fingerprint
            Of the document.
        """
        for path in _paths(places, source):
            data = _read(path)
            if data is not None and hashlib.sha256(data).hexdigest() == fingerprint:
                return data
        return None

    def is_here(self, places: Sequence[Place], source: str, fingerprint: str) -> bool:
        """Return whether ``read`` would return bytes. An unchanged file is not read again."""
        return any(self._fingerprint(path) == fingerprint for path in _paths(places, source))

    def _fingerprint(self, path: Path) -> str | None:
        try:
            with open_unlinked(path) as descriptor:
                found = os.fstat(descriptor)
                if found.st_size > LIMIT:
                    return None
                mark = found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns
                before, known = self._known.get(path, (None, ""))
                if before != mark:
                    known = digest_of(descriptor)[0]
                    self._known[path] = mark, known
                return known
        except OSError:
            return None


def _paths(places: Sequence[Place], source: str) -> Iterator[Path]:
    for place in sorted(places, key=lambda place: len(place.prefix), reverse=True):
        if source.startswith(place.prefix) and (path := _path(place.path, source.removeprefix(place.prefix))):
            yield path


def _path(folder: Path, inside: str) -> Path | None:
    """Return the path of a source. A part of it may be an escaped name."""
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
            size = os.fstat(descriptor).st_size
            return file.read(size) if size <= LIMIT else None
    except OSError:
        return None
