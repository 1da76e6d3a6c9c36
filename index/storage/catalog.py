"""Documents and chunks of one generation in one SQLite file.

The text of a document is stored once, in blocks. A chunk is two offsets; its text is cut from the document's on demand,
so the two cannot disagree.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from typing import TYPE_CHECKING, Any
from urllib.parse import quote_from_bytes

from index.chunking.chunker import embedded_text
from index.duplicates import copied, copies
from index.errors import DamagedLibrary, UnknownSource
from index.types import Chunk, Document, Entry, Page, Section, WordBox
from index.types.blocks import Blocks, Labelled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray


# Characters in a block of text. Cutting a chunk reads one or two blocks, however long the document is.
BLOCK = 8192
# A block's key is its document's number and its own in one integer: room for 2^24 blocks, or 137 GB.
SHIFT = 24
# Texts read, and embedded, at a time: an interrupted run loses at most one batch.
BATCH = 256
# SQLite refuses more variables than this in one statement on old builds.
_VARIABLES = 900


class Catalog:
    """One SQLite file, read by any number of threads. ``CatalogWriter`` writes it.

    Every method raises ``DamagedLibrary`` when the file cannot be read.

    Parameters
    ----------
    connection
        Open. This object closes it.
    path
        Of the file.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self._path = path
        self._lock = threading.Lock()

    @staticmethod
    def read(path: Path) -> Catalog:
        """Open the file of a published generation, which never changes."""
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

    def contents(self, start: int = 0, most: int = -1, folder: str = "") -> tuple[Entry, ...]:
        """Return an entry for each document, ordered by source; or from position ``start`` on, at most ``most``.

        With a folder, only those that lie in it or deeper.
        """
        first, last = (f"{folder}/", f"{folder}0") if folder else ("", None)  # "0" is the letter after "/"
        try:
            first.encode()
        except UnicodeEncodeError:  # as in ``document``
            return ()
        rows = self._rows(
            "SELECT stale, source, title, fingerprint, characters, date, author, json_array_length(pages),"
            " content, unread, (SELECT count(*) FROM chunks WHERE document = documents.id), language FROM documents"
            " WHERE source >= ? AND source < coalesce(?, x'00') ORDER BY source LIMIT ? OFFSET ?",
            (first, last, most, start),
        )
        return tuple(
            Entry(
                source,
                title,
                mark,
                size,
                chunks,
                bool(stale),
                date,
                author,
                pages,
                content,
                tuple(json.loads(unread)),
                language,
            )
            for stale, source, title, mark, size, date, author, pages, content, unread, chunks, language in rows
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

    def languages(self) -> tuple[str, ...]:
        """Return the languages of the documents, that of the most text first."""
        rows = self._rows("SELECT language FROM documents GROUP BY language ORDER BY sum(characters) DESC, language")
        return tuple(row[0] for row in rows)

    def languages_of(self, ids: Sequence[int]) -> dict[int, str]:
        """Return the language of the document that each chunk stands in; an unknown id is left out."""
        statement = (
            "SELECT chunks.id, language FROM chunks JOIN documents ON documents.id = document WHERE chunks.id IN"
        )
        return dict(self._rows_in(statement, ids))

    def ids_within(self, admits: Callable[[Entry], bool]) -> NDArray[np.int64]:
        """Return the ids of the chunks whose documents pass a filter, in increasing order.

        Of documents with the same text, only the first that passes counts.
        """
        passing = [entry for entry in self.contents() if admits(entry)]
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
        statement = (
            "SELECT id, title, sections, pages, fingerprint, date, author, structure, unread,"
            " boxes FROM documents WHERE source = ?"
        )
        try:
            rows = self._rows(statement, (source,))
        except UnicodeEncodeError:  # SQLite cannot store half a character, so no name has one
            rows = []
        if not rows:
            raise UnknownSource(f"The library holds no document '{source}'; 'citeseed status' lists what it holds.")
        number, title, sections, pages, fingerprint, date, author, structure, unread, boxes = rows[0]
        return Document(
            source,
            title,
            self._text(number),
            tuple(Section(*values) for values in json.loads(sections)),
            tuple(Page(*values) for values in json.loads(pages)),
            fingerprint,
            date,
            author,
            Blocks.unpacked(structure),
            tuple(json.loads(unread)),
            tuple(WordBox(*values) for values in json.loads(boxes)),
        )

    def _text(self, document: int) -> str:
        low = document << SHIFT
        rows = self._rows("SELECT text FROM blocks WHERE id >= ? AND id < ? ORDER BY id", (low, low + (1 << SHIFT)))
        return "".join(row[0] for row in rows)

    def chunks(self, ids: Iterable[int]) -> dict[int, Chunk]:
        """Return the chunks of these ids; an unknown id is left out."""
        return {number: chunk for number, (_, chunk) in self.titled_chunks(ids).items()}

    def titled_chunks(self, ids: Iterable[int]) -> dict[int, tuple[str, Chunk]]:
        """Return the chunks of these ids, each with its document's title; an unknown id is left out."""
        rows = list(
            self._rows_in(
                "SELECT chunks.id, document, source, title, fingerprint, position, start, end, headings, labelled"
                " FROM chunks JOIN documents ON documents.id = document WHERE chunks.id IN",
                list(ids),
            )
        )
        wanted = sorted({block for row in rows for block in _blocks(row[1], row[6], row[7])})
        blocks = dict(self._rows_in("SELECT id, text FROM blocks WHERE id IN", wanted))
        return {row[0]: (row[3], _chunk(row, blocks)) for row in rows}


def _unreadable(path: Path, error: sqlite3.Error) -> DamagedLibrary:
    # Its checksum was right when it was opened, so "citeseed index" would trust it again.
    return DamagedLibrary(
        f"{path} cannot be read ({error}): check the disk, or remove the folder {path.parent} and run 'citeseed index'."
    )


def _blocks(document: int, start: int, end: int) -> range:
    low = document << SHIFT
    return range(low + start // BLOCK, low + max(start, end - 1) // BLOCK + 1)


def _chunk(row: tuple[Any, ...], blocks: Mapping[int, str]) -> Chunk:
    _, document, source, _, fingerprint, position, start, end, headings, labelled = row
    numbers = _blocks(document, start, end)
    text = "".join(blocks.get(number, "") for number in numbers)
    offset = start % BLOCK
    piece = text[offset : offset + end - start]
    return Chunk(source, fingerprint, position, start, end, tuple(json.loads(headings)), piece, _labelled(labelled))


def _labelled(kept: str | None) -> Labelled | None:
    if kept is None:
        return None
    text, pieces = json.loads(kept)
    return Labelled(text, tuple((place, offset, length) for place, offset, length in pieces))


def texts_of(catalog: Catalog, ids: Sequence[int]) -> list[str]:
    """Return the exact strings that are embedded and indexed for words, in the order of ``ids``."""
    chunks = catalog.titled_chunks(ids)
    return [embedded_text(*chunks[number]) for number in ids]
