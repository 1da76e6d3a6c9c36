"""What a parser finds in a file, and how it is put together line by line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.documents import Section
from index.loaders.dates import iso_date
from index.loaders.decoding import clean

if TYPE_CHECKING:
    from index.documents import Page

LONGEST_TITLE = 120
# What is longer heads nothing; and a heading is kept with every chunk of its section.
LONGEST_HEADING = 400


@dataclass(frozen=True, slots=True)
class Content:
    """Canonical text with its sections, and what else a ``Document`` says; without a title, ``title`` is empty."""

    title: str
    text: str
    sections: tuple[Section, ...]
    pages: tuple[Page, ...] = ()
    date: str | None = None
    author: str | None = None


class Writer:
    """Collects blocks of text and remembers where headings stand."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._sections: list[Section] = []

    @property
    def length(self) -> int:
        """Characters written so far."""
        return self._length

    def write(self, block: str, separator: str = "\n\n") -> None:
        """Append a block after ``separator``; a block of white space alone is left out."""
        block = block.strip("\n").rstrip()
        if not block.strip():
            return
        if not self._parts:
            separator, block = "", block.lstrip()
        self._parts += [separator, block]
        self._length += len(separator) + len(block)

    def head(self, heading: str, level: int, separator: str = "\n\n") -> None:
        """Append a heading, on one line, as the start of a section; what is too long for one, as a paragraph."""
        heading = " ".join(heading.split())
        self.write(heading, separator)
        if 0 < len(heading) <= LONGEST_HEADING:
            self._sections.append(Section(heading, level, self._length - len(heading)))

    def content(self, title: str, date: str | None = None, author: str | None = None) -> Content:
        """Return all that was written; without a title, the first heading is it."""
        if not title and self._sections:
            title = self._sections[0].heading
        text, sections = "".join(self._parts), tuple(self._sections)
        return Content(shortened(title), text, sections, (), iso_date(date), named(author))


def named(author: str | None) -> str | None:
    """Return the name of an author, clean and on one line of at most ``LONGEST_TITLE`` characters, or None."""
    return shortened(clean(author or "").strip("\"' ,;")) or None


def shortened(title: str) -> str:
    """Return a title on one line of at most ``LONGEST_TITLE`` characters, cut at a word's end."""
    title = " ".join(title.split())
    if len(title) <= LONGEST_TITLE:
        return title
    cut = title[: LONGEST_TITLE - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut else cut).rstrip(",;:–—- ") + "…"
