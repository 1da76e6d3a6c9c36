"""An engine that recognises words, and the pages that it recognised before."""

from __future__ import annotations

import json
import os
import zlib
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Protocol

from index.loaders.pdf.scans import DPI, Recognised, Word
from index.storage.atomic_files import open_regular, replace_file

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

# Bytes of a kept page: ten times what a page of the smallest print takes.
_MAX_KEPT = 2_000_000
_SIDES = ("left", "top", "right", "bottom")


class Program(Protocol):
    """A program that recognises words."""

    @property
    def how(self) -> str:
        """What it is, and in which languages it reads, for people: "tesseract, eng"."""
        ...

    def words(self, picture: bytes) -> tuple[Sequence[Word], int] | None:
        """Return the words on a PGM picture, and how many quarter turns to the right make it upright.

        Their boxes are in pixels of the upright picture; None is returned where it takes too long or fails.
        """
        ...


@dataclass(frozen=True, slots=True)
class Engine:
    """A program, and the folder of the pages that it has recognised; None keeps none."""

    program: Program
    cache: Path | None = None

    @property
    def how(self) -> str:
        """What it is, for people."""
        return self.program.how

    def read(self, picture: bytes, width: int, height: int) -> Recognised:
        """Return the words on a PGM picture of so many pixels; none where that takes too long or fails."""
        kept = self._kept(picture)
        if kept is not None and (found := _load(kept)) is not None:
            return found
        points = 72 / DPI
        read = self.program.words(picture)
        words, turns = read or ((), 0)
        placed = tuple(word._replace(**{side: getattr(word, side) * points for side in _SIDES}) for word in words)
        width, height = (height, width) if turns % 2 else (width, height)
        found = Recognised(placed, width * points, height * points, self.how, turns)
        if kept is not None and read is not None:
            _keep(kept, found)
        return found

    def _kept(self, picture: bytes) -> Path | None:
        key = sha256(f"{self.how}\0".encode() + picture).hexdigest()
        return self.cache and self.cache / key[:2] / key


def _load(kept: Path) -> Recognised | None:
    """Return a page that was recognised before; None where there is none, or it is damaged."""
    try:
        with open_regular(kept) as descriptor:
            packed = zlib.decompressobj()
            words, *rest = json.loads(packed.decompress(os.read(descriptor, _MAX_KEPT), 10 * _MAX_KEPT))
        return Recognised(tuple(Word(*word) for word in words), *rest)
    except (OSError, ValueError, TypeError, zlib.error):
        return None


def _keep(kept: Path, found: Recognised) -> None:
    with suppress(OSError):  # a full or read-only disk: the page is recognised again
        kept.parent.mkdir(parents=True, exist_ok=True)
        replace_file(kept, zlib.compress(json.dumps(found).encode()))
