"""Read the text of a page, with the glyph of each letter. It depends only on the page and its neighbours."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from index.loaders.pdf.layout.columns import blocks
from index.loaders.pdf.layout.paragraphs import paragraphs
from index.loaders.pdf.layout.pieces import pieces
from index.loaders.pdf.layout.running import NEAR, without_running

if TYPE_CHECKING:
    from index.loaders.pdf.glyphs import Sheet
    from index.loaders.pdf.layout.paragraphs import Paragraph
    from index.loaders.pdf.layout.pieces import Piece


@dataclass(frozen=True, slots=True)
class PageText:
    """The text of a page.

    Parameters
    ----------
    paragraphs
        In the order of reading.
    starts
        Where each begins in ``text``.
    text
        Of the page.
    glyphs
        For each letter of ``text`` the number of the glyph that it stands for, -1 for none.
    """

    paragraphs: tuple[Paragraph, ...]
    starts: tuple[int, ...]
    text: str
    glyphs: tuple[int, ...]


class Pages(Protocol):
    """Pages, numbered from 1, and what is drawn on each."""

    def __len__(self) -> int: ...

    def sheet(self, number: int) -> Sheet:
        """Return what is drawn on a page."""
        ...


class Reading:
    """Reads the pages of a PDF file in any order; a page's text does not depend on which were read before.

    Parameters
    ----------
    pdf
        Open as long as this is used.
    """

    def __init__(self, pdf: Pages) -> None:
        self._pdf: Final[Pages] = pdf
        self._near: Final[dict[int, tuple[Sheet, list[Piece]]]] = {}

    def page(self, number: int) -> PageText:
        """Return the text of a page.

        1. Put its letters together to pieces of lines.
        2. Leave out headers and footers, known by the pages next to it.
        3. Order the pieces, and put them together to paragraphs.
        4. Do the same with what is written in other directions.
        """
        sheet, words = self.sheet(number), self.words(number)
        found: list[Paragraph] = []
        for quarters in sorted(sheet.lines, key=lambda quarters: -sum(b - a for a, b in sheet.lines[quarters])):
            if quarters:
                kept = pieces(sheet, quarters)
            else:
                kept = without_running({each: self._pieces(each)[1] for each in self.near(number)}, number)
            found += paragraphs(blocks(kept), words)
        return _put_together(found)

    @property
    def count(self) -> int:
        """How many pages there are."""
        return len(self._pdf)

    def words(self, number: int) -> frozenset[str]:
        """Return the words on a page and those near it, in small letters, and those with a hyphen as they are."""
        texts = (piece.text.lower() for each in self.near(number) for piece in self._pieces(each)[1])
        return frozenset(word for text in texts for word in re.findall(r"\w+(?:-\w+)*", text))

    def sheet(self, number: int) -> Sheet:
        """Return what is drawn on a page."""
        return self._pieces(number)[0]

    def near(self, number: int) -> range:
        """Return the numbers of the pages that the text of a page depends on."""
        return range(max(1, number - NEAR), min(len(self._pdf), number + NEAR) + 1)

    def _pieces(self, number: int) -> tuple[Sheet, list[Piece]]:
        if number not in self._near:
            for other in [other for other in self._near if abs(other - number) > 2 * NEAR]:
                del self._near[other]
            sheet = self._pdf.sheet(number)
            self._near[number] = sheet, pieces(sheet, 0)
        return self._near[number]


def _put_together(found: list[Paragraph]) -> PageText:
    letters: list[tuple[str, int]] = []
    starts = []
    before = ""
    for paragraph in found:
        if letters:
            close = paragraph.kind == before and before in {"row", "item"}
            letters += [("\n", -1)] if close else [("\n", -1), ("\n", -1)]
        starts.append(len(letters))
        letters += paragraph.letters
        before = paragraph.kind
    return PageText(
        tuple(found),
        tuple(starts),
        "".join(letter for letter, _ in letters),
        tuple(glyph for _, glyph in letters),
    )
