"""Pages that are pictures, and the words that a program recognised on them."""

from __future__ import annotations

import re
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from index.errors import DocumentError
from index.loaders.pdf.glyphs import Glyph, Sheet

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

# Pixels an inch that pages are drawn with for recognition: what tesseract was trained for.
DPI = 300
# The part of a line's box that is the size of its letters: the rest lies above and below them.
_SIZE = 0.75
# For who has no say in how words are recognised.
REMEDY = (
    "to have their text recognised, install tesseract ('apt-get install tesseract-ocr' or 'brew install tesseract') or"
    " rapidocr (pip install 'citeseed[ocr]'), then index again"
)


# Sentences of ``told``.
_RECOGNISED = re.compile(r"[^;]* (?:is a picture|are pictures); the text was recognised \((.*?)\)")
_MISSED = re.compile(r"[^;]* (?:is a picture|are pictures), not read; .*, then index again")


class Word(NamedTuple):
    """A recognised word, with its box in points from the upper left corner of the page."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    paragraph: int
    line: int


class Recognised(NamedTuple):
    """What was recognised on a page, its width and height in points, and how: "tesseract, eng"."""

    words: Sequence[Word]
    width: float
    height: float
    how: str


class Recognition(NamedTuple):
    """What was recognised on the pages that are pictures.

    Parameters
    ----------
    pages
        By their numbers.
    missed
        Numbers of the pages on which nothing could be recognised.
    remedy
        What a person does to have them recognised.
    """

    pages: Mapping[int, Recognised]
    missed: Sequence[int] = ()
    remedy: str = REMEDY


class Scanned(DocumentError):  # noqa: N818 (a fact, not a fault)
    """A document has pages that are pictures; ``pages`` are their numbers."""

    def __init__(self, pages: Sequence[int]) -> None:
        super().__init__("it has pages that are pictures")
        self.pages = tuple(pages)


def sheet_of(found: Recognised) -> Sheet:
    """Return recognised words as what is drawn on a page: the letters of a word side by side in its box."""
    heights: dict[int, list[float]] = {}
    lines: dict[tuple[int, int], list[Word]] = {}
    for word in found.words:
        lines.setdefault((word.paragraph, word.line), []).append(word)
    for (paragraph, _), line in lines.items():
        heights.setdefault(paragraph, []).append(max(word.bottom for word in line) - min(word.top for word in line))
    glyphs: list[Glyph] = []
    spans = []
    for (paragraph, _), line in lines.items():
        first, size = len(glyphs), _SIZE * median(heights[paragraph])
        top, bottom = min(word.top for word in line), max(word.bottom for word in line)
        for place, word in enumerate(line):
            if place:
                glyphs.append(Glyph(" ", line[place - 1].right, top, word.left, bottom, 0, strong=False))
            width = (word.right - word.left) / len(word.text)
            glyphs.extend(
                Glyph(letter, word.left + at * width, top, word.left + (at + 1) * width, bottom, size, strong=False)
                for at, letter in enumerate(word.text)
            )
        spans.append((first, len(glyphs)))
    return Sheet(found.width, found.height, tuple(glyphs), {0: spans} if spans else {})


def told(found: Recognition) -> tuple[str, ...]:
    """Return, in a sentence each, which pages' text was recognised, and which pages were not read."""
    sentences = []
    if found.pages:
        how = next(iter(found.pages.values())).how
        sentences.append(f"{_which(found.pages)}; the text was recognised ({how}) and may have mistakes")
    if found.missed:
        sentences.append(f"{_which(found.missed)}, not read; {found.remedy}")
    return tuple(sentences)


def recognised_with(unread: Sequence[str]) -> str | None:
    """Return how the text of a document was recognised: "tesseract, eng"; None where none of its pages are pictures.

    Parameters
    ----------
    unread
        Of the document; empty is returned where some pages were not read.
    """
    if any(_MISSED.match(sentence) for sentence in unread):
        return ""
    return next((found[1] for found in map(_RECOGNISED.match, unread) if found), None)


def _which(pages: Collection[int]) -> str:
    return f"page {next(iter(pages))} is a picture" if len(pages) == 1 else f"{len(pages)} pages are pictures"
