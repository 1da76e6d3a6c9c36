"""Scan a folder of documents: the files to read, and what is skipped and why."""

from __future__ import annotations

import os
import re
import stat
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from index.types import READABLE, Skipped

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

# Temporary files of editors, browsers and office programs, and files that systems create.
_TEMPORARY = re.compile(
    r"\..*|.*~|~\$.*|#.*#|.*\.(swp|swo|tmp|temp|part|partial|crdownload)|Thumbs\.db|desktop\.ini", re.IGNORECASE
)
# Control characters, line separators, what reorders or hides text or is not seen, and bytes that are no UTF-8. The
# joiners U+200C and U+200D stay: Persian and emoji need them.
_UNSHOWABLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    "\u3164\ud800-\udfff\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e007f]"
)
_KINDS = (
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)


@dataclass(slots=True)
class Listing:
    """The content of a folder.

    Parameters
    ----------
    files
        Files to read by source, in the order of their names.
    skipped
        What is skipped, and why. Hidden and temporary files are not listed.
    closed
        Sources of folders, with "/" at the end, that could not be listed: what lies in them is unknown, not gone.
    folders
        All that could be listed, outer ones first.
    """

    files: dict[str, Path] = field(default_factory=dict)
    skipped: list[Skipped] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)
    folders: list[Path] = field(default_factory=list)


def listed(root: Path, prefix: str, suffixes: Collection[str], library: Path) -> Listing:
    """List a folder and its subfolders. No file is opened, and no symbolic link is followed.

    Parameters
    ----------
    root
        Resolved, and known to be a folder.
    prefix
        Stands before each source.
    suffixes
        Of the files that can be read.
    library
        Folder of the library, left out.
    """
    listing = Listing()
    own = _identity(library)
    waiting = [(root, prefix)]
    while waiting:
        folder, inside = waiting.pop()
        try:
            with os.scandir(folder) as entries:
                found = sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            listing.closed.append(inside)
            listing.skipped.append(Skipped(inside or "./", f"the folder cannot be read: {error.strerror or error}"))
            continue
        listing.folders.append(folder)
        deeper = []
        for entry in found:
            if _TEMPORARY.fullmatch(entry.name):
                continue
            source, path = inside + shown(entry.name), Path(entry.path)
            try:
                mode = entry.stat(follow_symlinks=False).st_mode
            except OSError as error:
                listing.closed.append(source)
                listing.skipped.append(Skipped(source, f"cannot be read: {error.strerror or error}"))
                continue
            if stat.S_ISDIR(mode):
                if own is None or _identity(path) != own:
                    deeper.append((path, source + "/"))
            elif reason := _refusal(root, path, mode, suffixes):
                listing.skipped.append(Skipped(source, reason))
            elif stat.S_ISREG(mode):
                _put(listing, source, path)
        waiting.extend(reversed(deeper))
    return listing


def shown(name: str) -> str:
    r"""Return a file's name with control characters and bytes that are no UTF-8 escaped, such as ``\x1b``."""
    return _UNSHOWABLE.sub(_escape, name)


def _escape(match: re.Match[str]) -> str:
    number = ord(match[0])
    if 0xDC80 <= number <= 0xDCFF:  # how Python keeps a byte that is no UTF-8
        return f"\\x{number - 0xDC00:02x}"
    return match[0].encode("unicode_escape", "surrogatepass").decode("ascii")


def _put(listing: Listing, source: str, path: Path) -> None:
    if source in listing.files:
        listing.skipped.append(Skipped(source, "another file's name looks the same when it is shown; rename one"))
    else:
        listing.files[source] = path


def _refusal(root: Path, path: Path, mode: int, suffixes: Collection[str]) -> str | None:
    """Return why an entry is skipped; None for a file, or a link to a file that is read anyway."""
    if stat.S_ISLNK(mode):
        return _link_refusal(root, path)
    for is_kind, kind in _KINDS:
        if is_kind(mode):
            return f"{kind}, not a file"
    suffix = PurePosixPath(path.name).suffix.lower()
    if suffix not in suffixes:
        return f"unknown file type {shown(suffix) or '(no suffix)'}; read are {READABLE}"
    return None


def _link_refusal(root: Path, path: Path) -> str | None:
    try:
        target = path.resolve(strict=True)
    except (OSError, RuntimeError):
        return "a symbolic link that leads nowhere or in a circle"
    if target in path.parents:
        return "a symbolic link to a folder that holds it"
    if not target.is_relative_to(root):
        return "a symbolic link that leads out of the folder"
    if any(_TEMPORARY.fullmatch(part) for part in target.relative_to(root).parts):
        return "a symbolic link to a hidden or temporary file"
    return None


def _identity(folder: Path) -> tuple[int, int] | None:
    try:
        found = folder.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def names_in(folder: Path) -> Iterator[str]:
    """Yield the names in a folder as they are shown, none when it cannot be read."""
    try:
        with os.scandir(folder) as entries:
            yield from (shown(entry.name) for entry in entries)
    except OSError:
        return
