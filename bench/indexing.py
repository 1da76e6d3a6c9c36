"""Indexing with the bundled model, from files to a published generation."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from bench.rows import Row, taken_in_turn
from bench.texts import CHUNKS, write_documents
from index import LocalLibrary, sync
from index.embedder import SentenceTransformerEmbedder
from index.loaders import load
from index.parsing import SandboxParser
from index.splitting import Splitting, embedded_text, split
from index.weights import BUNDLED, find

if TYPE_CHECKING:
    from pathlib import Path

    from bench.workshop import Workshop

REPEATS = 3


def measure(place: Workshop) -> list[Row]:
    """Return chunks a second beside those of a bare encode of the same strings; loading is counted for neither."""
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415 (8 s to import)

    folder, target = place.folder / "indexed", place.folder / "indexed-library"
    texts = _texts(write_documents(folder, -(-place.chunks // CHUNKS)))
    embedder = SentenceTransformerEmbedder()
    embedder.embed_documents(["loads the model"])
    model = SentenceTransformer(str(find(BUNDLED).folder), local_files_only=True)

    def index() -> None:
        shutil.rmtree(target, ignore_errors=True)  # with its cache of vectors
        library = LocalLibrary(target, embedder, Splitting(), SandboxParser())
        sync([folder], library)
        library.close()

    ours, theirs = taken_in_turn(REPEATS, index, lambda: model.encode(texts, show_progress_bar=False))
    beside = "SentenceTransformer.encode of the same strings, float32, its defaults"
    number = len(texts)
    return [
        Row(
            f"indexing {number:,} chunks, files to library", number / ours, "chunks/s", beside, number / theirs, REPEATS
        )
    ]


def _texts(paths: list[Path]) -> list[str]:
    documents = [load(path, path.name) for path in paths]
    return [embedded_text(document.title, chunk) for document in documents for chunk in split(document, Splitting())]
