"""The paths in a library's folder, and the live generation."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.storage.atomic_files import open_regular

if TYPE_CHECKING:
    from pathlib import Path

_NAME = re.compile(r"\d{6,18}")


@dataclass(frozen=True, slots=True)
class Layout:
    """The paths in a library's folder."""

    folder: Path

    @property
    def current(self) -> Path:
        """The file that names the live generation."""
        return self.folder / "CURRENT"

    @property
    def lock(self) -> Path:
        """The file that the single writer locks."""
        return self.folder / "lock"

    @property
    def uploads(self) -> Path:
        """The folder of documents that were added in the chat."""
        return self.folder / "uploads"

    @property
    def cache(self) -> Path:
        """The cache of vectors."""
        return self.folder / "embeddings.sqlite"

    @property
    def recognised(self) -> Path:
        """The folder of recognised pages; it may be deleted."""
        return self.folder / "recognised"

    @property
    def generations(self) -> Path:
        """The folder of generations."""
        return self.folder / "generations"

    def generation(self, number: int) -> Path:
        """Return the folder of a generation."""
        return self.generations / f"{number:06d}"

    def numbers(self) -> list[int]:
        """Return the numbers of all generations on disk, damaged ones too, the newest first."""
        if self.generations.is_symlink():
            return []
        try:
            names = os.listdir(self.generations)  # noqa: PTH208
        except OSError:
            return []
        return sorted((int(name) for name in names if is_name(name)), reverse=True)

    def live(self) -> int | None:
        """Return the number in CURRENT, or None when it has none."""
        try:
            with open_regular(self.current) as descriptor:
                name = os.read(descriptor, 100).decode("ascii").strip()
        except (OSError, UnicodeDecodeError):
            return None
        return int(name) if is_name(name) else None


def is_name(name: str) -> bool:
    """Whether a folder of this name is a generation, and not one that is being written or dropped."""
    return _NAME.fullmatch(name) is not None
