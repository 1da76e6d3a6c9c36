"""Small libraries on disk for tests: with the fake embedder, and ways to compare and to damage them."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from index import LocalLibrary, Parser, Snapshot, sync
from index.chunking.chunker import Splitting
from tests.fakes import DirectParser, FakeEmbedder

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).resolve().parent.parent
QUESTIONS = (
    "alpha",
    "who met the gamma fox?",
    "beta delta epsilon",
    "a risky plan",
    "zeta",
    "Welche Verträge kündigt ein Mieter?",
)

FILES = {
    "a.txt": "Alpha met the gamma fox. " * 30,
    "b.txt": "Beta delta epsilon.\n\nA risky plan, said zeta.",
    "deep/c.md": "# Heading\n\nMore alpha here.",
}
NOTHING_READABLE = b"\x00\x01\x02\xff" * 50


def write(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write files, with the folders they need, and return the folder."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def library_in(
    folder: Path,
    embedder: FakeEmbedder | None = None,
    *,
    characters: int = 300,
    parser: Parser | None = None,
    language: str = "auto",
) -> LocalLibrary:
    """Return a library that embeds with a fake, cuts small chunks, and parses in this process unless told otherwise."""
    return LocalLibrary(
        folder, embedder or FakeEmbedder(), Splitting(characters, characters // 5), parser or DirectParser(), language
    )


def build(folder: Path, files: Mapping[str, str | bytes]) -> tuple[Path, LocalLibrary]:
    """Write documents, index them, and return their folder and the library."""
    documents = write(folder / "documents", files)
    library = library_in(folder / "library")
    sync([documents], library)
    return documents, library


def held(snapshot: Snapshot) -> dict[str, str]:
    """Return the text of each document."""
    return {entry.source: snapshot.document(entry.source).text for entry in snapshot.contents()}


def answers(snapshot: Snapshot, k: int = 7) -> list[tuple[list[object], list[object]]]:
    """Return all that some questions find, with the scores."""
    found = [snapshot.search(question, k) for question in QUESTIONS]
    return [([(h.chunk, h.score) for h in hits.dense], [(h.chunk, h.score) for h in hits.keyword]) for hits in found]


def litter(library: Path) -> list[str]:
    """Return what a writer left in a library's folder beyond what belongs there."""
    known = {"CURRENT", "lock", "embeddings.sqlite", "generations", "uploads"}
    inside = {path.name for path in library.iterdir()} - known
    return sorted(inside | {p.name for p in (library / "generations").iterdir() if not re.fullmatch(r"\d{6}", p.name)})


def flip(path: Path, offset: int, bit: int = 0) -> None:
    """Flip one bit of a file."""
    data = bytearray(path.read_bytes())
    data[offset % len(data)] ^= 1 << bit
    path.write_bytes(data)


def writer(*arguments: str | Path, prefix: tuple[str, ...] = ()) -> subprocess.Popen[str]:
    """Start another process that indexes with the fake embedder; see ``tests/harness/index_process.py``."""
    return subprocess.Popen(
        [*prefix, sys.executable, "-m", "tests.harness.index_process", *map(str, arguments)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
