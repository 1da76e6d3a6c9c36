"""Find documents with the same text. One of them is searched and cited for all."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from index.types import Entry


def copies(entries: Iterable[Entry]) -> dict[str, str]:
    """Return the source of each copy, with the source of the document that represents it.

    Of several documents with the same text, the first in the order of ``entries`` represents the others. Texts are
    compared, not the bytes of files.
    """
    return copied((entry.source, entry.content) for entry in entries)


def copied(contents: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Do what ``copies`` does, for (source, digest of the text) pairs."""
    first: dict[str, str] = {}
    return {
        source: first[content]
        for source, content in contents
        if content and first.setdefault(content, source) != source
    }
