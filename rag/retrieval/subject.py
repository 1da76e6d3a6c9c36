"""The subject of a document: those of its own fields that the question speaks of.

Reports that look alike differ in the fields at their head, such as a place, a date or a registration. A passage from
further down does not repeat them, so it is read below those that the question names.
"""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

from rag.text.claim_tokens import parsed

if TYPE_CHECKING:
    from collections.abc import Collection

    from index import Document
    from index.types.blocks import Block
    from rag.query.terms import Term

# Blocks at the beginning of a document, at most, that can be its head.
HEAD = 20
# A block with more words is running text, and ends the head.
MAX_WORDS = 20


def subject(document: Document, named: Collection[Term]) -> tuple[str, ...]:
    """Return the fields at the head of a document that name one of the terms, as they were written.

    Parameters
    ----------
    document
        The head is what stands before its first running text. Rows of a table with named columns are no fields.
    named
        What the question names.
    """
    said = fields(document) if named else ()
    return tuple(field for field in said if any(term.met_by(parsed(field)) for term in named))


def fields(document: Document) -> tuple[str, ...]:
    """Return the fields at the head of a document, as they were written."""
    head = takewhile(lambda block: len(_words(document, block)) <= MAX_WORDS, document.blocks[:HEAD])
    return tuple(document.text[block.start : block.end] for block in head if _is_field(block))


def _is_field(block: Block) -> bool:
    return block.kind == "form_field" or (block.kind == "table_row" and not any(block.columns))


def _words(document: Document, block: Block) -> list[str]:
    return document.text[block.start : block.end].split()
