"""One generation of a library on an engine, open for questions."""

from __future__ import annotations

import threading
from collections import OrderedDict
from itertools import islice
from pathlib import PurePath
from typing import TYPE_CHECKING, TypeVar

from index.engines.conditions import Condition, alive, is_text, passing
from index.engines.reading.chunk_search import ChunkSearch
from index.engines.rows.conversion import ENTRY, body_of, chunk_of, document_of, entry_of
from index.engines.rows.words import encoded
from index.engines.tables import BLOCKS, DOCUMENTS
from index.errors import UnknownSource
from index.filters import EVERYTHING, Filter
from index.listing import largest
from index.text.tokenizer import question_forms
from index.types import Chunk, Hit, Hits

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from index.engines.conditions import Where
    from index.engines.generations.pins import Pin
    from index.engines.generations.state import Generation
    from index.engines.tables import Row, Tables
    from index.protocols import Embedder
    from index.types import Document, Entry

Found = TypeVar("Found")
# Documents that are kept at hand, by number and by their characters.
_KEPT, _CHARACTERS = 64, 20_000_000
# Sources of documents asked for in one call, and rows of text that one call brings at most.
_TOGETHER, _ROWS = 50, 500
_PLACES = 10_000
# Rows of documents that one call brings at most, of many.
_PAGE = 1000
# Documents that are looked through at most for one that is named or long.
LOOKED_THROUGH = 10_000


