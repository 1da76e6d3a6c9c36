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

from index import forget_origin, origin_of, origins_in, record_origin

if TYPE_CHECKING:
    from contextlib import ExitStack
    from pathlib import Path

    from index import Origin

# A name has to fit into 255 bytes on every file system, with room for a number and for letters of four bytes.
MAX_STEM = 50
# Folders in each other that are kept of a folder that was dropped.
MAX_DEPTH = 10
# Prefix of a file that is being copied. It is hidden, so an incomplete copy is no document. It also claims the name:
# of all programs that write to the folder, one creates this file.
ARRIVING = ".arriving-"
# Prefix of a removed file, and the seconds (a day) that it is kept.
REMOVED, KEPT_FOR = ".removed-", 24 * 3600
# Names that mean devices on Windows, whatever suffix they have.
_RESERVED = re.compile(r"\A(?:con|prn|aux|nul|(?:com|lpt)[0-9¹²³])(?=\.|$)", re.IGNORECASE)
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

    @property
    def folder(self) -> Path:
        """Where the files are."""
        return self._folder

    def source(self, path: Path) -> str:
        """Return the source that a file here has in the library."""
        return f"{self._folder.name}/{path.relative_to(self._folder).as_posix()}"

    def file(self, source: str) -> Path | None:
        """Return the path of a document; None when it was not uploaded."""
        path = self._place(source)
        return path if path is not None and path.is_file() else None

    def put(self, file: Path, name: str, undo: ExitStack, origin: Origin | None = None) -> Path:
        """Copy a file here under a name like ``name``; return its path. It appears only when it is complete.

        The folders that a name has, as of a folder that was dropped, are kept.
        """
        target, copy = self._claimed(name)
        try:
            _copy(file, copy)
            # Before the file: no document shall lack its origin.
            forget_origin(target) if origin is None else record_origin(target, origin)
            copy.rename(target)
        except BaseException:
            copy.unlink(missing_ok=True)
            raise
        # Before this line the name may be another program's: only now may a failed change delete it.
        undo.callback(target.unlink, missing_ok=True)
        return target

    def replace(self, path: Path, file: Path, origin: Origin, undo: ExitStack) -> None:
        """Replace a document's file by a newer one. The older one is kept until the change is complete."""
        older, newer = (path.with_name(f"{ARRIVING}{which}-{path.name}") for which in ("older", "newer"))
        known = origin_of(path)
        try:
            _copy(path, older)
            _copy(file, newer)
            undo.callback(older.replace, path)
            newer.rename(path)
        except BaseException:
            newer.unlink(missing_ok=True)
            raise
        if known is not None:
            undo.callback(record_origin, path, known)
        record_origin(path, origin)

    def complete(self, path: Path) -> None:
        """Delete the older file of a document that was replaced."""
        path.with_name(f"{ARRIVING}older-{path.name}").unlink(missing_ok=True)

    def origins(self) -> dict[str, Path]:
        """Return the files that are here, by the addresses that they were fetched from."""
        return {origin.address: path for path, origin in origins_in(self._folder) if origin.address and path.is_file()}

    def origin(self, source: str) -> Origin | None:
        """Return where a document came from, if that is known."""
        path = self.file(source)
        return None if path is None else origin_of(path)

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
        for path in (*self._folder.rglob(f"{REMOVED}*"), *self._folder.rglob(f"{ARRIVING}*")):
            with suppress(OSError):  # gone meanwhile, or on a read-only disk
                if time.time() - path.stat().st_mtime > KEPT_FOR:
                    path.unlink()
        for path, _ in origins_in(self._folder):
            with suppress(OSError):
                if not any(each.exists() for each in (path, _aside(path), path.with_name(f"{ARRIVING}{path.name}"))):
                    forget_origin(path)

    def _place(self, source: str) -> Path | None:
        """Return the path of a document, whether it exists or not; None for a source of another folder."""
        folder, _, name = source.partition("/")
        parts = name.split("/")
        if folder != self._folder.name or any(not part or part.startswith(".") for part in parts):
            return None
        return self._folder.joinpath(*parts)

    def _claimed(self, name: str) -> tuple[Path, Path]:
        """Return a free path, and the new empty file that keeps other programs from taking it."""
        *folders, file = [part for part in re.split(r"[/\\]", name) if part.strip(". ")] or [name]
        place = self._folder.joinpath(*(safe_name(part) for part in folders[:MAX_DEPTH]))
        place.mkdir(parents=True, exist_ok=True)
        safe = PurePosixPath(safe_name(file))
        names = chain([safe.name], (f"{safe.stem} ({number}){safe.suffix}" for number in count(2)))
        for target in map(place.joinpath, names):
            claim = target.with_name(f"{ARRIVING}{target.name}")
            try:
                claim.touch(exist_ok=False)
            except FileExistsError:
                continue
            if not (target.exists() or _aside(target).exists()):
                return target, claim
            claim.unlink()
        raise AssertionError("numbers do not end")


def _copy(file: Path, copy: Path) -> None:
    with file.open("rb") as original, copy.open("wb") as copied:
        shutil.copyfileobj(original, copied)
        copied.flush()
        os.fsync(copied.fileno())


def safe_name(name: str) -> str:
    """Return a file name that stays in its folder, is not hidden, means a file on Windows too, and looks like ``name``.

    Windows drops points and spaces at the end of a name.
    """
    plain = _UNSAFE.sub("-", unicodedata.normalize("NFC", re.split(r"[/\\]", name)[-1]))
    printable = "".join(letter for letter in plain if unicodedata.category(letter) not in {"Cf", "Cs", "Co", "Cn"})
    path = PurePosixPath(printable.strip().lstrip(". ").rstrip(". ") or "document.txt")
    return _RESERVED.sub(r"\g<0>_", f"{path.stem[:MAX_STEM].rstrip('. ')}{path.suffix[:10].lower()}", count=1)


def _aside(path: Path) -> Path:
    return path.with_name(f"{REMOVED}{path.name}")
