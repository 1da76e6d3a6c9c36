"""Indexing with the bundled model, from files to a published generation, and where its time goes."""

from __future__ import annotations

import cProfile
import shutil
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from bench.reporting.rows import Row, taken_in_turn
from bench.workloads.texts import CHUNKS, write_documents
from bench.workloads.workshop import library_in
from index import sync
from index.chunking.chunker import Splitting, embedded_text, split
from index.embedding.bert import BertEncoder
from index.embedding.model_files import BUNDLED, find
from index.ingest import sync as sync_module
from index.library.writer import LocalDraft
from index.loaders import load
from index.search import index_files

if TYPE_CHECKING:
    from pathlib import Path
    from types import CodeType

    from numpy.typing import NDArray

    from bench.workloads.workshop import Workshop
    from index import LocalLibrary

REPEATS = 3
# What else indexing does, by the function that does it; reading and cutting go on in processes of their own.
PARTS: dict[str, CodeType] = {
    "waiting for files and storing them": vars(sync_module)["_read"].__code__,
    "words and vectors to files": index_files.write_searches.__code__,
    "flushing to the disk": vars(LocalDraft)["_seal"].__code__,
    "reading back": vars(LocalDraft)["_check"].__code__,
}


def measure(place: Workshop) -> list[Row]:
    """Return chunks a second beside those of a bare encode of the same strings, and the share of the arithmetic.

    Loading the model is counted for neither.
    """
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415 (8 s to import)

    folder, target = place.folder / "indexed", place.folder / "indexed-library"
    texts = _texts(write_documents(folder, -(-place.chunks // CHUNKS)))
    library = library_in(target)
    model = SentenceTransformer(str(find(BUNDLED).folder), local_files_only=True)
    index = partial(_indexed, folder, library)
    encoded: list[NDArray[np.float32]] = []
    ours, theirs = taken_in_turn(
        REPEATS, index, lambda: encoded.append(np.asarray(model.encode(texts, show_progress_bar=False)))
    )
    nearness = np.sum(_stored(library) * encoded[-1], axis=1).min()
    number, encode = len(texts), "SentenceTransformer.encode of the same strings, float32, its defaults"
    what, note = f"indexing {number:,} chunks, files to library", f"smallest cosine of the vectors: {nearness:.5f}"
    return [
        Row(what, number / ours, "chunks/s", encode, number / theirs, REPEATS, note),
        _profiled(partial(_indexed, folder, library)),
    ]


def _indexed(folder: Path, library: LocalLibrary) -> None:
    shutil.rmtree(library.layout.folder, ignore_errors=True)  # with its cache of vectors
    sync([folder], library)


def _stored(library: LocalLibrary) -> NDArray[np.float32]:
    """Return the vectors as they lie in the library, in the order of the texts."""
    snapshot = library.open()
    ids = np.array(snapshot._catalog.ids(), np.int64)  # noqa: SLF001
    return snapshot._vectors.vectors_of(ids).astype(np.float32)  # noqa: SLF001


def _profiled(index: partial[None]) -> Row:
    profile = cProfile.Profile()
    profile.enable()
    index()
    profile.disable()
    times = {entry.code: entry.totaltime for entry in profile.getstats()}
    # The arithmetic is done by threads that no profile sees: it is what their caller waits for.
    whole, tokenising = times[_indexed.__code__], times["<method 'encode_batch' of 'tokenizers.Tokenizer' objects>"]
    arithmetic, parts = times[BertEncoder.encode.__code__] - tokenising, {"tokenising": tokenising}
    parts |= {name: times[code] for name, code in PARTS.items()}
    told = ", ".join(f"{name} {taken / whole:.1%}" for name, taken in parts.items())
    return Row("the model's arithmetic in that, profiled", arithmetic, "s", "all of it", whole, 1, told)


def _texts(paths: list[Path]) -> list[str]:
    documents = [load(path, path.name) for path in paths]
    return [embedded_text(document.title, chunk) for document in documents for chunk in split(document, Splitting())]
