"""Write to standard output, and say so where that fails."""

from __future__ import annotations

import os
import sys


def write_output(output: str) -> bool:
    """Write a text; return whether anybody still reads it.

    Raises
    ------
    OSError
        When the system refuses it, as on a full disk.
    """
    try:
        sys.stdout.write(output)
        sys.stdout.flush()
    except OSError as error:
        # What could not be written must not be tried again when the interpreter ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):
            raise OSError(error.errno, error.strerror, "standard output") from error
        return False  # a pipe that was closed, as by `head`, has had what it wanted: no error
    return True