class EngineSnapshot:
    """One generation of a library on an engine, open for questions by any number of threads. It never changes.

    A search is one round trip; so is getting its documents, of calls that run at the same time.

    Parameters
    ----------
    tables
        Of the library.
    made
        The generation.
    embedder
        Of the same identity as the generation's.
    pin
        Keeps its rows; None for a writer, whose claim keeps them.
    """

    warnings: tuple[str, ...] = ()

    def __init__(self, tables: Tables, made: Generation, embedder: Embedder, pin: Pin | None = None) -> None:
        self._tables = tables
        self._made = made
        self._embedder = embedder
        self._pin = pin
        self._alive = alive(made.number, sorted(made.aborted))
        self._chunks = ChunkSearch(tables, made.chunks_table, self._alive)
        self._lock = threading.Lock()
        self._documents: OrderedDict[str, Document] = OrderedDict()
        self._written: OrderedDict[str, int] = OrderedDict()
        if pin:
            pin.hold()

    @property
    def generation(self) -> int:
        """Its number."""
        return self._made.number

    @property
    def built(self) -> str:
        """When it was made (UTC, ISO 8601)."""
        return self._made.built

    @property
    def folders(self) -> tuple[str, ...]:
        """Names of the folders that it was made of."""
        return tuple(PurePath(root.path).name for root in self._made.roots)

    @property
    def made(self) -> Generation:
        """What was published."""
        return self._made

    def search(self, question: str, k: int, within: Filter = EVERYTHING) -> Hits:
        """Return at most ``k`` hits by meaning and at most ``k`` by words, in documents that pass ``within``."""
        if k <= 0 or not self._made.chunks:
            return Hits((), ())
        vector = self._embedder.embed_question(question)
        asked = question_forms(question, self._made.languages)
        found = self._read(lambda: self._chunks.search(vector, asked, k, within))
        return Hits(*(tuple(Hit(self._chunk(row), score) for row, score in rows) for rows in found))

    def searches(self, questions: Sequence[str], k: int, within: Filter = EVERYTHING) -> list[Hits]:
        """Return what ``search`` returns for each question, all of them searched at the same time."""
        if len(questions) < 2:
            return [self.search(question, k, within) for question in questions]
        first, *others = questions
        found, rest = self._tables.both(lambda: self.search(first, k, within), lambda: self.searches(others, k, within))
        return [found, *rest]

    def _chunk(self, row: Row) -> Chunk:
        with self._lock:
            self._written[row["source"]] = row["written"]
            while len(self._written) > _PLACES:
                self._written.popitem(last=False)
        made = chunk_of(row)
        if made is not None:
            return made
        held = self.document(row["source"])
        start, end = row["start"], row["stop"]
        labelled, text = held.labelled(start, end), held.text[start:end]
        headings = held.headings_at(start)
        distinct = None if labelled.text == text else labelled
        return Chunk(held.source, held.fingerprint, row["position"], start, end, headings, text, distinct)

    def document(self, source: str) -> Document:
        """Return a document; raise ``UnknownSource`` when there is none of that name."""
        return self.documents((source,))[source]

    def documents(self, sources: Iterable[str]) -> dict[str, Document]:
        """Return several documents by source; raise ``UnknownSource`` when one is missing.

        Of those that a search has found, entries and texts are fetched at the same time.
        """
        wanted = list(dict.fromkeys(sources))
        with self._lock:
            found = {source: self._documents[source] for source in wanted if source in self._documents}
        missing = [source for source in wanted if source not in found]
        for start in range(0, len(missing), _TOGETHER):
            part = missing[start : start + _TOGETHER]
            found |= self._read(lambda part=part: self._fetched(part))  # type: ignore[misc]
        return {source: found[source] for source in wanted}

    def _fetched(self, sources: Sequence[str]) -> dict[str, Document]:
        with self._lock:
            guessed = {source: self._written[source] for source in sources if source in self._written}
        bodies = [body_of(source, written) for source, written in guessed.items()]
        named = Condition("source", "in", [source for source in sources if is_text(source)])
        rows, blocks = self._tables.both(
            lambda: self._tables.rows(DOCUMENTS, (*self._alive, named), ENTRY), lambda: self._blocks(bodies, _ROWS)
        )
        held = {row["source"]: row for row in rows}
        for source in sources:
            if source not in held:
                raise UnknownSource(f"The library holds no document '{source}'; 'citeseed status' lists what it holds.")
        texts: dict[str, list[Row]] = {}
        for block in blocks:
            texts.setdefault(block["body"], []).append(block)
        rest = [body for row in rows if len(texts.get(body := _body(row), ())) != row["pieces"]]
        for body in rest:
            texts[body] = []
        for block in self._blocks(rest):
            texts[block["body"]].append(block)
        made = {source: document_of(row, texts.get(_body(row), ())) for source, row in held.items()}
        self._keep(made)
        return made

    def _blocks(self, bodies: Sequence[str], most: int | None = None) -> list[Row]:
        if not bodies:
            return []
        where: Where = (Condition("body", "in", list(bodies)),)
        fields = ("body", "part", "number", "piece")
        if most is not None:
            return self._tables.rows(BLOCKS, where, fields, most)
        return list(self._tables.scan(BLOCKS, where, fields, _ROWS))

    def _keep(self, made: dict[str, Document]) -> None:
        with self._lock:
            self._documents.update(made)
            total = sum(len(document.text) for document in self._documents.values())
            while len(self._documents) > _KEPT or (total > _CHARACTERS and len(self._documents) > 1):
                total -= len(self._documents.popitem(last=False)[1].text)

    def rows(self, within: Filter = EVERYTHING) -> Iterable[Row]:
        """Yield the rows of the documents that pass, ordered by source."""
        return self._scanned((*self._alive, *passing(within)))

    def _scanned(self, where: Where, batch: int = _PAGE) -> Iterator[Row]:
        if self._pin:
            self._pin.hold()
        for row in self._tables.scan(DOCUMENTS, where, ENTRY, batch):
            if self._pin:
                self._pin.check(has_ended=False)
            yield row
        if self._pin:
            self._pin.check()

    def row(self, source: str) -> Row:
        """Return the row of a document; raise ``UnknownSource`` when there is none of that name."""
        found: list[Row] = []
        if is_text(source):
            where: Where = (*self._alive, Condition("source", "==", source))
            found = self._read(lambda: self._tables.rows(DOCUMENTS, where, ENTRY, 1))
        if not found:
            raise UnknownSource(f"The library holds no document '{source}'; 'citeseed status' lists what it holds.")
        return found[0]

    def contents(self) -> tuple[Entry, ...]:
        """Return an entry for each document, ordered by source."""
        return tuple(entry_of(row) for row in self.rows())

    def is_empty(self, within: Filter = EVERYTHING) -> bool:
        """Return whether no document passes ``within``."""
        if within == EVERYTHING:
            return not self._made.documents
        where = (*self._alive, *passing(within))
        return not self._read(lambda: self._tables.rows(DOCUMENTS, where, ("source",), 1))

    def count(self, within: Filter = EVERYTHING) -> int:
        """Return how many documents pass ``within``."""
        if within == EVERYTHING:
            return self._made.documents
        return self._read(lambda: self._tables.count(DOCUMENTS, (*self._alive, *passing(within))))

    def page(self, start: int, most: int, within: Filter = EVERYTHING) -> tuple[Entry, ...]:
        """Return the entries from position ``start`` on, at most ``most``."""
        if most <= 0:
            return ()
        rows = self._scanned((*self._alive, *passing(within)), min(start + most, _PAGE))
        return self._read(lambda: tuple(entry_of(row) for row in islice(rows, start, start + most)))

    def largest(self, most: int, within: Filter = EVERYTHING) -> tuple[Entry, ...]:
        """Return the longest documents that are no copies of others, the longest first.

        Those of the whole library are known since the generation was published; at most so many are returned. Within a
        filter these are looked at first, with what has their texts, and then the first 10,000 documents that pass.
        """
        known = self._made.largest[: most if within == EVERYTHING else None]
        rows = self._with("source", known)
        if within != EVERYTHING:
            rows = self._with("content", {row["content"] for row in rows}, within)
        found = largest((entry_of(row) for row in rows), most)
        if within == EVERYTHING or len(found) == most:
            return found
        more = {row["source"]: row for row in (*rows, *islice(self.rows(within), LOOKED_THROUGH))}
        return largest((entry_of(row) for row in more.values()), most)

    def _with(self, field: str, values: Collection[str], within: Filter = EVERYTHING) -> list[Row]:
        """Return the rows of the documents that pass and have one of these values."""
        where: Where = (*self._alive, *passing(within), Condition(field, "in", sorted(values)))
        return self._read(lambda: self._tables.rows(DOCUMENTS, where, ENTRY)) if values else []

    def named(self, words: Collection[str], within: Filter = EVERYTHING) -> tuple[Entry, ...]:
        """Return the documents whose title or path has one of these words; of very many the first 10,000."""
        if not words:
            return ()
        matched = Condition("names", "match", sorted({encoded(word.lower()) for word in words}))
        rows = self._scanned((*self._alive, *passing(within), matched))
        return tuple(entry_of(row) for row in islice(rows, LOOKED_THROUGH))

    def _read(self, call: Callable[[], Found]) -> Found:
        """Read while the generation is pinned: before, and still when the answer has come."""
        if self._pin is None:
            return call()
        self._pin.hold()
        try:
            return call()
        finally:  # rows that were cleared away meanwhile look like a document that is missing or damaged
            self._pin.check()


def _body(row: Row) -> str:
    return body_of(row["source"], row["written"])
