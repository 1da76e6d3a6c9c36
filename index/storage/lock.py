"""The lock of the single writer, and the highest generation number that was begun."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from index.errors import Busy
from index.storage import file_locks
from index.storage.atomic_files import NOFOLLOW, make_folder, storage_errors

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType
    from typing import Self

# One line of fixed width, written by a single call: a crash leaves the old line or the new one.
_LINE = "pid {pid:10d} generation {number:12d}\n"
_PATTERN = re.compile(rb"pid +(\d+) generation +(\d+)\n")


class WriterLock:
    """Holds the lock of a library from its creation until ``release``.

    The kernel releases the lock when the process ends. The file tells others the holder's pid, and the highest
    generation number that a writer began.

    Raises
    ------
    Busy
        At once, when another writer holds it.
    StorageError
        When the lock's file cannot be made.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        with storage_errors(path.parent):
            make_folder(path.parent)
            self._descriptor = self._acquire()
        try:
            with storage_errors(path.parent):
                self.highest = _read(self._descriptor)[1]
                self.record(self.highest)
        except BaseException:
            self.release()
            raise

    def _acquire(self) -> int:
        while True:
            descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | NOFOLLOW, 0o666)
            try:
                file_locks.lock(descriptor)
                # The file may have been removed between the two calls. Then this is a lock on nothing.
                if os.path.samestat(os.fstat(descriptor), self._path.lstat()):
                    return descriptor
            except BlockingIOError:
                pid = _read(descriptor)[0]
                who = f"process {pid}" if pid else "another process"
                os.close(descriptor)
                message = f"The library in {self._path.parent} is busy: {who} is writing to it; try again later."
                raise Busy(message, pid) from None
            except FileNotFoundError:
                pass
            except BaseException:
                os.close(descriptor)
                raise
            os.close(descriptor)

    def record(self, number: int) -> None:
        """Write down that a generation of this number has begun."""
        self.highest = max(self.highest, number)
        line = _LINE.format(pid=os.getpid(), number=self.highest).encode()
        file_locks.write_at(self._descriptor, line)

    def release(self) -> None:
        """Release the lock."""
        if self._descriptor >= 0:
            descriptor, self._descriptor = self._descriptor, -1
            os.close(descriptor)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


def _read(descriptor: int) -> tuple[int, int]:
    match = _PATTERN.match(file_locks.read_at(descriptor, 100))
    return (int(match[1]), int(match[2])) if match else (0, 0)
