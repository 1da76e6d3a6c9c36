"""Documents and the chunks they are cut into."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.types.blocks import NO_BLOCKS, Blocks, Labelled, labelled

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


# In the sentence of ``Document.unread`` that says which text was recognised.
RECOGNISED = "; the text was recognised ("
# At the end of the sentence that says how many pictures there are.
PICTURES = "not read, as pictures inside documents never are"


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and where its section begins.

    Parameters
    ----------
    heading
        The heading's words.
    level
        1 for the outermost; a section ends where the next one of the same or a smaller level starts.
    start
        Offset of the heading in the document's text.
    """

    heading: str
    level: int
    start: int


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a paged document: ``text[start:end]`` is what stands on it."""

    number: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class WordBox:
    """Where a recognised word stands: ``text[start:end]``, and its box in points from the upper left of its page."""

    start: int
    end: int
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Document:
    """One source file as canonical text.

    Parameters
    ----------
    source
        The identity: the '/'-separated path relative to its root folder; of an attachment, its name below its message.
    title
        From the file's metadata, first heading or first line; never empty.
    text
        The canonical text that every offset points into. Lines are paragraphs: hard wraps are undone by the loader,
        and control characters other than newline and tab do not occur.
    sections
        In order of ``start``.
    pages
        In order, empty for formats without pages.
    fingerprint
        Hexadecimal sha256 of the file's bytes, of an attachment's own.
    date
        The date that the file states, as ISO 8601 (YYYY-MM-DD); None when it states none.
    author
        The author that the file states; None when it states none.
    blocks
        Typed spans of ``text``, in order. Every character that is no white space is in one of them.
    unread
        One sentence for each part of the file that could not be read, or whose text was only recognised.
    boxes
        Of the words that were recognised on pages that are pictures, in order.
    """

    source: str
    title: str
    text: str
    sections: tuple[Section, ...]
    pages: tuple[Page, ...]
    fingerprint: str
    date: str | None = None
    author: str | None = None
    blocks: Blocks = NO_BLOCKS
    unread: tuple[str, ...] = ()
    boxes: tuple[WordBox, ...] = ()

    def labelled(self, start: int, end: int) -> Labelled:
        """Return ``text[start:end]`` as models read it: the cells of tables with the names of their columns."""
        return labelled(self.text, self.blocks, start, end)

    def headings_at(self, offset: int) -> tuple[str, ...]:
        """Return the headings that enclose ``offset``, outermost first."""
        return next(self.headings_along((offset,)))

    def headings_along(self, offsets: Iterable[int]) -> Iterator[tuple[str, ...]]:
        """Yield what ``headings_at`` returns for each of many offsets, which do not decrease, in one walk."""
        path: list[Section] = []
        place = 0
        for offset in offsets:
            while place < len(self.sections) and self.sections[place].start <= offset:
                section = self.sections[place]
                while path and path[-1].level >= section.level:
                    path.pop()
                path.append(section)
                place += 1
            yield tuple(section.heading for section in path)

    def page_at(self, offset: int) -> int | None:
        """Return the number of the page that holds ``offset``, or None in a document without pages."""
        return next((page.number for page in self.pages if page.start <= offset < page.end), None)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file inside a message: its name as the message says it, and its bytes."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Chunk:
    """A stored piece of a document; law: ``document.text[start:end] == text``.

    Parameters
    ----------
    source, fingerprint
        Of the document it was cut from.
    position
        0, 1, 2 ... within the document.
    start, end
        Offsets of ``text`` in the document's text.
    headings
        That enclose it, outermost first.
    text
        Verbatim.
    labelled
        ``text`` for models and searches, with the names of columns before cells; None where that is the same.
    """

    source: str
    fingerprint: str
    position: int
    start: int
    end: int
    headings: tuple[str, ...]
    text: str
    labelled: Labelled | None = None

    @property
    def reading(self) -> Labelled:
        """The text for models and searches, with its offsets in the document."""
        return self.labelled or Labelled(self.text, ((0, self.start, len(self.text)),))

    @property
    def id(self) -> int:
        """63-bit hash of (source, fingerprint, start, end): the FAISS id and the key in the catalog."""
        key = "\0".join((self.source, self.fingerprint, str(self.start), str(self.end)))
        return int.from_bytes(hashlib.sha256(key.encode()).digest()[:8], "big") >> 1
