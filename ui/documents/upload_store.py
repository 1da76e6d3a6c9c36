"""The folder of the documents that were added in the chat: each comes whole, and goes for good only after a day."""

from __future__ import annotations

import os
import re
import shutil
import time
import unicodedata
from contextlib import suppress
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from contextlib import ExitStack
    from pathlib import Path

# A name has to fit into 255 bytes on every file system, with room for a number and for letters of four bytes.
LONGEST_STEM = 50
# Hidden files are no documents. What is being copied has this before its name; a copy that was broken off stays so.
ARRIVING = ".arriving-"
# What is taken away waits under this name, for a day in seconds, to be put back.
REMOVED, KEPT_FOR = ".removed-", 24 * 3600
_UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f/\\:*?\"<>|]")


class Added:
    """The files in one folder, each by its source in the library.

    Parameters
    ----------
    folder
        Made when the first file comes.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def source(self, path: Path) -> str:
        """Return the source that a file here has in the library."""
        return f"{self._folder.name}/{path.name}"

    def file(self, source: str) -> Path | None:
        """Return where a document lies; None when it was not added here."""
        path = self._place(source)
        return path if path is not None and path.is_file() else None

    def put(self, file: Path, name: str, undo: ExitStack) -> Path:
        """Copy a file here under a name like ``name``; return where it lies, which it does only once it is whole."""
        target = self._free(name)
        copy = target.with_name(f"{ARRIVING}{target.name}")
        undo.callback(target.unlink, missing_ok=True)
        undo.callback(copy.unlink, missing_ok=True)
        shutil.copyfile(file, copy)
        with copy.open("rb") as copied:
            os.fsync(copied.fileno())
        return copy.rename(target)

    def put_aside(self, path: Path, undo: ExitStack) -> None:
        """Hide a file; from now on it is kept for a day."""
        os.utime(path)
        path.rename(_aside(path))
        undo.callback(_aside(path).rename, path)

    def put_back(self, source: str, undo: ExitStack) -> bool:
        """Bring a file back that was put aside; return False when it is not there any more."""
        path = self._place(source)
        if path is None or path.exists() or not _aside(path).is_file():
            return False
        _aside(path).rename(path)
        undo.callback(path.rename, _aside(path))
        return True

    def forget(self) -> None:
        """Delete what was put aside, or copied in part, more than a day ago."""
        for path in (*self._folder.glob(f"{REMOVED}*"), *self._folder.glob(f"{ARRIVING}*")):
            with suppress(OSError):  # gone meanwhile, or on a disk that can only be read
                if time.time() - path.stat().st_mtime > KEPT_FOR:
                    path.unlink()

    def _place(self, source: str) -> Path | None:
        """Return where a document lies, or would lie; None when it cannot be one of here."""
        folder, _, name = source.partition("/")
        if folder != self._folder.name or not name or PurePosixPath(name).name != name or name.startswith("."):
            return None
        return self._folder / name

    def _free(self, name: str) -> Path:
        self._folder.mkdir(parents=True, exist_ok=True)
        safe = safe_name(name)
        path, number = self._folder / safe, 1
        while path.exists() or _aside(path).exists():
            number += 1
            path = self._folder / f"{PurePosixPath(safe).stem} ({number}){PurePosixPath(safe).suffix}"
        return path


def safe_name(name: str) -> str:
    """Return a file name that stays in its folder, is not hidden, and still looks like ``name``."""
    plain = _UNSAFE.sub("-", unicodedata.normalize("NFC", re.split(r"[/\\]", name)[-1]))
    printable = "".join(letter for letter in plain if unicodedata.category(letter) not in {"Cf", "Cs", "Co", "Cn"})
    path = PurePosixPath(printable.lstrip(". ").strip() or "document.txt")
    return f"{path.stem[:LONGEST_STEM].rstrip()}{path.suffix[:10].lower()}"


def _aside(path: Path) -> Path:
    return path.with_name(f"{REMOVED}{path.name}")
