"""What may be uploaded: how large, how much at a time, and while how much room is left."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ui.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

MEGABYTE = 1_000_000
# A text of this size is 15,000 pages, a scanned book with its pictures still fits; a larger one is likely a mistake.
LARGEST_FILE = 100 * MEGABYTE
# Of one drop of files.
LARGEST_UPLOAD = 500 * MEGABYTE
UPLOAD_TOO_LARGE = f"The upload is larger than {LARGEST_UPLOAD // MEGABYTE:,} MB; add fewer files at a time."
# Files that have arrived lie in a temporary folder for an hour at most. Two of the largest drops fit.
LARGEST_TEMPORARY = 1000 * MEGABYTE
# Left to the rest of the machine, and to the new generation that follows an upload.
LEAST_FREE = 500 * MEGABYTE


@dataclass(frozen=True, slots=True)
class Room:
    """Says whether there is room for an upload.

    Parameters
    ----------
    folder
        Where uploads arrive.
    free
        Bytes free on the disk of a folder.
    """

    folder: Path
    free: Callable[[Path], int] = lambda folder: shutil.disk_usage(folder).free

    def refusal(self, size: int) -> Refusal | None:
        """Return why an upload of ``size`` bytes cannot be taken; None when it can."""
        if self.free(self.folder) - size < LEAST_FREE:
            return Refusal(507, "The server's disk is almost full, so nothing can be uploaded; free some room there.")
        if self._held() + size > LARGEST_TEMPORARY:
            return Refusal(413, "Too much was uploaded within the last hour; try again later, or upload less.")
        return None

    def _held(self) -> int:
        total = 0
        for path in self.folder.rglob("*"):
            try:
                total += path.stat().st_size if path.is_file() else 0
            except OSError:
                continue  # pruned meanwhile
        return total
