"""Write documents and their chunks into the catalog of a new generation."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from dataclasses import astuple
from typing import TYPE_CHECKING, Any

from index.chunking.integrity import check
from index.errors import UnknownSource
from index.storage.catalog import BLOCK, SHIFT, Catalog

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from index.types import Chunk, Document
    from index.types.blocks import Labelled

_TABLES = """
CREATE TABLE documents (
    id INTEGER PRIMARY KEY,
    source TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    characters INTEGER NOT NULL,
    sections TEXT NOT NULL,
    pages TEXT NOT NULL,
    stale INTEGER NOT NULL,
    date TEXT,
    author TEXT,
    content TEXT NOT NULL,
    structure BLOB NOT NULL,
    unread TEXT NOT NULL,
    boxes TEXT NOT NULL,
    language TEXT NOT NULL
);
CREATE INDEX documents_by_content ON documents (content, source);
CREATE TABLE blocks (id INTEGER PRIMARY KEY, text TEXT NOT NULL);
CREATE TABLE chunks (
    id INTEGER PRIMARY KEY,
    document INTEGER NOT NULL,
    position INTEGER NOT NULL,
    start INTEGER NOT NULL,
    end INTEGER NOT NULL,
    headings TEXT NOT NULL,
    labelled TEXT
);
CREATE UNIQUE INDEX chunks_in_order ON chunks (document, position);
"""


class CatalogWriter(Catalog):
    """The catalog of a generation that is being written. It raises ``sqlite3.Error`` when writing or reading fails.

    Parameters
    ----------
    path
        Of the file, which is made when it is missing, and else goes on from what it holds.
    """

    def __init__(self, path: Path) -> None:
        connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        try:
            # The publisher flushes the file; until then a crash discards it.
            # Deleted content is overwritten, so that a removed document's words do not stay in free pages.
            for setting in ("journal_mode=DELETE", "synchronous=OFF", "secure_delete=ON", "temp_store=MEMORY"):
                connection.execute(f"PRAGMA {setting}")
            connection.execute("BEGIN")
            if not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                for statement in _TABLES.split(";"):
                    connection.execute(statement)
        except BaseException:
            connection.close()
            raise
        super().__init__(connection, path)
        self._fresh: dict[int, bytes] = {}

    def _rows(self, statement: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        return self._fetched(statement, values)

    def put(self, document: Document, chunks: Sequence[Chunk], language: str) -> None:
        """Store a document with its chunks and its language. It replaces an earlier version of that source.

        Raises
        ------
        DocumentError
            When its text cannot be stored, or a chunk is not the piece of it that it claims to be.
        """
        check(document, chunks)
        sections, pages = (json.dumps([astuple(item) for item in each]) for each in (document.sections, document.pages))
        text = document.text
        content = hashlib.sha256(text.encode()).hexdigest()
        boxes = json.dumps([astuple(box) for box in document.boxes])
        unread = json.dumps(document.unread)
        said = document.date, document.author, content, document.blocks.packed(), unread, boxes, language
        with self._lock:
            self._drop(document.source)
            number = self._connection.execute(
                "INSERT INTO documents"
                " (source, title, fingerprint, characters, sections, pages, date, author, content,"
                " structure, unread, boxes, language, stale) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)",
                (document.source, document.title, document.fingerprint, len(text), sections, pages, *said),
            ).lastrowid
            assert number is not None
            self._fresh[number] = fingerprint_of(document)
            low = number << SHIFT
            self._connection.executemany(
                "INSERT INTO blocks VALUES (?, ?)",
                ((low + i // BLOCK, text[i : i + BLOCK]) for i in range(0, len(text), BLOCK)),
            )
            self._connection.executemany(
                "INSERT INTO chunks VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    (c.id, number, c.position, c.start, c.end, json.dumps(c.headings), _labels(c.labelled))
                    for c in chunks
                ),
            )

    def is_fresh(self, source: str) -> bool:
        """Whether this object stored the document."""
        return any(row[0] in self._fresh for row in self._rows("SELECT id FROM documents WHERE source = ?", (source,)))

    def fresh_ids(self) -> set[int]:
        """Return the ids of the chunks that this object stored."""
        return {row[0] for row in self._rows_in("SELECT id FROM chunks WHERE document IN", list(self._fresh))}

    def written(self) -> dict[str, bytes]:
        """Return ``fingerprint_of`` each document that this object stored, by source."""
        rows = self._rows_in("SELECT source, id FROM documents WHERE id IN", list(self._fresh))
        return {source: self._fresh[number] for source, number in rows}

    def remove(self, source: str) -> None:
        """Remove a document; raise ``UnknownSource`` when there is none of that name."""
        with self._lock:
            if not self._drop(source):
                raise UnknownSource(f"The library holds no document '{source}'; 'citeseed status' lists what it holds.")

    def mark(self, source: str, *, stale: bool) -> None:
        """Mark whether a document is the last good version of a file that cannot be read now."""
        self._rows("UPDATE documents SET stale = ? WHERE source = ?", (stale, source))

    def commit(self) -> None:
        """End the writing and close the file."""
        self._connection.execute("COMMIT")
        free, pages = (self._rows(f"PRAGMA {name}")[0][0] for name in ("freelist_count", "page_count"))
        if 2 * free > pages:
            self._connection.execute("VACUUM")
        self.close()

    def _drop(self, source: str) -> bool:
        row = self._connection.execute("SELECT id FROM documents WHERE source = ?", (source,)).fetchone()
        if row is None:
            return False
        low = row[0] << SHIFT
        self._connection.execute("DELETE FROM chunks WHERE document = ?", row)
        self._connection.execute("DELETE FROM blocks WHERE id >= ? AND id < ?", (low, low + (1 << SHIFT)))
        self._connection.execute("DELETE FROM documents WHERE id = ?", row)
        return True


def _labels(labelled: Labelled | None) -> str | None:
    return None if labelled is None else json.dumps([labelled.text, labelled.pieces], separators=(",", ":"))


def fingerprint_of(document: Document) -> bytes:
    """Return a value that shows whether a document reads back as it was stored."""
    said = (document.title, document.sections, document.pages, document.unread, document.blocks.packed(), document.text)
    return hashlib.sha256(repr(said).encode()).digest()
