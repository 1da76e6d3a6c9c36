"""Lock files and folders between processes. The only user of ``fcntl`` and ``msvcrt``.

On Windows a folder cannot be opened, and so not be locked: there nobody may remove what another process has open, which
protects a generation that is read.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

if sys.platform == "win32":
    import msvcrt

    # Far behind what the file says: others cannot read a byte that is locked.
    _PLACE = 1 << 30

    def lock(descriptor: int) -> None:
        """Lock an open file for this process only; raise ``BlockingIOError`` where another one has it."""
        os.lseek(descriptor, _PLACE, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError as error:
            raise BlockingIOError(error.errno, error.strerror) from error

    def open_folder(folder: Path) -> int:
        """Return -1: a folder is not opened; raise ``FileNotFoundError`` where there is none."""
        folder.lstat()
        return -1

    def share(descriptor: int) -> None:
        """Do nothing."""

    def read_at(descriptor: int, size: int) -> bytes:
        """Return the first bytes of a file."""
        os.lseek(descriptor, 0, os.SEEK_SET)
        return os.read(descriptor, size)

    def write_at(descriptor: int, data: bytes) -> None:
        """Write over the first bytes of a file, in one call."""
        os.lseek(descriptor, 0, os.SEEK_SET)
        os.write(descriptor, data)

else:
    import fcntl

    def lock(descriptor: int) -> None:
        """Lock a file or folder for this process only; raise ``BlockingIOError`` where another one has it."""
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def open_folder(folder: Path) -> int:
        """Return the descriptor of a folder that is no link."""
        return os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)

    def share(descriptor: int) -> None:
        """Lock a folder, as others may too; raise ``BlockingIOError`` where another process has it for itself."""
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)

    def read_at(descriptor: int, size: int) -> bytes:
        """Return the first bytes of a file."""
        return os.pread(descriptor, size, 0)

    def write_at(descriptor: int, data: bytes) -> None:
        """Write over the first bytes of a file, in one call."""
        os.pwrite(descriptor, data, 0)
