"""The source folders of a library, and how the manifest stores them."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from index.errors import FolderError, MismatchedLibrary
from index.sources.folder_scan import names_in, shown
from index.storage.manifest import Root

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


# The default folder.
SEEDS = "seeds"
UPLOADS = "uploads/"


@dataclass(frozen=True, slots=True)
class Place:
    """A folder of documents: its path now, and the prefix of its documents' sources."""

    path: Path
    prefix: str


def uploads_of(home: Path) -> Path:
    """Return the folder of the documents that were added in a library."""
    return home / UPLOADS.rstrip("/")


def found(folders: Iterable[Path | str], home: Path) -> tuple[Path, ...]:
    """Return the outermost of these folders, resolved, each once.

    Raises
    ------
    FolderError
        When one is missing, is no folder, cannot be listed, or lies in the library's own folder.
    """
    resolved: list[Path] = []
    for folder in folders:
        path = Path(folder)
        try:
            real = path.resolve(strict=True)
            with os.scandir(real):
                pass
        except NotADirectoryError:
            raise FolderError(f"{_named(path)} is a file, not a folder; name the folder that holds it.") from None
        except FileNotFoundError:
            raise FolderError(f"The folder {_named(path)} does not exist; name the folder of your documents.") from None
        except (OSError, RuntimeError) as error:
            cause = error.strerror if isinstance(error, OSError) and error.strerror else error
            raise FolderError(f"The folder {_named(path)} cannot be read ({cause}); check its permissions.") from None
        if real.is_relative_to(home.resolve()):
            raise FolderError(f"{_named(path)} lies in the library's own folder; name the folder of your documents.")
        resolved.append(real)
    distinct = dict.fromkeys(resolved)
    return tuple(
        path for path in distinct if not any(path != other and path.is_relative_to(other) for other in distinct)
    )


def recorded(roots: Sequence[Root], home: Path) -> tuple[Place, ...]:
    """Return the present places of a manifest's roots."""
    return tuple(Place((home.parent.resolve() / root.path), root.prefix) for root in roots)


def chosen(given: Sequence[Path], before: Sequence[Place], name: str, *, add: bool, replace: bool) -> tuple[Place, ...]:
    """Return the places to read.

    Parameters
    ----------
    given
        Resolved folders that the user named.
    before
        Those, empty for a new library.
    name
        Of the library, for the message.
    add, replace
        What to do when they differ.

    Raises
    ------
    MismatchedLibrary
        When they differ and neither flag says what to do.
    """
    old = [place.path for place in before]
    if set(given) == set(old):
        return tuple(before)
    if not old or replace:
        return _placed(given, ())
    if not add:
        raise MismatchedLibrary(
            f"The library in {name} was made from {_list(old)}, not from {_list(given)}."
            " Say --add to index both, or --replace to index the new one instead."
        )
    both = dict.fromkeys([*old, *given])
    outermost = [path for path in both if not any(path != other and path.is_relative_to(other) for other in both)]
    return _placed(outermost, before)


def to_record(places: Sequence[Place], home: Path) -> tuple[Root, ...]:
    """Return the places as a manifest stores them: relative where that survives moving the project."""
    above = home.parent.resolve()
    return tuple(Root(recorded_path(place.path, above), place.prefix) for place in places)


def recorded_path(path: PurePath, above: PurePath) -> str:
    """Return a folder as a manifest stores it, relative to ``above`` where it lies there, with "/" on every system."""
    return (path.relative_to(above) if path.is_relative_to(above) else path).as_posix()


def _placed(paths: Sequence[Path], before: Sequence[Place]) -> tuple[Place, ...]:
    """Give each path a prefix: the one it had, none for the first, else its unique name."""
    prefixes = {place.path: place.prefix for place in before if place.path in paths}
    taken = {UPLOADS, *prefixes.values()}
    for path in paths:
        if path in prefixes:
            continue
        if "" not in taken:
            prefixes[path] = ""
        else:
            inside = {f"{name}/" for place, prefix in prefixes.items() if not prefix for name in names_in(place)}
            names = (shown(path.name) + (f"-{number}" if number > 1 else "") + "/" for number in range(1, 10_000))
            prefixes[path] = next(name for name in names if name not in taken | inside)
        taken.add(prefixes[path])
    return tuple(Place(path, prefixes[path]) for path in paths)


def _list(paths: Sequence[Path]) -> str:
    return " and ".join(_named(path) for path in paths)


def _named(path: Path) -> str:
    return f"'{shown(str(path))}'"
