"""Join the text of pages into a document: headings by their looks, and the places of recognised words."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Final

from index.errors import DocumentError
from index.loaders.content.dates import iso_date
from index.loaders.content.titles import meant
from index.loaders.content.writer import Content, named, shortened
from index.loaders.pdf.layout.paragraphs import break_between, goes_on
from index.loaders.pdf.scans import letters_of, notes
from index.loaders.pdf.structure import blocks
from index.types import Page, Section, WordBox

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from index.loaders.pdf.layout.paragraphs import Paragraph
    from index.loaders.pdf.reading import PageText, Reading
    from index.loaders.pdf.scans import Recognition, Word
    from index.types.blocks import Blocks

# A heading is larger than the text by this much, or bold; it is no longer than this many letters.
_LARGER, _BOLD = 1.3, 0.95
_MAX_HEADING_LENGTH = 150
_LEVELS = 6
# Sizes of recognised letters are measured, not stated: those of one font differ by less.
_ALIKE = 1.15


def content_of(reading: Reading, recognised: Recognition, fact: Callable[[str], str], nothing: str) -> Content:
    """Return the content of a document of pages.

    Parameters
    ----------
    reading
        Of all pages.
    recognised
        What was recognised on those that are pictures.
    fact
        What the file says of itself under a name: "Title", "CreationDate", "Author".
    nothing
        The reason why there is no document where there is no text.

    Raises
    ------
    DocumentError
        With that reason.
    """
    document = _DocumentText()
    for number in range(1, reading.count + 1):
        found = recognised.pages.get(number)
        document.add(number, reading.page(number), reading.words(number), found and letters_of(found))
    if not document.text:
        raise DocumentError(nothing)
    sections, title = document.sections(), meant(fact("Title"))
    return Content(
        shortened(title or document.title(sections)),
        document.text,
        sections,
        tuple(document.pages),
        iso_date(fact("CreationDate")),
        named(fact("Author")),
        document.blocks(sections),
        notes(recognised),
        tuple(document.boxes),
    )


class _DocumentText:
    """The text of the pages, joined. A sentence may continue on the next page."""

    def __init__(self) -> None:
        self.text = ""
        self.pages: Final[list[Page]] = []
        self._found: Final[list[tuple[int, Paragraph]]] = []
        self._continued: Final[set[int]] = set()
        self.boxes: Final[list[WordBox]] = []

    def add(self, number: int, page: PageText, words: Collection[str], letters: Sequence[Word | None] | None) -> None:
        if self._found and page.paragraphs:
            if goes_on(self._found[-1][1], page.paragraphs[0]):
                kept, between = break_between(self.text, page.text, words)
                self._continued.add(len(self._found))
                self._shorten(kept)
            else:
                between = "\n\n"
            self.text += between
        start = len(self.text)
        self.text += page.text
        self.pages.append(Page(number, start, len(self.text)))
        if letters is not None:
            self.boxes.extend(_boxes(page, letters, start))
        self._found.extend((start + offset, found) for offset, found in zip(page.starts, page.paragraphs, strict=True))

    def _shorten(self, length: int) -> None:
        self.text = self.text[:length]
        for place in range(len(self.pages) - 1, -1, -1):
            if self.pages[place].end <= length:
                break
            page = self.pages[place]
            self.pages[place] = replace(page, start=min(page.start, length), end=length)

    def blocks(self, sections: Sequence[Section]) -> Blocks:
        """Return what each paragraph is; one that goes on over the end of a page is one."""
        places = [place for place in range(len(self._found)) if place not in self._continued]
        starts = [self._found[place][0] for place in places]
        ends = [start + len(self.text[start:after].rstrip()) for start, after in pairwise([*starts, len(self.text)])]
        found = [(start, end, self._found[place][1]) for place, start, end in zip(places, starts, ends, strict=True)]
        return blocks(self.text, found, {section.start: section.level for section in sections})

    def sections(self) -> tuple[Section, ...]:
        """Return the headings: what is larger than most of the text, or bold and on a line of its own."""
        sizes: Counter[float] = Counter()
        for _, paragraph in self._found:
            sizes[_rounded(paragraph.size)] += len(paragraph.letters)
        body = sizes.most_common(1)[0][0]
        heads = [(start, paragraph) for start, paragraph in self._found if _is_heading(paragraph, body)]
        levels = _levels((_looks(paragraph) for _, paragraph in heads), _ALIKE if self.boxes else 1.0)
        return tuple(Section(paragraph.text, levels[_looks(paragraph)], start) for start, paragraph in heads)

    def title(self, sections: Sequence[Section]) -> str:
        """Return the first heading of the first page that has text, or a much larger one on it, else the first line."""
        end = next(page.end for page in self.pages if page.end > page.start)
        size = {start: paragraph.size for start, paragraph in self._found}
        first = [section for section in sections if section.start < end]
        if not first:
            return self.text.split("\n", 1)[0]
        largest = max(first, key=lambda section: size[section.start])
        return (largest if size[largest.start] > _LARGER * size[first[0].start] else first[0]).heading


def _is_heading(paragraph: Paragraph, body: float) -> bool:
    text = paragraph.text
    if paragraph.kind == "row" or len(text) > _MAX_HEADING_LENGTH or text.endswith((".", ",", ";", ":")):
        return False
    least = (_BOLD if paragraph.strong else _LARGER) * body
    return paragraph.size > least and any(letter.isalpha() for letter in text)


def _looks(paragraph: Paragraph) -> tuple[float, bool]:
    return _rounded(paragraph.size), paragraph.strong


def _levels(looks: Iterable[tuple[float, bool]], alike: float) -> dict[tuple[float, bool], int]:
    """Return the level of each look of headings, larger ones first; sizes whose ratio is at most ``alike`` are one."""
    levels: dict[tuple[float, bool], int] = {}
    level, largest = 0, (0.0, False)
    for size, strong in sorted(set(looks), reverse=True):
        if not level or strong != largest[1] or size * alike < largest[0]:
            level, largest = min(level + 1, _LEVELS), (size, strong)
        levels[size, strong] = level
    return levels


def _rounded(size: float) -> float:
    return round(2 * size) / 2


def _boxes(page: PageText, letters: Sequence[Word | None], start: int) -> Iterator[WordBox]:
    """Yield where each word of a recognised page stands, in points; one that goes on in the next line twice."""
    for written in re.finditer(r"\S+", page.text):
        places = [place for place in range(*written.span()) if page.glyphs[place] >= 0]
        for word, run in groupby(places, lambda place: letters[page.glyphs[place]]):
            inside = list(run)
            if word is not None:
                edges = (round(edge, 1) for edge in (word.left, word.top, word.right, word.bottom))
                yield WordBox(start + inside[0], start + inside[-1] + 1, *edges)
