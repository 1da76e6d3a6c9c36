"""Join the glyphs of a page into pieces of lines: a line of a column, a cell of a table."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from itertools import accumulate, groupby
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from index.loaders.pdf.glyphs import Glyph, Sheet

# A gap of this many times the letters' size parts two cells: justified lines stay below it. Where it does so twice, a
# line is the row of a table, and less is enough.
_CELL_GAP, _NEXT_CELL_GAP = 1.5, 0.9
# Pieces that PDFium parts, such as a footnote's mark and its word, are one when no more than this lies between them.
_JOINING_GAP = 0.7
# Between letters of two directions PDFium may lose the space; a gap of this many times their size is one.
_SPACE = 0.15
_RIGHT_TO_LEFT = frozenset(("R", "AL"))


@dataclass(slots=True)
class Piece:
    """Part of a line, as a box in points from the upper left corner of the page.

    Parameters
    ----------
    letters
        Its text, each letter with the number of the glyph that it stands for, -1 for none. Spaces are single.
    left, top, right, bottom
        Its box.
    size
        Of most of its letters, in points.
    strong
        Whether it is bold from end to end.
    backwards
        Whether it is written from right to left.
    open_end
        Whether a space was drawn after it.
    typed
        Whether it was filled into a field.
    """

    letters: list[tuple[str, int]]
    left: float
    top: float
    right: float
    bottom: float
    size: float
    strong: bool
    backwards: bool
    open_end: bool
    typed: bool = False

    @property
    def text(self) -> str:
        """Its letters."""
        return "".join(letter for letter, _ in self.letters)

    @property
    def middle(self) -> float:
        """Half way between its top and its bottom."""
        return (self.top + self.bottom) / 2


def pieces(sheet: Sheet, quarters: int) -> list[Piece]:
    """Return the pieces of the lines that are turned by so many quarters, in the order in which they were drawn.

    Their boxes are those of the page turned back.

    1. Part what PDFium takes for one line where it changes its height, and at every gap of a table.
    2. Put together what stands close on one height.
    """
    found, glyphs = [], sheet.upright(quarters)
    for start, end in sheet.lines.get(quarters, ()):
        for level in _levels(glyphs, range(start, end)):
            found += [piece for cell in _cells(glyphs, level) if (piece := _piece(glyphs, cell))]
    return _joined(found)


def _piece(glyphs: Sequence[Glyph], numbers: Sequence[int]) -> Piece | None:
    """Return the glyphs of these numbers as a piece, or None when there is nothing to read."""
    drawn = [glyphs[number] for number in numbers if glyphs[number].text.strip()]
    if not drawn:
        return None
    marks = [unicodedata.bidirectional(glyph.text[0]) for glyph in drawn]
    backwards = sum(mark in _RIGHT_TO_LEFT for mark in marks) > sum(mark == "L" for mark in marks)
    return Piece(
        _spaced(glyphs, numbers),
        min(glyph.left for glyph in drawn),
        min(glyph.top for glyph in drawn),
        max(glyph.right for glyph in drawn),
        max(glyph.bottom for glyph in drawn),
        median(glyph.size for glyph in drawn) or median(glyph.bottom - glyph.top for glyph in drawn),
        sum(glyph.strong for glyph in drawn) > 0.9 * len(drawn),
        backwards,
        open_end=not glyphs[numbers[-1]].text.strip(),
        typed=all(glyph.typed for glyph in drawn),
    )


def rows(found: Iterable[Piece]) -> list[list[Piece]]:
    """Return the pieces in rows from top to bottom, those of a row from left to right."""
    lines: list[list[Piece]] = []
    for piece in sorted(found, key=lambda piece: piece.middle):
        if lines and lines[-1][0].top <= piece.middle <= lines[-1][0].bottom - 0.2 * lines[-1][0].size:
            lines[-1].append(piece)
        else:
            lines.append([piece])
    for line in lines:
        line.sort(key=lambda piece: piece.left)
    return lines


def _levels(glyphs: Sequence[Glyph], numbers: Iterable[int]) -> list[list[int]]:
    levels: list[list[int]] = [[]]
    top = bottom = 0.0
    for number in numbers:
        glyph = glyphs[number]
        if glyph.text.strip():
            shared = min(bottom, glyph.bottom) - max(top, glyph.top)
            if bottom > top and shared < 0.3 * min(bottom - top, glyph.bottom - glyph.top):
                levels.append([])
            top, bottom = glyph.top, glyph.bottom
        levels[-1].append(number)
    return levels


def _cells(glyphs: Sequence[Glyph], numbers: Sequence[int]) -> list[list[int]]:
    """Part the glyphs of a line where nothing is drawn for long; the cells in the order of their first glyphs."""
    drawn = sorted((number for number in numbers if glyphs[number].text.strip()), key=lambda each: glyphs[each].left)
    if not drawn:
        return []
    gaps, right = [], glyphs[drawn[0]].right
    for number in drawn:
        glyph = glyphs[number]
        gaps.append((glyph.left - right) / (glyph.size or glyph.bottom - glyph.top))
        right = max(right, glyph.right)
    least = _NEXT_CELL_GAP if sum(gap > _CELL_GAP for gap in gaps) > 1 else _CELL_GAP
    cell_of = dict(zip(drawn, accumulate(gap > least for gap in gaps), strict=True))
    cells: dict[int, list[int]] = {}
    current = cell_of[next(number for number in numbers if number in cell_of)]
    for number in numbers:
        current = cell_of.get(number, current)
        cells.setdefault(current, []).append(number)
    return list(cells.values())


def _spaced(glyphs: Sequence[Glyph], numbers: Sequence[int]) -> list[tuple[str, int]]:
    """Return the letters of a piece with single spaces, none at its ends."""
    letters: list[tuple[str, int]] = []
    before: Glyph | None = None
    for number in _ligatures_turned(glyphs, numbers):
        glyph = glyphs[number]
        if not glyph.text.strip():
            if letters and glyph.text and letters[-1][0] != " ":
                letters.append((" ", -1))
            continue
        if before is not None and letters[-1][0] != " " and _lost_space(before, glyph):
            letters.append((" ", -1))
        letters += [(letter, number) for letter in glyph.text]
        before = glyph
    if letters and letters[-1][0] == " ":
        letters.pop()
    return letters


def _ligatures_turned(glyphs: Sequence[Glyph], numbers: Sequence[int]) -> list[int]:
    """Turn round the letters of each right-to-left ligature: PDFium turns whole lines, and so these once too often."""
    turned: list[int] = []
    for (*_, arabic), letters in groupby(numbers, lambda number: _place(glyphs[number])):
        turned += list(letters)[:: -1 if arabic else 1]
    return turned


def _place(glyph: Glyph) -> tuple[float, float, bool]:
    """Return where a glyph stands, and whether it is an Arabic letter or a mark: those of a ligature stand in one."""
    arabic = glyph.text.strip() and unicodedata.bidirectional(glyph.text[0]) in {"AL", "NSM"}
    return glyph.left, glyph.right, bool(arabic)


def _lost_space(before: Glyph, glyph: Glyph) -> bool:
    sides = {unicodedata.bidirectional(each.text[0]) for each in (before, glyph)}
    if "L" not in sides or not sides & _RIGHT_TO_LEFT:
        return False
    gap = max(glyph.left - before.right, before.left - glyph.right)
    return gap > _SPACE * glyph.size


def _joined(found: list[Piece]) -> list[Piece]:
    place = {id(piece): number for number, piece in enumerate(found)}
    whole = []
    for row in rows(found):
        kept = row[:1]
        for piece in row[1:]:
            last = kept[-1]
            gap = piece.left - last.right
            shared = min(piece.bottom, last.bottom) - max(piece.top, last.top)
            close = -0.3 * piece.size < gap < _JOINING_GAP * max(piece.size, last.size)
            if close and shared > 0.5 * min(piece.bottom - piece.top, last.bottom - last.top):
                kept[-1] = _both(last, piece, place)
            else:
                kept.append(piece)
        whole += kept
    return sorted(whole, key=lambda piece: place[id(piece)])


def _both(left: Piece, right: Piece, place: dict[int, int]) -> Piece:
    larger = max(left, right, key=lambda piece: len(piece.letters))
    first, second = (right, left) if larger.backwards else (left, right)
    apart = right.left - left.right > _SPACE * min(left.size, right.size) or first.open_end
    both = Piece(
        [*first.letters, *([(" ", -1)] if apart else []), *second.letters],
        left.left,
        min(left.top, right.top),
        right.right,
        max(left.bottom, right.bottom),
        larger.size,
        left.strong and right.strong,
        larger.backwards,
        second.open_end,
    )
    place[id(both)] = min(place[id(left)], place[id(right)])
    return both
