"""Refuse what no store can keep: a passage that is no piece of its document, and text that is not Unicode."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.errors import DocumentError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.types import Chunk, Document


def check(document: Document, chunks: Sequence[Chunk]) -> None:
    """Raise ``DocumentError`` when a chunk is not the piece that it claims to be, or a text holds lone surrogates."""
    for chunk in chunks:
        same = (chunk.source, chunk.fingerprint) == (document.source, document.fingerprint)
        if not same or document.text[chunk.start : chunk.end] != chunk.text:
            raise DocumentError("a passage does not match the text that it was cut from")
    try:
        for text in (document.source, document.title, document.text, document.author or ""):
            text.encode()
    except UnicodeEncodeError:
        raise DocumentError("its text holds halves of characters (lone surrogates)") from None
