"""Documents and chunks of one generation in one SQLite file.

The text of a document is kept once, in blocks; a chunk is two offsets, and its text is cut from the document's when
it is asked for, so the two cannot disagree.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import threading
from dataclasses import astuple
from typing import TYPE_CHECKING, Any
from urllib.parse import quote_from_bytes

from index.copies import copied, copies
from index.documents import Chunk, Document, Entry, Page, Section
from index.errors import DamagedLibrary, DocumentError, UnknownSource

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from index.filters import Filter

# Characters in a block of text: cutting a chunk reads one or two blocks, however long the document is.
BLOCK = 8192
# A block's key is its document's number and its own in one integer: room for 2^24 blocks, or 137 GB.
_SHIFT = 24
# SQLite refuses more variables than this in one statement on old builds.
_VARIABLES = 900

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
    content TEXT NOT NULL
);
CREATE INDEX documents_by_content ON documents (content, source);
CREATE TABLE blocks (id INTEGER PRIMARY KEY, text TEXT NOT NULL);
CREATE TABLE chunks (
    id INTEGER PRIMARY KEY,
    document INTEGER NOT NULL,
    position INTEGER NOT NULL,
    start INTEGER NOT NULL,
    end INTEGER NOT NULL,
    headings TEXT NOT NULL
);
CREATE UNIQUE INDEX chunks_in_order ON chunks (document, position);
"""


