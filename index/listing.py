"""What a table of contents says, from the entries themselves: for libraries that hold them all at hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.duplicates import copies
from index.filters import EVERYTHING, Filter
from index.text.tokenizer import content_words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from index.types import Entry


def passing(entries: Iterable[Entry], within: Filter = EVERYTHING) -> tuple[Entry, ...]:
    """Return the entries that pass a filter, in their order."""
    return tuple(entries) if within == EVERYTHING else tuple(entry for entry in entries if within.admits(entry))


def largest(entries: Iterable[Entry], most: int) -> tuple[Entry, ...]:
    """Return the longest documents that are no copies of others, the longest first, at most ``most``."""
    held = tuple(entries)
    again = copies(held)
    ranked = sorted(held, key=lambda entry: (-entry.characters, entry.source))
    return tuple(entry for entry in ranked if entry.source not in again)[:most]


def named(entries: Iterable[Entry], words: Collection[str]) -> tuple[Entry, ...]:
    """Return the documents whose title or path has one of these words, in their order."""
    wanted = {word.lower() for word in words}
    return tuple(entry for entry in entries if not wanted.isdisjoint(names(entry)))


def names(entry: Entry) -> frozenset[str]:
    """Return the words that a document is named by, in small letters: those of its title and of its path."""
    return frozenset(word.lower() for text in (entry.title, entry.source) for word in content_words(text))


def languages(entries: Iterable[Entry]) -> tuple[str, ...]:
    """Return the languages of the documents, that of the most text first."""
    total: dict[str, int] = {}
    for entry in entries:
        total[entry.language] = total.get(entry.language, 0) + entry.characters
    return tuple(sorted(total, key=lambda language: (-total[language], language)))
