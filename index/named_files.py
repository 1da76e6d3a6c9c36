"""Read a file that a person names, such as a configuration: never a device or a pipe, and never without end."""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING

from index.storage.atomic_files import BLOCK, open_regular

if TYPE_CHECKING:
    from pathlib import Path


def read_named(path: Path, limit: int) -> bytes:
    """Return the bytes of a regular file; links to it are followed.

    Parameters
    ----------
    path
        The file.
    limit
        Bytes that it may have at most.

    Raises
    ------
    OSError
        When it cannot be read, is no regular file, or is larger.
    """
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    data = bytearray()
    with open_regular(path.resolve(strict=True)) as descriptor:
        while len(data) <= limit and (block := os.read(descriptor, BLOCK)):
            data += block
    if len(data) > limit:
        raise OSError(errno.EFBIG, f"is larger than {limit // 1_000_000:,} MB", str(path))
    return bytes(data)
