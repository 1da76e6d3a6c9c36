"""Documents of one text: one of them is searched and cited for all."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from index.types import Entry


def copies(entries: Iterable[Entry]) -> dict[str, str]:
    """Return the source of each copy, with that of the document which stands for it.

    Of the documents of one text that is the first in the order of ``entries``. Copies are found by what was read, not
    by the bytes of the files: a page that was saved twice is one.
    """
    return copied((entry.source, entry.content) for entry in entries)


def copied(contents: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Do what ``copies`` does, for sources and the digests of their texts."""
    first: dict[str, str] = {}
    return {
        source: first[content]
        for source, content in contents
        if content and first.setdefault(content, source) != source
    }
