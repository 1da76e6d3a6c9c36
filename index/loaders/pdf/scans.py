"""Pages that are pictures, and the words that a program recognised on them."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from index.errors import DocumentError
from index.loaders.pdf.pdfium import Glyph, Sheet

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# Pixels an inch that pages are drawn with for recognition: what tesseract was trained for.
DPI = 300
# The part of a line's box that is the size of its letters: the rest lies above and below them.
_SIZE = 0.75
REMEDY = (
    "install tesseract to have their text recognised ('apt-get install tesseract-ocr' or 'brew install tesseract'),"
    " then index again"
)


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


def told(found: Mapping[int, Recognised]) -> str | None:
    """Return, in a sentence, which pages' text was recognised; None for none."""
    if not found:
        return None
    pages = sorted(found)
    which = f"page {pages[0]} is a picture" if len(pages) == 1 else f"{len(pages)} pages are pictures"
    return f"{which}; the text was recognised ({found[pages[0]].how}) and may have mistakes"
