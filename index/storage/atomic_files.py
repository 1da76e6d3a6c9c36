"""Write files that survive a crash: write, flush to the disk, then rename."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import sqlite3
import sys
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import StorageError

if TYPE_CHECKING:
    from collections.abc import Iterator

# Bytes read at a time: large enough that hashing runs outside the interpreter's lock, small enough to keep memory flat.
BLOCK = 1 << 20
# A file is opened as bytes, which Windows needs to be told, and never through a link, which Windows cannot be told.
NOFOLLOW = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
# 0 on Windows, where folders are not opened.
_FOLDER = getattr(os, "O_DIRECTORY", 0)

_CAUSES = {
    errno.ENOSPC: "the disk is full; free some space and run it again",
    errno.EDQUOT: "the disk quota is used up; free some space and run it again",
    errno.EFBIG: "a file would grow beyond the size limit of this process; raise the limit and run it again",
    errno.EROFS: "the file system is read-only; choose another place with --index",
    errno.EACCES: "permission is denied; change the permissions or choose another place with --index",
    errno.EPERM: "permission is denied; change the permissions or choose another place with --index",
    errno.EIO: "the disk reports an error; check it, or choose another place with --index",
    errno.EEXIST: "a file stands where its folder should be; choose another place with --index",
    errno.ENOTDIR: "a file stands where a folder should be; choose another place with --index",
    errno.ENOENT: "its folder cannot be made there; choose another place with --index",
    errno.ELOOP: "a symbolic link stands where the library keeps a file of its own; remove the link",
}
_SQLITE_CAUSES = {
    sqlite3.SQLITE_FULL: _CAUSES[errno.ENOSPC],
    sqlite3.SQLITE_IOERR: _CAUSES[errno.EIO],
    sqlite3.SQLITE_READONLY: _CAUSES[errno.EROFS],
    sqlite3.SQLITE_PERM: _CAUSES[errno.EACCES],
    sqlite3.SQLITE_CANTOPEN: "a file of it cannot be opened; check the permissions and the disk",
}


@contextmanager
def storage_errors(folder: Path) -> Iterator[None]:
    """Turn a failure to write below ``folder`` into a ``StorageError`` that names the folder and the cause."""
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
        raise StorageError(_sentence(folder, _SQLITE_CAUSES.get(code, str(error)))) from error
    except OSError as error:
        cause = _CAUSES.get(error.errno or 0, error.strerror or str(error) or type(error).__name__)
        raise StorageError(_sentence(folder, cause)) from error


def _sentence(folder: Path, cause: str) -> str:
    return f"Cannot write to the library in {folder}: {cause}."


def write_file(path: Path, data: bytes | memoryview) -> None:
    """Write a new file and flush it to the disk."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | NOFOLLOW, 0o666)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def replace_file(path: Path, data: bytes) -> None:
    """Replace the content of ``path`` atomically."""
    fresh = path.with_name(path.name + ".new")
    try:
        write_file(fresh, data)
        fresh.replace(path)
    except BaseException:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)
        raise
    flush_folder(path.parent)


def flush_tree(folder: Path) -> None:
    """Flush every file and folder below ``folder``, and ``folder`` itself, to the disk."""
    for place, _, names in os.walk(folder, topdown=False):
        for name in names:
            _flush(os.path.join(place, name), os.O_RDONLY)  # noqa: PTH118
        _flush(place, os.O_RDONLY | _FOLDER)


def flush_folder(folder: Path) -> None:
    """Flush the names in a folder to the disk, so that a rename survives a power cut."""
    _flush(str(folder), os.O_RDONLY | _FOLDER)


def _flush(path: str, flags: int) -> None:
    if sys.platform == "win32":
        # It flushes what was opened for writing; the names in a folder it writes by itself.
        flags = os.O_RDWR
        if Path(path).is_dir():
            return
    descriptor = os.open(path, flags | NOFOLLOW)
    try:
        try:
            os.fsync(descriptor)
        except OSError as error:
            # Some file systems cannot flush a folder, and need not.
            if error.errno != errno.EINVAL or not flags & _FOLDER:
                raise
        if sys.platform == "linux" and not flags & _FOLDER:
            # Reading back must come from the disk and not from the cache.
            os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
    finally:
        os.close(descriptor)


def make_folder(folder: Path) -> None:
    """Create a folder and its parents where they are missing, and flush each new name to the disk."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    flush_folder(folder.parent)


def remove_tree(folder: Path) -> None:
    """Remove a folder or a file as far as possible. The next writer removes the rest."""
    if folder.is_dir() and not folder.is_symlink():
        shutil.rmtree(folder, ignore_errors=True)
    else:
        with suppress(OSError):
            folder.unlink(missing_ok=True)


def digest(path: Path) -> tuple[str, int]:
    """Return the hexadecimal sha256 and the size of a regular file; a symbolic link or a device is an ``OSError``."""
    with open_regular(path) as descriptor:
        return digest_of(descriptor)


def digest_of(descriptor: int) -> tuple[str, int]:
    """Return the hexadecimal sha256 and the size of an open file, read from its present position."""
    checksum, size = hashlib.sha256(), 0
    while block := os.read(descriptor, BLOCK):
        checksum.update(block)
        size += len(block)
    return checksum.hexdigest(), size


@contextmanager
def open_regular(path: Path, folder: int | None = None) -> Iterator[int]:
    """Open a regular file for reading. It follows no link and does not block on a pipe.

    Parameters
    ----------
    path
        The file; links to its folder are followed.
    folder
        Descriptor of the folder that ``path`` begins in.
    """
    descriptor = os.open(path, os.O_RDONLY | NOFOLLOW | getattr(os, "O_NONBLOCK", 0), dir_fd=folder)
    try:
        if not os.path.isfile(descriptor):  # noqa: PTH113
            raise OSError(errno.EINVAL, "is not a regular file", str(path))
        yield descriptor
    finally:
        os.close(descriptor)


@contextmanager
def open_unlinked(path: Path) -> Iterator[int]:
    """Open a regular file at a resolved path; an ``OSError`` when a folder on it has become a link since then."""
    if sys.platform == "win32":
        # Between this look and the opening a folder may become a link.
        if path.resolve() != path:
            raise OSError(errno.ELOOP, "a folder on it is a link", str(path))
        with open_regular(path) as descriptor:
            yield descriptor
        return
    flags = getattr(os, "O_PATH", os.O_RDONLY) | _FOLDER | NOFOLLOW
    folder = os.open(path.anchor, flags)
    try:
        for part in path.parts[1:-1]:
            inner = os.open(part, flags, dir_fd=folder)
            os.close(folder)
            folder = inner
        with open_regular(Path(path.name), folder) as descriptor:
            yield descriptor
    finally:
        os.close(folder)
