"""Pages that are pictures, and the words that a program recognised on them."""

from __future__ import annotations

import re
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from index.errors import DocumentError
from index.loaders.pdf.glyphs import Glyph, Sheet
from index.types.documents import RECOGNISED

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

# Pixels an inch that pages are drawn with for recognition: what tesseract was trained for.
DPI = 300
# Parts of a font's size that its letters reach above the line they stand on, tall or low, and below it: those of the
# common printed fonts lie within a tenth.
_HIGH, _MIDDLE, _LOW, _DEEP = 0.72, 0.63, 0.53, 0.21
_TALL, _HANGING = frozenset("bdfhijkl!?()[]{}/|\"'"), frozenset("gjpqyQ,;()[]{}/|")
# Points from the first to the last word of lines that tell how a page is tilted, how many of them it takes, and the
# fall (2.9 degrees) above which lines are not tilted but drawn that way.
_LONG, _TELLING, _STEEPEST = 100.0, 3, 0.05
# Where the caller does not choose how words are recognised.
REMEDY = (
    "to have their text recognised, install tesseract ('apt-get install tesseract-ocr' or 'brew install tesseract') or"
    " rapidocr (pip install 'citeseed[ocr]'), then index again"
)


# Sentences of ``notes``.
_RECOGNISED = re.compile(rf"[^;]* (?:is a picture|are pictures){re.escape(RECOGNISED)}(.*?)\)")
_MISSED = re.compile(r".* (?:is a picture|are pictures)\b.*, then index again")


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
    """What was recognised on a page.

    Parameters
    ----------
    words
        As they stand when the page is upright.
    width, height
        Of the upright page in points.
    how
        "tesseract, eng".
    turns
        Quarter turns to the right that make the page upright.
    """

    words: Sequence[Word]
    width: float
    height: float
    how: str
    turns: int = 0

    def on_page(self, word: Word) -> Word:
        """Return a word as it stands on the page before that is turned."""
        left, top, right, bottom = word.left, word.top, word.right, word.bottom
        match self.turns:
            case 1:
                left, top, right, bottom = top, self.width - right, bottom, self.width - left
            case 2:
                left, top, right, bottom = (
                    self.width - right,
                    self.height - bottom,
                    self.width - left,
                    self.height - top,
                )
            case 3:
                left, top, right, bottom = self.height - bottom, left, self.height - top, right
        return word._replace(left=left, top=top, right=right, bottom=bottom)


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
    """Return recognised words as what is drawn on a page: the letters of a word side by side, the page not tilted."""
    return _laid_out(found)[0]


def letters_of(found: Recognised) -> Sequence[Word | None]:
    """Return for each glyph of ``sheet_of`` the word that it is of, with its box on the page; None for a space."""
    return _laid_out(found)[1]


def _laid_out(found: Recognised) -> tuple[Sheet, list[Word | None]]:
    lines: dict[tuple[int, int], list[Word]] = {}
    for word in found.words:
        lines.setdefault((word.paragraph, word.line), []).append(word)
    slope = _slope(list(lines.values()))
    sizes: dict[int, list[float]] = {}
    for word in found.words:
        sizes.setdefault(word.paragraph, []).append(_size(word))
    glyphs: list[Glyph] = []
    letters: list[Word | None] = []
    spans = []
    for (paragraph, _), line in lines.items():
        first, size = len(glyphs), median(sizes[paragraph])
        straight = [_straight(word, slope) for word in line]
        top, bottom = min(word.top for word in straight), max(word.bottom for word in straight)
        for place, (word, drawn) in enumerate(zip(line, straight, strict=True)):
            if place:
                glyphs.append(Glyph(" ", straight[place - 1].right, top, drawn.left, bottom, 0, strong=False))
                letters.append(None)
            width = (drawn.right - drawn.left) / len(word.text)
            glyphs.extend(
                Glyph(letter, drawn.left + at * width, top, drawn.left + (at + 1) * width, bottom, size, strong=False)
                for at, letter in enumerate(word.text)
            )
            letters.extend([found.on_page(word)] * len(word.text))
        spans.append((first, len(glyphs)))
    return Sheet(found.width, found.height, tuple(glyphs), {0: spans} if spans else {}), letters


def _slope(lines: Sequence[Sequence[Word]]) -> float:
    """Return how far the lines of a page fall for each point to the right: the median, 0 where few lines tell it."""
    falls = []
    for line in lines:
        (left, top), (right, bottom) = ((word.left, _baseline(word)) for word in (line[0], line[-1]))
        if right - left > _LONG:
            falls.append((bottom - top) / (right - left))
    slope = median(falls) if len(falls) >= _TELLING else 0.0
    return slope if abs(slope) < _STEEPEST else 0.0


def _straight(word: Word, slope: float) -> Word:
    """Return a word as it stands when the page is turned back by a small angle."""
    right, down = word.right - word.left, word.bottom - word.top
    left = word.left + slope * (word.top + word.bottom) / 2
    top = word.top - slope * (word.left + word.right) / 2
    return word._replace(left=left, top=top, right=left + right, bottom=top + down)


def _size(word: Word) -> float:
    """Return the size of the font that a word's box tells, by the letters that reach up and down in it."""
    if any(letter in _TALL or letter.isupper() or letter.isdigit() for letter in word.text):
        above = _HIGH
    else:
        above = _MIDDLE if "t" in word.text else _LOW
    return (word.bottom - word.top) / (above + _below(word))


def _baseline(word: Word) -> float:
    return word.bottom - _below(word) * _size(word)


def _below(word: Word) -> float:
    return _DEEP if any(letter in _HANGING for letter in word.text) else 0.0


def notes(found: Recognition) -> tuple[str, ...]:
    """Return, in a sentence each, which pages' text was recognised, and which pages were not read."""
    sentences = []
    if found.pages:
        how = next(iter(found.pages.values())).how
        sentences.append(f"{_which(found.pages)}{RECOGNISED}{how}) and may have mistakes")
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
