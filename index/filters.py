"""Filter documents by folder, file type and date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from index.errors import FilterError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from index.types import Entry


@dataclass(frozen=True, slots=True)
class Filter:
    """Conditions that a document must meet to be searched. An empty field is no condition.

    Use ``parse`` for a user's input.

    Parameters
    ----------
    folder
        The document lies in it or deeper: a '/'-separated path as sources have it, without '/' at the end.
    types
        The document's ``kind`` is one of these.
    after, before
        The document's date lies between these days, both included, as ISO 8601; a document without a date does not
        pass when either is asked for.
    only
        Sources that were chosen one by one; one that ends with "/" is a folder with all that lies in it.
    without
        Sources that were left out, likewise.
    """

    folder: str = ""
    types: frozenset[str] = frozenset()
    after: str = ""
    before: str = ""
    only: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()

    @classmethod
    def parse(cls, folder: str = "", types: Iterable[str] = (), after: str = "", before: str = "") -> Filter:
        """Make a filter from a user's input.

        Parameters
        ----------
        folder
            As citations name it, such as "reports/2024"; empty for all.
        types
            Such as "pdf" or ".PDF", one or several in a text, with commas between them. A type is all that are
            read alike: "html" means "htm" too.
        after, before
            First and last day, as YYYY-MM-DD; empty for no bound.

        Raises
        ------
        FilterError
            When no document can ever pass: a folder outside the library, a type that is not read, or a day that is none
            or after the last.
        """
        place = PurePosixPath(folder)
        if place.is_absolute() or ".." in place.parts:
            raise FilterError(f"The folder '{folder}' is not a place in the library; name it as citations do: a/b.")
        names = [name.strip() for text in types for name in text.split(",")]
        first, last = _day(after), _day(before)
        if first and last and first > last:
            raise FilterError(f"No day is after {first} and before {last}; swap them.")
        return cls("" if place == PurePosixPath() else str(place), frozenset().union(*map(_kinds, names)), first, last)

    def admits(self, entry: Entry) -> bool:
        """Whether a document passes the filter."""
        if self.folder and not entry.source.startswith(f"{self.folder}/"):
            return False
        if self.types and entry.kind not in self.types:
            return False
        if (self.only and not _lists(self.only, entry.source)) or _lists(self.without, entry.source):
            return False
        if not (self.after or self.before):
            return True
        return entry.date is not None and self.after <= entry.date <= (self.before or "9999-12-31")

    def __str__(self) -> str:
        parts = []
        if self.folder:
            parts.append(f"folder '{self.folder}'")
        if self.types:
            parts.append(f"type {' or '.join(sorted(self.types))}")
        parts += [f"{name} {day}" for name, day in (("after", self.after), ("before", self.before)) if day]
        parts += [
            f"{word} {len(places)} {'source' if len(places) == 1 else 'sources'}"
            for word, places in (("only", self.only), ("without", self.without))
            if places
        ]
        return ", ".join(parts)


EVERYTHING = Filter()


def _lists(places: frozenset[str], source: str) -> bool:
    """Whether a source, or a folder that it lies in, is one of ``places``."""
    if not places:
        return False
    folders = (source[: place + 1] for place, letter in enumerate(source) if letter == "/")
    return source in places or any(folder in places for folder in folders)


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat() if text else ""
    except ValueError:
        raise FilterError(f"'{text}' is no day; write it as 2024-12-31.") from None


def _kinds(name: str) -> frozenset[str]:
    from index.loaders import SUFFIXES, alike  # noqa: PLC0415

    suffix = f".{name.lower().removeprefix('.')}"
    if suffix not in SUFFIXES:
        raise FilterError(f"Files of the type '{name}' are not read; write a suffix such as pdf, docx or csv.")
    return frozenset(each.removeprefix(".") for each in alike(suffix))
