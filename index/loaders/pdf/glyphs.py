"""The glyphs of a page, where they stand, and the letters of what was typed into its fields."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from index.loaders.pdf.fields import Field

    Frame = Callable[[float, float, float, float], tuple[float, float, float, float]]
    """Turns a box of the file (left, top, right, bottom, upwards) into one of the page as it is shown."""

# Points that what is typed into a field is high, at most.
_TYPED = 11.0


class Glyph(NamedTuple):
    """A glyph on the page. Units are points from the upper left corner of the page as it is shown.

    ``text`` is what it adds to the text, ``size`` that of its font in points, 0 for a space that is only a gap.
    ``typed`` says that it is no part of the page, but was filled into a field.
    """

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float
    strong: bool
    typed: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """The glyphs of a page.

    Parameters
    ----------
    width, height
        Of the page as it is shown, in points.
    glyphs
        In the order in which they were drawn, right-to-left words already in the order of reading.
    lines
        Spans of ``glyphs`` that stand on one line each, by the quarters that their writing is turned to the left:
        0 is upright, 1 runs from the bottom to the top.
    """

    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    lines: Mapping[int, Sequence[tuple[int, int]]]

    def upright(self, quarters: int) -> tuple[Glyph, ...]:
        """Return the glyphs as they stand when the page is turned so that what is turned by ``quarters`` is upright."""
        if not quarters:
            return self.glyphs
        return tuple(_turned(glyph, quarters, self.width, self.height) for glyph in self.glyphs)


def filled(sheet: Sheet, values: Iterable[Field], shown: Frame) -> Sheet:
    """Return a page with what was filled into its fields, a line each."""
    glyphs = list(sheet.glyphs)
    upright = list(sheet.lines.get(0, ()))
    for field in values:
        first = len(glyphs)
        glyphs.extend(_typed(field.text, *shown(field.left, field.top, field.right, field.bottom)))
        upright.append((first, len(glyphs)))
    if len(glyphs) == len(sheet.glyphs):
        return sheet
    return replace(sheet, glyphs=tuple(glyphs), lines={**sheet.lines, 0: upright})


def _typed(text: str, left: float, top: float, right: float, bottom: float) -> Iterator[Glyph]:
    """Yield the letters of a filled field, side by side in the middle of its box: their own places are not known."""
    size = max(min(bottom - top, _TYPED), 1.0)
    width = min(0.5 * size, (right - left) / len(text))
    middle = (top + bottom) / 2
    for place, letter in enumerate(text):
        at = left + place * width
        yield Glyph(
            letter,
            at,
            middle - size / 2,
            at + width,
            middle + size / 2,
            size if letter != " " else 0,
            strong=False,
            typed=True,
        )


def _turned(glyph: Glyph, quarters: int, width: float, height: float) -> Glyph:
    left, top, right, bottom = glyph.left, glyph.top, glyph.right, glyph.bottom
    match quarters:
        case 1:
            left, top, right, bottom = height - bottom, left, height - top, right
        case 2:
            left, top, right, bottom = width - right, height - bottom, width - left, height - top
        case _:
            left, top, right, bottom = top, width - right, bottom, width - left
    return glyph._replace(left=left, top=top, right=right, bottom=bottom)