class Catalog:
    """One SQLite file, read by any number of threads; what writes to it is ``CatalogWriter``.

    Whatever is asked of it raises ``DamagedLibrary`` when the file cannot be read.

    Parameters
    ----------
    connection
        Open, and owned from now on.
    path
        Of the file.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self._path = path
        self._lock = threading.Lock()

    @staticmethod
    def read(path: Path) -> Catalog:
        """Open the file of a published generation, which nobody changes any more."""
        address = f"file:{quote_from_bytes(bytes(path.absolute()))}?mode=ro&immutable=1"
        try:
            connection = sqlite3.connect(address, uri=True, check_same_thread=False, isolation_level=None)
        except sqlite3.Error as error:
            raise _unreadable(path, error) from error
        catalog = Catalog(connection, path)
        try:
            for setting in ("trusted_schema=OFF", "cell_size_check=ON", "query_only=ON"):
                catalog._rows(f"PRAGMA {setting}")
        except BaseException:
            connection.close()
            raise
        return catalog

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def _rows(self, statement: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        try:
            return self._fetched(statement, values)
        except sqlite3.Error as error:
            raise _unreadable(self._path, error) from error

    def _fetched(self, statement: str, values: Sequence[object]) -> list[tuple[Any, ...]]:
        with self._lock:
            return self._connection.execute(statement, values).fetchall()

    def _rows_in(self, statement: str, values: Sequence[object]) -> Iterator[tuple[Any, ...]]:
        """Run ``statement``, which ends in ``IN``, for all values, a part at a time."""
        for start in range(0, len(values), _VARIABLES):
            part = values[start : start + _VARIABLES]
            yield from self._rows(f"{statement} ({','.join('?' * len(part))})", part)

    def counts(self) -> tuple[int, int]:
        """Return the numbers of documents and chunks."""
        (documents, chunks), *_ = self._rows("SELECT (SELECT count(*) FROM documents), (SELECT count(*) FROM chunks)")
        return int(documents), int(chunks)

    def fault(self) -> str | None:
        """Return what SQLite finds wrong with the file, or None when it is sound."""
        (verdict,), *_ = self._rows("PRAGMA integrity_check(1)")
        return None if verdict == "ok" else str(verdict)

    def contents(self) -> tuple[Entry, ...]:
        """Return an entry for each document, ordered by source."""
        rows = self._rows(
            "SELECT stale, source, title, fingerprint, characters, date, author, json_array_length(pages),"
            " content, (SELECT count(*) FROM chunks WHERE document = documents.id) FROM documents ORDER BY source"
        )
        return tuple(
            Entry(source, title, mark, size, chunks, bool(stale), date, author, pages, content)
            for stale, source, title, mark, size, date, author, pages, content, chunks in rows
        )

    def ids(self) -> list[int]:
        """Return the ids of all chunks, ordered by source and position."""
        rows = self._rows(
            "SELECT chunks.id FROM documents JOIN chunks ON chunks.document = documents.id ORDER BY source, position"
        )
        return [row[0] for row in rows]

    def copies(self) -> dict[str, str]:
        """Return the source of each copy, with that of the document which stands for it."""
        return copied(
            self._rows(
                "SELECT source, content FROM documents"
                " WHERE content IN (SELECT content FROM documents GROUP BY content HAVING count(*) > 1) ORDER BY source"
            )
        )

    def ids_within(self, within: Filter) -> NDArray[np.int64]:
        """Return the ids of the chunks whose documents pass a filter, in increasing order.

        Of documents of one text only the first that passes: its copies pass in its place where it does not.
        """
        passing = [entry for entry in self.contents() if within.admits(entry)]
        again = copies(passing)
        return self._ids_of([entry.source for entry in passing if entry.source not in again])

    def ids_of_copies(self) -> NDArray[np.int64]:
        """Return the ids of the chunks of copies, in increasing order."""
        return self._ids_of(list(self.copies()))

    def _ids_of(self, sources: Sequence[str]) -> NDArray[np.int64]:
        import numpy as np  # noqa: PLC0415

        statement = "SELECT chunks.id FROM documents JOIN chunks ON chunks.document = documents.id WHERE source IN"
        return np.array(sorted(row[0] for row in self._rows_in(statement, sources)), np.int64)

    def document(self, source: str) -> Document:
        """Return a document; raise ``UnknownSource`` when there is none of that name."""
        rows = self._rows(
            "SELECT id, title, sections, pages, fingerprint, date, author FROM documents WHERE source = ?", (source,)
        )
        if not rows:
            raise UnknownSource(f"The library holds no document '{source}'; 'citeseed status' lists what it holds.")
        number, title, sections, pages, fingerprint, date, author = rows[0]
        return Document(
            source,
            title,
            self._text(number),
            tuple(Section(*values) for values in json.loads(sections)),
            tuple(Page(*values) for values in json.loads(pages)),
            fingerprint,
            date,
            author,
        )

    def _text(self, document: int) -> str:
        low = document << _SHIFT
        rows = self._rows("SELECT text FROM blocks WHERE id >= ? AND id < ? ORDER BY id", (low, low + (1 << _SHIFT)))
        return "".join(row[0] for row in rows)

    def chunks(self, ids: Iterable[int]) -> dict[int, Chunk]:
        """Return the chunks of these ids; an unknown id is left out."""
        return {number: chunk for number, (_, chunk) in self.titled_chunks(ids).items()}

    def titled_chunks(self, ids: Iterable[int]) -> dict[int, tuple[str, Chunk]]:
        """Return the chunks of these ids, each with its document's title; an unknown id is left out."""
        rows = list(
            self._rows_in(
                "SELECT chunks.id, document, source, title, fingerprint, position, start, end, headings"
                " FROM chunks JOIN documents ON documents.id = document WHERE chunks.id IN",
                list(ids),
            )
        )
        wanted = sorted({block for row in rows for block in _blocks(row[1], row[6], row[7])})
        blocks = dict(self._rows_in("SELECT id, text FROM blocks WHERE id IN", wanted))
        return {row[0]: (row[3], _chunk(row, blocks)) for row in rows}


