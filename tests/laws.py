"""The laws of every document."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

from index.chunking.chunker import Splitting, split
from index.loaders.opening.decoding import clean
from index.types.blocks import Blocks

if TYPE_CHECKING:
    from index import Document


def check(document: Document) -> None:
    """Fail unless the document is lawful, and so are the chunks that it is cut into."""
    text = document.text
    assert text
    assert text == text.strip()
    for told in (text, document.title, document.author or "", *(section.heading for section in document.sections)):
        assert clean(told) == told
        assert not any(ord(letter) < 32 and letter not in "\n\t" for letter in told)
        told.encode()
    assert document.title.strip()
    assert "\n" not in document.title + (document.author or "")
    assert document.date is None or date.fromisoformat(document.date).isoformat() == document.date
    assert [s.start for s in document.sections] == sorted({s.start for s in document.sections})
    for section in document.sections:
        assert section.level >= 1
        assert section.heading
        assert text.startswith(section.heading, section.start)
    assert all(0 <= page.start <= page.end <= len(text) for page in document.pages)
    assert all(one.number < two.number and one.end <= two.start for one, two in pairwise(document.pages))
    check_blocks(document)
    chunks = split(document, Splitting())
    assert chunks
    assert all(text[chunk.start : chunk.end] == chunk.text for chunk in chunks)


def check_blocks(document: Document) -> None:
    """Fail unless the blocks cover the text in order, and cells lie in their rows."""
    text, done = document.text, 0
    for block in document.blocks:
        assert not text[done : block.start].strip()
        piece = text[block.start : block.end]
        assert piece
        assert piece == piece.strip()
        assert (block.level > 0) == (block.kind in {"heading", "list_item"})
        assert (block.table is not None) == (block.kind in {"table_header", "table_row"})
        assert not block.columns or len(block.columns) == len(block.cells)
        assert all(block.start <= low <= high <= block.end for low, high in block.cells)
        done = block.end
    assert not text[done:].strip()
    headings = [block.start for block in document.blocks if block.kind == "heading"]
    assert headings == [section.start for section in document.sections]
    assert Blocks.unpacked(document.blocks.packed()) == document.blocks
    labelled = document.labelled(0, len(text))
    for place, offset, length in labelled.pieces:
        assert labelled.text[place : place + length] == text[offset : offset + length]
