"""Opening a large library, every checksum compared, beside computing the checksums alone."""

from __future__ import annotations

import hashlib
from contextlib import closing
from typing import TYPE_CHECKING

from bench.reporting.rows import Row, taken_in_turn
from index import LocalLibrary
from index.chunking.chunker import Splitting
from index.embedding.sentence_transformer import SentenceTransformerEmbedder
from index.parsing.pool import SandboxParser

if TYPE_CHECKING:
    from bench.workloads.workshop import Workshop

REPEATS = 5


def measure(place: Workshop) -> list[Row]:
    """Return the time of opening; the files were read before, so that the disk plays no part."""
    large = place.large
    live = large.folder / "generations" / (large.folder / "CURRENT").read_text(encoding="ascii").strip()
    files = [path for path in sorted(live.rglob("*")) if path.is_file()]

    def opened() -> None:
        # No model is loaded: opening has no use for it.
        with closing(
            LocalLibrary(large.folder, SentenceTransformerEmbedder(), Splitting(), SandboxParser())
        ) as library:
            library.open()

    def hashed() -> None:
        for path in files:
            with path.open("rb") as file:
                hashlib.file_digest(file, "sha256")

    opened()
    ours, hashing = taken_in_turn(REPEATS, opened, hashed)
    size = sum(path.stat().st_size for path in files) / 1e6
    what = f"opening a library of {len(large.paths):,} documents, checksums compared"
    return [Row(what, ours * 1000, "ms", f"sha256 of its {size:.0f} MB alone", hashing * 1000, REPEATS)]
