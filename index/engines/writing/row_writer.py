"""Store documents, their texts and their embedded chunks as rows of one generation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from index.chunking.chunker import embedded_text
from index.embedding.cache import EmbeddingCache
from index.embedding.incremental import embed_texts
from index.engines.conditions import Condition
from index.engines.rows.conversion import rows_of
from index.engines.rows.near_words import word_rows
from index.engines.tables import BLOCKS, CHUNKS, DOCUMENTS, KEY, TABLES, WORDS, Table
from index.text.languages import document_language

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from index.engines.conditions import Where
    from index.engines.generations.lending import WritingRight
    from index.engines.tables import Row, Tables
    from index.protocols import Embedder
    from index.types import Chunk, Document

# Chunks that wait to be embedded and stored together.
BATCH = 256
# Rows that are stored or changed in one call.
ROWS = 200
# Words that are looked up in one call.
MANY = 1000


class RowWriter:
    """Writes rows for one generation. It looks before each call whether it still may.

    Parameters
    ----------
    tables, embedder, language
        Of the library; the language may be "auto".
    right
        The writer's claim, or what it has lent.
    chunks_table
        Table of the chunks.
    cache
        File of the vectors that are known.

    Attributes
    ----------
    embedded
        Chunks that had to be embedded so far.
    touched
        Whether anything may have been written.
    """

    def __init__(
        self, tables: Tables, embedder: Embedder, right: WritingRight, chunks_table: str, *, cache: Path, language: str
    ) -> None:
        self.tables = tables
        self.number = right.number
        self.chunks_table = chunks_table
        self.embedded = 0
        self.touched = False
        self._embedder = embedder
        self._right = right
        self._language = language
        self._cache_path = cache
        self._cache: EmbeddingCache | None = None
        self._words: set[str] = set()

    def begin(self) -> None:
        """Make the tables that are missing."""
        self._right.renew()
        if self.touched:
            return
        for table in (DOCUMENTS, BLOCKS, WORDS):
            self.tables.create(table, TABLES[table])
        shape = Table(self.chunks_table, TABLES[CHUNKS].fields)
        self.tables.create(self.chunks_table, shape, self._embedder.dimension)
        self.touched = True

    def store(self, documents: Sequence[tuple[Document, Sequence[Chunk]]]) -> list[Row]:
        """Embed and store documents with their chunks; return the rows of the documents.

        The row of a document comes after its text and its chunks.
        """
        self.begin()
        if self._cache is None:
            self._cache_path.parent.mkdir(parents=True, exist_ok=True)
            self._cache = EmbeddingCache(self._cache_path, self._embedder.dimension)
        texts = [embedded_text(document.title, chunk) for document, chunks in documents for chunk in chunks]
        vectors, computed = embed_texts(texts, self._embedder, self._cache)
        self.embedded += computed
        rows, blocks, pieces, words = [], list[Any](), list[Any](), set[str]()
        for document, chunks in documents:
            language = document_language(document.text, self._language)
            row, text, parts, said = rows_of(document, chunks, self.number, language)
            rows.append(row)
            blocks += text
            pieces += parts
            words |= said
        for piece, vector in zip(pieces, vectors, strict=True):
            piece["dense"] = vector.tolist()
        self.put(BLOCKS, blocks)
        self.put(self.chunks_table, pieces)
        self._keep_words(words)
        self.put(DOCUMENTS, rows)
        return rows

    def _keep_words(self, words: set[str]) -> None:
        """Store the words that the library does not know. They stay known: removing a document does not remove them."""
        new = word_rows(sorted(words - self._words))
        for start in range(0, len(new), MANY):
            part = {row[KEY]: row for row in new[start : start + MANY]}
            known = self.tables.rows(WORDS, (Condition(KEY, "in", list(part)),), (KEY,))
            self.put(WORDS, [row for key, row in part.items() if key not in {row[KEY] for row in known}])
        self._words |= words

    def put(self, table: str, rows: Sequence[Row]) -> None:
        """Store rows, some in a call."""
        for start in range(0, len(rows), ROWS):
            self._right.renew()
            self.tables.put(table, rows[start : start + ROWS], by=self._right.expires)

    def take_back(self, source: str) -> None:
        """Remove what was stored of a document for this generation."""
        mine: Where = (Condition("source", "==", source), Condition("born", "==", self.number))
        for table in (self.chunks_table, DOCUMENTS):
            self.tables.delete(table, mine)

    def flush(self) -> None:
        """Make what was stored durable."""
        for table in (DOCUMENTS, BLOCKS, WORDS, self.chunks_table):
            self.tables.flush(table)

    def parts(self, sources: Sequence[str]) -> Iterator[Sequence[str]]:
        """Yield sources some at a time, and hold the right to write meanwhile."""
        for start in range(0, len(sources), ROWS):
            self._right.renew()
            yield sources[start : start + ROWS]

    def close(self) -> None:
        """Close the file of vectors."""
        if self._cache is not None:
            self._cache.close()
