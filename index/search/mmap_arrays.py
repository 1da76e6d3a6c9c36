"""Arrays in files of their own, mapped from disk."""

from __future__ import annotations

import math
import os
from typing import TYPE_CHECKING, Any

import numpy as np

from index.storage.atomic_files import open_regular

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import DTypeLike, NDArray


def mapped(path: Path, kind: DTypeLike, dimensions: int = 1) -> NDArray[Any]:
    """Map an untrusted ``.npy`` file: its header must match the expected type and the file's size.

    ``numpy.load`` multiplies the numbers of the header unchecked, which may overflow.

    Raises
    ------
    OSError, ValueError
        When it cannot be read, or is not an array of this kind.
    """
    kind = np.dtype(kind)
    with open_regular(path) as descriptor, open(descriptor, "rb", closefd=False) as file:
        if np.lib.format.read_magic(file) != (1, 0):
            raise ValueError(f"{path} is of another version")
        shape, by_column, found = np.lib.format.read_array_header_1_0(file)
        start, size = file.tell(), os.fstat(descriptor).st_size
    fits = found == kind and not by_column and len(shape) == dimensions and min(shape) >= 0
    if not fits or math.prod(shape) * kind.itemsize != size - start:
        raise ValueError(f"{path} is not an array of {dimensions} dimensions of {kind} that fills its file")
    if not math.prod(shape):
        return np.zeros(shape, kind)
    return np.memmap(path, kind, "r", start, shape)
