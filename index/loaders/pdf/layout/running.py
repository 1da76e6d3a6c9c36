"""Remove running headers, footers and page numbers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from index.loaders.pdf.layout.pieces import rows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from index.loaders.pdf.layout.pieces import Piece

# Pages before and after that are compared: left and right pages may have their own headers.
NEAR = 2
# Rows at either edge that may be of this kind, what parts them from the text in sizes of their letters, and by how
# many points their places may differ from page to page.
_ROWS = 3
_GAP = 0.8
_SHIFT = 6.0
_NUMBER = re.compile(r"\W*(?:(?:page|seite|p\.|s\.)\s*)?(\d{1,4})\W*(?:(?:of|von|/)\s*\d{1,4})?\W*", re.IGNORECASE)


def without_running(pages: Mapping[int, Sequence[Piece]], number: int) -> list[Piece]:
    """Return the pieces of a page without its running headers and footers.

    A row at the edge, parted from the text by a gap, is one when a page near by has the same words there, numbers
    aside, or a number that counts the pages, or when it is a lone number.

    Parameters
    ----------
    pages
        The page and those near it, by their numbers.
    number
        Of the page.
    """
    others = {near: _edges(found) for near, found in pages.items() if near != number}
    dropped: set[int] = set()
    for side, edge in enumerate(_edges(pages[number])):
        for row, gap in edge:
            near = [(other, each) for other, sides in others.items() for each, _ in sides[side]]
            if gap < _GAP * row[0].size or not _is_running(row, number, near):
                break
            dropped |= {id(piece) for piece in row}
    return [piece for piece in pages[number] if id(piece) not in dropped]


def _edges(found: Sequence[Piece]) -> tuple[list[tuple[list[Piece], float]], list[tuple[list[Piece], float]]]:
    """Return the outermost rows at the top and at the bottom, each with its distance from the next row inwards."""
    lines = rows(found)
    if len(lines) < 2:
        return [], []
    tops = [min(piece.top for piece in row) for row in lines]
    bottoms = [max(piece.bottom for piece in row) for row in lines]
    gaps = [top - bottom for bottom, top in zip(bottoms, tops[1:], strict=False)]
    return (
        list(zip(lines[:-1], gaps, strict=True))[:_ROWS],
        list(zip(reversed(lines[1:]), reversed(gaps), strict=True))[:_ROWS],
    )


def _is_running(row: Sequence[Piece], number: int, near: Sequence[tuple[int, Sequence[Piece]]]) -> bool:
    words, counts = _words(row), _counts(row)
    for other, each in near:
        if abs(each[0].middle - row[0].middle) > _SHIFT:
            continue
        if _words(each) == words or any(count + other - number in _counts(each) for count in counts):
            return True
    return len(row) == 1 and bool(counts) and len(row[0].letters) <= 12


def _words(row: Sequence[Piece]) -> str:
    return re.sub(r"\d+", "#", "|".join(piece.text for piece in row))


def _counts(row: Sequence[Piece]) -> set[int]:
    return {int(found[1]) for piece in row if (found := _NUMBER.fullmatch(piece.text))}
