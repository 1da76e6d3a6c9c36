"""The interface of a library that is read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from index.filters import Filter
    from index.types import Document, Entry, Hits


class Contents(Protocol):
    """The table of contents of a generation. Entries are ordered by source.

    Laws: what is said within a filter is said of the documents that pass it; ``page(0, count())`` is ``contents()``.
    """

    def is_empty(self, within: Filter = ...) -> bool:
        """Return whether no document passes ``within``."""
        ...

    def count(self, within: Filter = ...) -> int:
        """Return how many documents pass ``within``."""
        ...

    def page(self, start: int, most: int, within: Filter = ...) -> tuple[Entry, ...]:
        """Return the entries from position ``start`` on, at most ``most``."""
        ...

    def contents(self) -> tuple[Entry, ...]:
        """Return an entry for each document. A large library has many: ask for a page where that is enough."""
        ...

    def largest(self, most: int, within: Filter = ...) -> tuple[Entry, ...]:
        """Return the longest documents that are no copies of others, the longest first, at most ``most``."""
        ...

    def named(self, words: Collection[str], within: Filter = ...) -> tuple[Entry, ...]:
        """Return the documents whose title or path has one of these words; words are compared without case."""
        ...


class Snapshot(Contents, Protocol):
    """One complete generation of a library, open for questions. It never changes.

    Laws: every chunk of a hit satisfies ``document(chunk.source).text[chunk.start:chunk.end] == chunk.text``;
    every hit's document passes the filter, and its score is the one it has without a filter;
    no chunk occurs twice in one list of hits; of documents of one text only the first by name that passes has hits;
    fewer than ``k`` hits are returned where fewer chunks are left;
    keyword hits all have a score above 0.
    """

    @property
    def generation(self) -> int:
        """Return its number."""
        ...

    @property
    def built(self) -> str:
        """Return when it was made (UTC, ISO 8601)."""
        ...

    @property
    def folders(self) -> tuple[str, ...]:
        """Return the names of the folders that it was made of."""
        ...

    @property
    def warnings(self) -> tuple[str, ...]:
        """One sentence for each thing that is wrong with the library on disk, empty when all is well."""
        ...

    def search(self, question: str, k: int, within: Filter = ...) -> Hits:
        """Return at most ``k`` hits by meaning and at most ``k`` by words, in documents that pass ``within``."""
        ...

    def searches(self, questions: Sequence[str], k: int, within: Filter = ...) -> list[Hits]:
        """Return what ``search`` returns for each question; at the same time, where that is faster."""
        ...

    def document(self, source: str) -> Document:
        """Return a document; raise ``UnknownSource`` when there is none of that name."""
        ...

    def documents(self, sources: Iterable[str]) -> dict[str, Document]:
        """Return several documents by source, in one call; raise ``UnknownSource`` when one is missing."""
        ...
