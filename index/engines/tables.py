"""The tables of a library on an engine: their fields, and the protocol of what holds them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, Protocol, TypeAlias, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from index.engines.conditions import Where

Row: TypeAlias = "dict[str, Any]"
One = TypeVar("One")
Other = TypeVar("Other")
FieldKind = Literal["text", "integer", "truth", "words", "matched", "vector"]

# Bytes of UTF-8 that a text field holds at most (Milvus: VARCHAR ends at 65,535).
MAX_BYTES = 65_535
# Rows that one call returns at most (Milvus: offset and limit end at 16,384).
MAX_ROWS = 16_384
# ``died`` of a row that is alive.
FOREVER = 2**62

KEY = "key"
STATE, DOCUMENTS, BLOCKS, WORDS, CHUNKS = "state", "documents", "blocks", "words", "chunks"


@dataclass(frozen=True, slots=True)
class Table:
    """A table.

    Parameters
    ----------
    name
        Of the table.
    fields
        With the kind of each. The key is ``KEY``, a text. "words" is searched by BM25, "matched" by "match"; in both
        words stand with spaces between them. "vector" is searched by dot product.
    """

    name: str
    fields: dict[str, FieldKind]


TABLES = {
    STATE: Table(STATE, {"kind": "text", "number": "integer", "expires": "integer", "body": "text"}),
    DOCUMENTS: Table(
        DOCUMENTS,
        {
            "born": "integer",
            "died": "integer",
            "source": "text",
            "kind": "text",
            "date": "text",
            "title": "text",
            "fingerprint": "text",
            "content": "text",
            "digest": "text",
            "written": "integer",
            "pieces": "integer",
            "characters": "integer",
            "chunks": "integer",
            "pages": "integer",
            "stale": "truth",
            "copy": "truth",
            "names": "matched",
            "details": "text",
        },
    ),
    BLOCKS: Table(BLOCKS, {"body": "text", "written": "integer", "part": "text", "number": "integer", "piece": "text"}),
    WORDS: Table(WORDS, {"word": "text", "letters": "integer", "forms": "matched"}),
    CHUNKS: Table(
        CHUNKS,
        {
            "born": "integer",
            "died": "integer",
            "source": "text",
            "kind": "text",
            "date": "text",
            "content": "text",
            "copy": "truth",
            "written": "integer",
            "position": "integer",
            "start": "integer",
            "stop": "integer",
            "details": "text",
            "words": "words",
            "dense": "vector",
        },
    ),
}


class Tables(Protocol):
    """The tables of one library on an engine. They hold rows by key, and several programs may use them.

    Laws: what ``put`` and ``delete`` did before they returned, every call that begins afterwards sees, in whatever
    program; rows with the same key replace each other, so that a call may be repeated; one call sees each row as a
    whole. Nothing is promised of several calls together. Whatever goes wrong is ``LibraryUnavailable``.
    """

    @property
    def address(self) -> str:
        """Return what messages call the library."""
        ...

    @property
    def version(self) -> str:
        """Return the name and version of the engine."""
        ...

    def exists(self, table: str) -> bool:
        """Return whether there is such a table."""
        ...

    def create(self, table: str, shape: Table, dimension: int = 0) -> None:
        """Make a table unless it is there; ``dimension`` is that of its vectors."""
        ...

    def names(self) -> list[str]:
        """Return the names of all tables of the library."""
        ...

    def drop(self, table: str) -> None:
        """Remove a table with its rows; nothing where there is none, since another writer may have removed it."""
        ...

    def rows(self, table: str, where: Where, fields: Sequence[str], most: int = MAX_ROWS) -> list[Row]:
        """Return at most ``most`` rows that meet all conditions, in no order."""
        ...

    def scan(self, table: str, where: Where, fields: Sequence[str], batch: int = 1000) -> Iterator[Row]:
        """Yield all rows that meet all conditions, ordered by key."""
        ...

    def count(self, table: str, where: Where) -> int:
        """Return how many rows meet all conditions."""
        ...

    def nearest(
        self, table: str, vector: NDArray[np.float32], k: int, where: Where, fields: Sequence[str]
    ) -> list[tuple[Row, float]]:
        """Return at most ``k`` rows by the dot product of "dense" and a vector, the largest first."""
        ...

    def matching(
        self, table: str, words: Sequence[str], k: int, where: Where, fields: Sequence[str]
    ) -> list[tuple[Row, float]]:
        """Return at most ``k`` rows that share words with "words", with BM25 scores above 0, the largest first."""
        ...

    def both(self, first: Callable[[], One], second: Callable[[], Other]) -> tuple[One, Other]:
        """Make two calls at the same time, where the engine can serve both."""
        ...

    def put(self, table: str, rows: Sequence[Row], by: float | None = None) -> None:
        """Store rows, each in the place of one with its key; refuse when it is later than ``by`` (Unix time)."""
        ...

    def delete(self, table: str, where: Where) -> None:
        """Remove the rows that meet all conditions."""
        ...

    def flush(self, table: str) -> None:
        """Make what was stored in a table durable."""
        ...

    def close(self) -> None:
        """Close the connection."""
        ...
