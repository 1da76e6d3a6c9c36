"""What a library tells of its documents, and what a search in it finds."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from index.types.documents import PICTURES, RECOGNISED

if TYPE_CHECKING:
    from index.types.documents import Chunk


@dataclass(frozen=True, slots=True)
class Hit:
    """A chunk and how well it matched; ``score`` is comparable within one result only."""

    chunk: Chunk
    score: float


@dataclass(frozen=True, slots=True)
class Hits:
    """What one search found, best first: by meaning (cosine, -1 to 1) and by words (BM25, 0 and up)."""

    dense: tuple[Hit, ...]
    keyword: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the library's table of contents.

    Parameters
    ----------
    source, title, fingerprint
        Of the document.
    characters, chunks, pages
        Its size; ``pages`` is 0 for formats without pages.
    stale
        True when the file could not be read at the last sync and this is its last good version.
    date, author
        As the document says them.
    content
        Hexadecimal sha256 of its text, the same for its copies; empty when it is not known.
    unread
        One sentence for each part of the file that could not be read, or whose text was only recognised.
    language
        ISO 639 code of the language that its words are counted in.
    """

    source: str
    title: str
    fingerprint: str
    characters: int
    chunks: int
    stale: bool
    date: str | None = None
    author: str | None = None
    pages: int = 0
    content: str = ""
    unread: tuple[str, ...] = ()
    language: str = "en"

    @property
    def missed(self) -> tuple[str, ...]:
        """Of ``unread``, what could not be read at all, even as text that is only recognised."""
        return tuple(sentence for sentence in self.unread if RECOGNISED not in sentence)

    @property
    def is_partial(self) -> bool:
        """Whether more than pictures could not be read."""
        return any(not sentence.endswith(PICTURES) for sentence in self.missed)

    @property
    def recognised(self) -> tuple[str, ...]:
        """Of ``unread``, which text was recognised on pictures."""
        return tuple(sentence for sentence in self.unread if RECOGNISED in sentence)

    @property
    def kind(self) -> str:
        """The file's type: its suffix in small letters, without the dot."""
        return PurePosixPath(self.source).suffix.lower().removeprefix(".")
