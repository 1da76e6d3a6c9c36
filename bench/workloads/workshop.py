"""Shared by the measurements: a temporary folder, and one large library that is built once."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from bench.reporting.rows import seconds
from bench.workloads.texts import write_documents
from index import LocalLibrary, sync
from index.chunking.chunker import Splitting
from index.embedding.sentence_transformer import SentenceTransformerEmbedder
from index.parsing.pool import SandboxParser

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class Large:
    """A large library, its documents, and how long the whole build took."""

    folder: Path
    paths: list[Path]
    seconds: float
    chunks: int

    def library(self) -> LocalLibrary:
        """Return the library, not opened yet."""
        return library_in(self.folder)


@dataclass(frozen=True)
class Workshop:
    """Where measurements are taken, and of what size.

    Parameters
    ----------
    folder
        Empty at first, and removed at last.
    chunks
        Indexed beside a bare encode of them.
    documents
        In the large library.
    beside
        A commit of this repository whose cold start is measured too; None for none.
    """

    folder: Path
    chunks: int
    documents: int
    beside: str | None = None

    @cached_property
    def large(self) -> Large:
        """The large library, built when first asked for; loading the model is not counted."""
        print(f"  building a library of {self.documents:,} documents", file=sys.stderr)
        paths = write_documents(self.folder / "large", self.documents)
        library = library_in(self.folder / "large-library")
        taken = seconds(lambda: sync([self.folder / "large"], library))
        chunks = sum(entry.chunks for entry in library.open().contents())
        library.close()
        return Large(self.folder / "large-library", paths, taken, chunks)


def library_in(folder: Path) -> LocalLibrary:
    """Return a library in a folder, as the command line makes it, with the model loaded."""
    embedder = SentenceTransformerEmbedder()
    embedder.embed_documents(["loads the model"])
    return LocalLibrary(folder, embedder, Splitting(), SandboxParser())
