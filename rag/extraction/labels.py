"""Find a column as the label of a form field, a row, a line or a heading of a document."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from index import sentences
from index.text.punctuation import ends_sentence
from rag.tables.words.vocabulary import meant
from rag.text.claim_tokens import parsed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index import Document
    from index.types.blocks import Block
    from rag.extraction.types import TableColumn

# A label and its value on one line, as in a list or at the beginning of a paragraph.
_LINE = re.compile(
    r"(?:[-*•–]\s+|\(?\w{1,3}[.)]\s+)?(?P<label>[^:\n|.!?]{2,48}?(?:\s*:|\?))\s+(?P<value>\S.*)", re.DOTALL
)
# Somebody and the post behind the name: "Dev Patel (treasurer)".
_POST = re.compile(
    r"(?P<value>[A-Z][\w.'’-]+(?:\s+(?:(?:van|von|de|der|den|di|da|la)\s+)?[A-Z][\w.'’-]+){0,3})"
    r"\s+\((?P<label>[a-z][a-z -]{2,30})\)"
)
# Characters of a document's beginning that may be its head, and words of a sentence from which on it is none.
HEAD, MAX_LINE = 400, 5
# How well a label must fit a column: the share of the column's words that it has, times that of its own.
FITS, HEADING_FITS = 0.5, 0.6
# Characters of what stands under a heading that are one value; of a longer paragraph the first sentence is.
MAX_VALUE = 400
# Of labels that fit alike, one that begins with the column's word is nearer: "Date & Time" before "Report date".
FIRST = 0.01
# Letters that words of one stem begin with: "reporter" and "reported", "injured" and "injuries".
SHARED = 5
_NOTHING = frozenset("- – — n/a unknown tbd ?".split())
# Words that say nothing of what is asked for.
_GENERIC = frozenset(
    """
    anybody anyone somebody someone person persons people name names happen happened who what which when where why how
    many much
    """.split()
)
# Families of words that make a label another one: a report's date is not its reporter.
_TELLING = frozenset(("day", "place", "person"))


@dataclass(frozen=True, slots=True)
class Labelled:
    """A value with its label.

    Parameters
    ----------
    start, end
        Of the value in the document's text.
    quoted
        (start, end) of label and value.
    fit
        How well the label fits the column, 0 to 1.01.
    """

    start: int
    end: int
    quoted: tuple[int, int]
    fit: float


def find(column: TableColumn, document: Document, start: int, end: int) -> Labelled | None:
    """Return the value whose label fits a column best, the first of equals; None where no label does.

    Parameters
    ----------
    column
        That is asked.
    document
        Of which the part from ``start`` to ``end`` is looked at.
    """
    asked = asked_words(column.name)
    best: Labelled | None = None
    for label, value, quoted, is_heading in _labels(document, start, end):
        fit = _fit(asked, asked_words(label))
        text = document.text[value[0] : value[1]].strip()
        if fit < (HEADING_FITS if is_heading else FITS) or not text or text.lower() in _NOTHING:
            continue
        if column.kind == "date" and not any(character.isdigit() for character in text):
            continue
        if best is None or fit > best.fit:
            best = Labelled(*value, quoted, fit)
    return best


def head(document: Document) -> str:
    """Return the beginning of a document's text: title and lines before the first one that is a sentence."""
    end = 0
    for low, high in sentences(document.text[:HEAD]):
        line = document.text[low:high]
        if ends_sentence(line) and len(line.split()) > MAX_LINE:
            break
        end = high
    return document.text[:end]


def is_of_day(word: str) -> bool:
    """Tell whether a word is one for a day: "date"."""
    return "day" in meant(word)


def _labels(document: Document, start: int, end: int) -> Iterator[tuple[str, tuple[int, int], tuple[int, int], bool]]:
    """Yield labels, each with where its value stands, where both stand, and whether it is a heading."""
    text = document.text
    blocks = document.blocks.within(start, end)
    for block, after in pairwise((*blocks, None)):
        assert block is not None
        for found in _POST.finditer(text, block.start, block.end):
            yield found["label"], found.span("value"), found.span(), False
        if block.kind == "form_field" and block.columns and block.cells:
            value = block.cells[-1]
            yield block.columns[-1], value, (block.start, value[1]), False
        elif block.kind in {"table_row", "table_header"}:
            yield from _pairs(text, block)
        elif line := _LINE.match(text, block.start, block.end):
            low, high = sentences(line["value"])[0]
            first = line.start("value")
            value = (first + low, first + (len(line["value"].rstrip()) if line.end() - first <= MAX_VALUE else high))
            yield line["label"], value, (line.start("label"), value[1]), False
        elif block.kind == "heading" and after is not None and after.kind in {"paragraph", "list_item"}:
            value = _under(text, after)
            yield text[block.start : block.end], value, value, True


def _pairs(text: str, block: Block) -> Iterator[tuple[str, tuple[int, int], tuple[int, int], bool]]:
    """Yield the cells of a row that follow a label: one that ends with a colon, or the first of two."""
    cells = [cell for cell in block.cells if cell[0] < cell[1]]
    for cell, after in pairwise(cells):
        label = text[cell[0] : cell[1]].strip()
        is_label = label.endswith(":") or (len(block.cells) == 2 and cell == block.cells[0])
        if is_label and not text[after[0] : after[1]].strip().endswith(":"):
            yield label.rstrip(":"), after, (cell[0], after[1]), False


def _under(text: str, block: Block) -> tuple[int, int]:
    """Return what a heading is a label of: the paragraph under it, or its first sentence where it is long."""
    if block.end - block.start <= MAX_VALUE:
        return block.start, block.end
    low, high = sentences(text[block.start : block.end])[0]
    return block.start + low, block.start + high


@lru_cache(4096)
def asked_words(label: str) -> tuple[str, ...]:
    """Return the words that say what a label is for."""
    words = (word.text.lower() for word in parsed(label) if word.is_content)
    return tuple(word for word in words if word not in _GENERIC)


def _fit(asked: tuple[str, ...], label: tuple[str, ...]) -> float:
    """Return how well a label fits, 0 to 1.01; 0 where it has a word of another family: "report date" of a reporter."""
    if not asked or not label:
        return 0.0
    theirs = [any(same(each, word) for word in asked) for each in label]
    mine = [any(same(each, word) for each in label) for word in asked]
    families = frozenset().union(*(meant(word) for word in asked))
    if any(not fits and meant(each) & _TELLING - families for each, fits in zip(label, theirs, strict=True)):
        return 0.0
    return sum(mine) / len(mine) * sum(theirs) / len(theirs) + FIRST * theirs[0]


def same(one: str, other: str) -> bool:
    """Tell whether two words in small letters are of one stem or mean the same."""
    if one == other or (len(one) > SHARED and one[:SHARED] == other[:SHARED]):
        return True
    return bool(meant(one) & meant(other))
