"""Order the pieces of a page: columns one after the other, tables row by row."""

from __future__ import annotations

import unicodedata
from statistics import median
from typing import TYPE_CHECKING

from index.loaders.pdf.layout.pieces import rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from index.loaders.pdf.layout.pieces import Piece

# Half of a column's lines fill this much of it, and are at least this long; the cells of tables are not and do not.
_FILLED = 0.6
_LETTERS = 12
# Lines that a column has at least.
_LINES = 3
# Points between two places where a page is tried for a gutter, and half of the narrowest gutter.
_STEP, _HALF = 2.0, 2.0
# Places tried, the least crossed first.
_TRIES = 8
# Columns within columns.
_DEPTH = 6


def blocks(found: Sequence[Piece], depth: int = 0) -> list[list[list[Piece]]]:
    """Return the pieces as blocks in the order of reading, each as rows from top to bottom.

    1. Look for a gutter: a line from top to bottom that few pieces cross and that has lines of prose on both sides.
    2. What crosses it parts the page into bands; in each band read what is left of the gutter, then what is right.
    3. Go on within the columns. Without a gutter the rows are the order.
    """
    if not found:
        return []
    gutter = _gutter(found) if depth < _DEPTH else None
    if gutter is None:
        return [rows(found)]
    ordered = []
    for band in _bands(found, gutter):
        sides = [[], [], []]  # type: list[list[Piece]]
        for piece in band:
            sides[_side(piece, gutter)].append(piece)
        backwards = sum(piece.backwards for piece in band) > len(band) / 2
        for side in (sides[2], sides[1], sides[0]) if backwards else sides:
            ordered += blocks(side, depth + 1)
    return ordered


def _side(piece: Piece, gutter: float) -> int:
    """Return 0 for left of the gutter, 1 for across it, 2 for right of it."""
    return 0 if piece.right <= gutter else 2 if piece.left >= gutter else 1


def _bands(found: Sequence[Piece], gutter: float) -> Iterator[list[Piece]]:
    band: list[Piece] = []
    for piece in sorted(found, key=lambda piece: piece.middle):
        if band and (_side(piece, gutter) == 1) != (_side(band[-1], gutter) == 1):
            yield band
            band = []
        band.append(piece)
    yield band


def _gutter(found: Sequence[Piece]) -> float | None:
    left, right = min(piece.left for piece in found), max(piece.right for piece in found)
    places = [left + _STEP * number for number in range(1, int((right - left) / _STEP))]
    tried: dict[tuple[int, int, int], list[float]] = {}
    ends, starts = sorted(piece.right for piece in found), sorted(piece.left for piece in found)
    ended = started = 0
    for place in places:
        while ended < len(ends) and ends[ended] <= place - _HALF:
            ended += 1
        while started < len(starts) and starts[started] < place + _HALF:
            started += 1
        if ended >= _LINES and len(starts) - started >= _LINES:
            tried.setdefault((started - ended, ended, len(starts) - started), []).append(place)
    for _, places in sorted(tried.items(), key=lambda item: (item[0][0], -len(item[1])))[:_TRIES]:
        gutter = places[len(places) // 2]
        sides = [[piece for piece in found if _side(piece, gutter) == side] for side in (0, 2)]
        if all(_is_prose(side) for side in sides) and _share_height(*sides):
            return gutter
    return None


def _is_prose(side: Sequence[Piece]) -> bool:
    width = max(piece.right for piece in side) - min(piece.left for piece in side)
    filled = median((piece.right - piece.left) / width for piece in side)
    return filled >= _FILLED and median(_length(piece) for piece in side) >= _LETTERS


def _length(piece: Piece) -> int:
    """Return the number of its letters, where one as wide as in Chinese counts as two."""
    return sum(1 + (unicodedata.east_asian_width(letter) in "WF") for letter, _ in piece.letters)


def _share_height(left: Sequence[Piece], right: Sequence[Piece]) -> bool:
    tops, bottoms = ([edge(side) for side in (left, right)] for edge in (_top, _bottom))
    heights = [bottom - top for top, bottom in zip(tops, bottoms, strict=True)]
    return min(bottoms) - max(tops) > 0.5 * min(heights)


def _top(side: Sequence[Piece]) -> float:
    return min(piece.top for piece in side)


def _bottom(side: Sequence[Piece]) -> float:
    return max(piece.bottom for piece in side)
