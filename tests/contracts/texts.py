"""Texts of the contract of libraries, and how they are put into one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.chunking.chunker import Splitting, split
from tests.fakes import document_of

if TYPE_CHECKING:
    from index import Chunk, Document, Library, Snapshot

TEXTS = {
    "foxes": "The quick fox met a lazy dog. " * 20 + "\n\nFoxes live in forests and eat berries.",
    "ships": "A ship sails across the sea. The captain reads maps.\n\nStorms sink ships.",
    "bread": "Bread needs flour, water and salt.\n\nBake it in a hot oven for forty minutes.",
}


def put(library: Library, **texts: str) -> None:
    with library.update() as draft:
        for name, text in texts.items():
            draft.add(*cut(text, name))
        draft.publish()


def cut(text: str, name: str) -> tuple[Document, list[Chunk]]:
    document = document_of(text, name)
    return document, split(document, Splitting(300, 60))


def sources(snapshot: Snapshot) -> list[str]:
    return [entry.source for entry in snapshot.contents()]