class CatalogWriter(Catalog):
    """The catalog of a generation that is being written; it raises ``sqlite3.Error`` when writing or reading fails.

    Parameters
    ----------
    path
        Of the file, which is made when it is missing, and else goes on from what it holds.
    """

    def __init__(self, path: Path) -> None:
        connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        try:
            # Durability is the business of whoever publishes the file; until then a crash throws it away.
            # What is deleted is overwritten, so that a removed document's words do not linger in free pages.
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

    def put(self, document: Document, chunks: Sequence[Chunk]) -> None:
        """Put in a document with its chunks, in the place of any earlier version of that source.

        Raises
        ------
        DocumentError
            When its text cannot be stored, or a chunk is not the piece of it that it claims to be.
        """
        _check(document, chunks)
        sections, pages = (json.dumps([astuple(item) for item in each]) for each in (document.sections, document.pages))
        text = document.text
        said = document.date, document.author, hashlib.sha256(text.encode()).hexdigest()
        with self._lock:
            self._drop(document.source)
            number = self._connection.execute(
                "INSERT INTO documents"
                " (source, title, fingerprint, characters, sections, pages, date, author, content, stale)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0)",
                (document.source, document.title, document.fingerprint, len(text), sections, pages, *said),
            ).lastrowid
            assert number is not None
            self._fresh[number] = fingerprint_of(document)
            low = number << _SHIFT
            self._connection.executemany(
                "INSERT INTO blocks VALUES (?, ?)",
                ((low + i // BLOCK, text[i : i + BLOCK]) for i in range(0, len(text), BLOCK)),
            )
            self._connection.executemany(
                "INSERT INTO chunks VALUES (?, ?, ?, ?, ?, ?)",
                ((c.id, number, c.position, c.start, c.end, json.dumps(c.headings)) for c in chunks),
            )

    def is_fresh(self, source: str) -> bool:
        """Whether a document was put in through this object."""
        return any(row[0] in self._fresh for row in self._rows("SELECT id FROM documents WHERE source = ?", (source,)))

    def fresh_ids(self) -> set[int]:
        """Return the ids of the chunks that were put in through this object."""
        return {row[0] for row in self._rows_in("SELECT id FROM chunks WHERE document IN", list(self._fresh))}

    def written(self) -> dict[str, bytes]:
        """Return ``fingerprint_of`` each document that was put in through this object, by source."""
        rows = self._rows_in("SELECT source, id FROM documents WHERE id IN", list(self._fresh))
        return {source: self._fresh[number] for source, number in rows}

    def remove(self, source: str) -> None:
        """Take a document out; raise ``UnknownSource`` when there is none of that name."""
        with self._lock:
            if not self._drop(source):
                raise UnknownSource(f"The library holds no document '{source}'; 'citeseed status' lists what it holds.")

    def mark(self, source: str, *, stale: bool) -> None:
        """Write down whether a document is the last good version of a file that cannot be read at present."""
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
        low = row[0] << _SHIFT
        self._connection.execute("DELETE FROM chunks WHERE document = ?", row)
        self._connection.execute("DELETE FROM blocks WHERE id >= ? AND id < ?", (low, low + (1 << _SHIFT)))
        self._connection.execute("DELETE FROM documents WHERE id = ?", row)
        return True


def fingerprint_of(document: Document) -> bytes:
    """Return what shows whether a document reads back as it was put in."""
    return hashlib.sha256(repr((document.title, document.sections, document.pages, document.text)).encode()).digest()


def _unreadable(path: Path, error: sqlite3.Error) -> DamagedLibrary:
    # Its checksum fitted when it was opened, so "citeseed index" alone would trust it again.
    return DamagedLibrary(
        f"{path} cannot be read ({error}): check the disk, or remove the folder {path.parent} and run 'citeseed index'."
    )


def _check(document: Document, chunks: Sequence[Chunk]) -> None:
    for chunk in chunks:
        same = (chunk.source, chunk.fingerprint) == (document.source, document.fingerprint)
        if not same or document.text[chunk.start : chunk.end] != chunk.text:
            raise DocumentError("a passage does not match the text that it was cut from")
    try:
        for text in (document.source, document.title, document.text, document.author or ""):
            text.encode()
    except UnicodeEncodeError:
        raise DocumentError("its text holds halves of characters (lone surrogates)") from None


def _blocks(document: int, start: int, end: int) -> range:
    low = document << _SHIFT
    return range(low + start // BLOCK, low + max(start, end - 1) // BLOCK + 1)


def _chunk(row: tuple[Any, ...], blocks: Mapping[int, str]) -> Chunk:
    _, document, source, _, fingerprint, position, start, end, headings = row
    numbers = _blocks(document, start, end)
    text = "".join(blocks.get(number, "") for number in numbers)
    offset = start % BLOCK
    piece = text[offset : offset + end - start]
    return Chunk(source, fingerprint, position, start, end, tuple(json.loads(headings)), piece)
