"""Lay out text: separators between sentences, shortened texts, and places in documents."""

from __future__ import annotations

from datetime import date as Date  # noqa: N812
from typing import TYPE_CHECKING

from index.text.punctuation import LIST_ITEM
from ui.text.sanitize import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rag.types import Sentence

# Of plain text on a printed page.
CHARACTERS_OF_PAGE = 3_000
# Before the source of a document that was added; the folder is the library's own.
ADDED = "uploads/"
# As much of a conversation's name as two lines of their list hold; all of it is told where the mouse rests.
MAX_TITLE_LENGTH = 60


def separator(before: Sentence, after: Sentence) -> str:
    """Return what stands between two sentences: a new line around list items and between documents, else a space."""
    is_item = bool(LIST_ITEM.match(before.text) or LIST_ITEM.match(after.text))
    first, second = _sources(before), _sources(after)
    is_elsewhere = bool(first and second) and first.isdisjoint(second)
    return "\n" if is_item or is_elsewhere else " "


def shortened(text: str, characters: int) -> str:
    """Return the beginning of ``text`` on one line, cut between words where it is longer than ``characters``."""
    line = " ".join(text.split())
    if len(line) <= characters:
        return line
    cut = line[: characters - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut else cut).rstrip(" ,;:.") + "…"


def _sources(sentence: Sentence) -> set[str]:
    return {citation.source for citation in sentence.citations}


def title(name: str) -> str:
    """Return a conversation's name as it is shown."""
    return shortened(name, MAX_TITLE_LENGTH)


def clipped(text: str, longest: int) -> str:
    """Return the beginning of a text, ending where a word does."""
    return text if len(text) <= longest else text[:longest].rsplit(" ", 1)[0].rstrip() + "…"


def count(number: int, noun: str) -> str:
    """Return "1 passage", "2 passages"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def place(source: str, title: str, headings: Sequence[str], page: int | None, date: str | None = None) -> str:
    """Return where in which document something stands, and of what day that is, as plain text without the title."""
    where = [source.rpartition("/")[2], *headings, *([f"page {page}"] if page is not None else [])]
    # A document's first heading is often its title: said once is enough.
    found = " › ".join(visible(part) for part in where if part != title)
    return " · ".join(part for part in (day(date), found) if part)


def known_as(source: str) -> str:
    """Return where people know a document: what was added has no folder but its own.

    >>> known_as("uploads/office/rules.md")
    'office/rules.md'
    """
    return source.removeprefix(ADDED)


def day(date: str | None) -> str:
    """Return a day (YYYY-MM-DD) as people say it: "15 March 2024"; what is no day is shown as it is."""
    try:
        return "" if date is None else f"{Date.fromisoformat(date):%d %B %Y}".lstrip("0")
    except ValueError:
        return visible(date or "")


def length(characters: int, pages: int) -> str:
    """Return how long a document is: its pages, or about how many its text would fill."""
    if pages:
        return count(pages, "page")
    about = round(characters / CHARACTERS_OF_PAGE)
    return f"about {count(about, 'page')}" if about else "under a page"
