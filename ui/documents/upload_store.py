"""The folder of uploaded documents. A file appears when it is complete, and is deleted a day after its removal."""

from __future__ import annotations

import os
import re
import shutil
import time
import unicodedata
from contextlib import suppress
from itertools import chain, count
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from contextlib import ExitStack
    from pathlib import Path

# A name has to fit into 255 bytes on every file system, with room for a number and for letters of four bytes.
MAX_STEM = 50
# Prefix of a file that is being copied. It is hidden, so an incomplete copy is no document. It also claims the name:
# of all programs that write to the folder, one creates this file.
ARRIVING = ".arriving-"
# Prefix of a removed file, and the seconds (a day) that it is kept.
REMOVED, KEPT_FOR = ".removed-", 24 * 3600
_UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f/\\:*?\"<>|]")


class Added:
    """The uploaded files, by their sources in the library.

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
        """Return the path of a document; None when it was not uploaded."""
        path = self._place(source)
        return path if path is not None and path.is_file() else None

    def put(self, file: Path, name: str, undo: ExitStack) -> Path:
        """Copy a file here under a name like ``name``; return its path. It appears only when it is complete."""
        target, copy = self._claimed(name)
        try:
            with file.open("rb") as original, copy.open("wb") as copied:
                shutil.copyfileobj(original, copied)
                copied.flush()
                os.fsync(copied.fileno())
            copy.rename(target)
        except BaseException:
            copy.unlink(missing_ok=True)
            raise
        # Before this line the name may be another program's: only now may a failed change delete it.
        undo.callback(target.unlink, missing_ok=True)
        return target

    def put_aside(self, path: Path, undo: ExitStack) -> None:
        """Hide a file and keep it for a day."""
        os.utime(path)
        path.rename(_aside(path))
        undo.callback(_aside(path).rename, path)

    def put_back(self, source: str, undo: ExitStack) -> bool:
        """Restore a hidden file; return False when it is gone."""
        path = self._place(source)
        if path is None or path.exists() or not _aside(path).is_file():
            return False
        try:
            _aside(path).rename(path)
        except FileNotFoundError:  # another chat was faster
            return False
        undo.callback(path.rename, _aside(path))
        return True

    def forget(self) -> None:
        """Delete files that were hidden, or copied in part, more than a day ago."""
        for path in (*self._folder.glob(f"{REMOVED}*"), *self._folder.glob(f"{ARRIVING}*")):
            with suppress(OSError):  # gone meanwhile, or on a read-only disk
                if time.time() - path.stat().st_mtime > KEPT_FOR:
                    path.unlink()

    def _place(self, source: str) -> Path | None:
        """Return the path of a document, whether it exists or not; None for a source of another folder."""
        folder, _, name = source.partition("/")
        if folder != self._folder.name or not name or PurePosixPath(name).name != name or name.startswith("."):
            return None
        return self._folder / name

    def _claimed(self, name: str) -> tuple[Path, Path]:
        """Return a free path, and the new empty file that keeps other programs from taking it."""
        self._folder.mkdir(parents=True, exist_ok=True)
        safe = PurePosixPath(safe_name(name))
        names = chain([safe.name], (f"{safe.stem} ({number}){safe.suffix}" for number in count(2)))
        for target in map(self._folder.joinpath, names):
            claim = target.with_name(f"{ARRIVING}{target.name}")
            try:
                claim.touch(exist_ok=False)
            except FileExistsError:
                continue
            if not (target.exists() or _aside(target).exists()):
                return target, claim
            claim.unlink()
        raise AssertionError("numbers do not end")


def safe_name(name: str) -> str:
    """Return a file name that stays in its folder, is not hidden, and still looks like ``name``."""
    plain = _UNSAFE.sub("-", unicodedata.normalize("NFC", re.split(r"[/\\]", name)[-1]))
    printable = "".join(letter for letter in plain if unicodedata.category(letter) not in {"Cf", "Cs", "Co", "Cn"})
    path = PurePosixPath(printable.lstrip(". ").strip() or "document.txt")
    return f"{path.stem[:MAX_STEM].rstrip()}{path.suffix[:10].lower()}"


def _aside(path: Path) -> Path:
    return path.with_name(f"{REMOVED}{path.name}")
