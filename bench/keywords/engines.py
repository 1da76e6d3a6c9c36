"""Three keyword indexes behind one interface: ours, tantivy and SQLite FTS5."""

from __future__ import annotations

import shutil
import sqlite3
from typing import TYPE_CHECKING, Protocol

import numpy as np
import tantivy

from index.search.bm25 import Bm25Keywords
from index.text.languages import ENGLISH
from index.text.stopwords import FUNCTION_WORDS
from index.text.tokenizer import question_forms, terms, words

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path


class Engine(Protocol):
    """A keyword index of texts by number, in a folder of its own, which it opens when it is made."""

    def change(self, removed: Collection[int], added: Mapping[int, str]) -> None:
        """Remove and add texts, and write the index to its folder."""

    def search(self, question: str, k: int) -> list[int]:
        """Return the numbers of the ``k`` best texts, best first; of equal ones the smaller number."""


class Ours:
    """``index.search.bm25``: a change writes a new index beside the old one, as a new generation does."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._ids = np.array([], np.int64)
        self._index: Bm25Keywords | None = None
        if folder.exists():
            self._index = Bm25Keywords.load(folder)
            self._ids = np.load(folder / "ids.npy")

    def change(self, removed: Collection[int], added: Mapping[int, str]) -> None:
        """Carry over the counts of what stays."""
        stays = self._ids[~np.isin(self._ids, list(removed))]
        self._ids = np.concatenate([stays, np.array(list(added), np.int64)])
        carried = np.arange(len(self._ids)) < len(stays)
        self._index = Bm25Keywords.build(self._ids, map(terms, added.values()), self._index, carried)
        following = self._folder.with_suffix(".new")
        self._index.save(following)
        shutil.rmtree(self._folder, ignore_errors=True)
        following.rename(self._folder)
        self._index = Bm25Keywords.load(self._folder)

    def search(self, question: str, k: int) -> list[int]:
        """Search with the words of the question that our own tokenizer keeps."""
        assert self._index is not None
        return [number for number, _ in self._index.search(question_forms(question, (ENGLISH,)), k)]


class Tantivy:
    """tantivy (Rust, after Lucene) with its English stemmer."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(exist_ok=True)
        schema = tantivy.SchemaBuilder()
        schema.add_text_field("text", tokenizer_name="en_stem", index_option="freq")
        schema.add_integer_field("id", stored=True, indexed=True, fast=True)
        self._index = tantivy.Index(schema.build(), str(folder))
        self._index.reload()

    def change(self, removed: Collection[int], added: Mapping[int, str]) -> None:
        """Commit once, with as many threads as it chooses."""
        writer = self._index.writer()
        for number in removed:
            writer.delete_documents_by_term("id", number)
        for number, text in added.items():
            writer.add_document(tantivy.Document(id=number, text=text))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()

    def search(self, question: str, k: int) -> list[int]:
        """Search for any of the words."""
        query, _ = self._index.parse_query_lenient(" ".join(_sought(question)), ["text"])
        searcher = self._index.searcher()
        found = [
            (-score, searcher.doc(address)["id"][0]) for score, address in searcher.search(query, k, count=False).hits
        ]
        return [number for _, number in sorted(found)]


class Fts5:
    """SQLite's FTS5 with its Porter stemmer; it keeps the texts too, because only then can one be removed."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(exist_ok=True)
        self._database = sqlite3.connect(folder / "words.sqlite")
        self._database.execute("CREATE VIRTUAL TABLE IF NOT EXISTS texts USING fts5(text, tokenize='porter unicode61')")

    def change(self, removed: Collection[int], added: Mapping[int, str]) -> None:
        """Change all in one transaction."""
        with self._database:
            self._database.executemany("DELETE FROM texts WHERE rowid = ?", ((number,) for number in removed))
            self._database.executemany("INSERT INTO texts(rowid, text) VALUES (?, ?)", added.items())

    def search(self, question: str, k: int) -> list[int]:
        """Search for any of the words."""
        sought = " OR ".join(f'"{word}"' for word in _sought(question))
        rows = self._database.execute(
            "SELECT rowid FROM texts WHERE texts MATCH ? ORDER BY bm25(texts), rowid LIMIT ?", (sought, k)
        )
        return [number for (number,) in rows]


ENGINES: dict[str, type[Ours | Tantivy | Fts5]] = {
    "citeseed": Ours,
    "tantivy": Tantivy,
    "SQLite FTS5": Fts5,
}


def _sought(question: str) -> list[str]:
    """Return the words of a question that are no function words, or all where there are no others, without marks."""
    said = words(question)
    kept = [word for word in said if word.lower() not in FUNCTION_WORDS] or said
    return ["".join(character if character.isalnum() else " " for character in word) for word in kept]
