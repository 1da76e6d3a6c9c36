"""Read the glyphs of a page from PDFium."""

from __future__ import annotations

import ctypes
import math
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from index.loaders.opening.decoding import clean
from index.loaders.pdf.glyphs import Glyph, Sheet

if TYPE_CHECKING:
    from pypdfium2 import PdfPage, PdfTextPage

    from index.loaders.pdf.glyphs import Frame

# What PDFium writes where a word was hyphenated at the end of a line; the line's end itself it leaves out.
_WORD_BREAK = 2
_BOLD = ("bold", "black", "heavy", "demi", "cmbx", "sfbx", "ecbx")
# Typewriters' and Arabic letters that were made for old fonts: they read as the letters they stand for.
_FORMS = ((0xFB00, 0xFB06), (0xFB1D, 0xFDFF), (0xFE70, 0xFEFE))
# Where symbol fonts have their bullets.
_BULLETS = frozenset((0xF0B7, 0xF0A7, 0xF0A8, 0xF0D8, 0xF076, 0xF0FC))


def page_glyphs(page: PdfPage, text: PdfTextPage) -> Sheet:
    """Return the glyphs of a page, line by line."""
    from pypdfium2 import raw  # noqa: PLC0415

    width, height = page.get_size()
    shown = frame(page)
    styles: dict[int, tuple[float, bool, int]] = {}
    glyphs: list[Glyph] = []
    lines: dict[int, list[tuple[int, int]]] = {}
    first, quarters, box = 0, 0, raw.FS_RECTF()

    def end_line() -> None:
        nonlocal first
        if len(glyphs) > first:
            lines.setdefault(quarters, []).append((first, len(glyphs)))
        first = len(glyphs)

    for index in range(raw.FPDFText_CountChars(text)):
        code = raw.FPDFText_GetUnicode(text, index)
        if code in {0, 10, 13}:
            end_line()
            continue
        raw.FPDFText_GetLooseCharBox(text, index, box)
        left, top, right, bottom = shown(box.left, box.top, box.right, box.bottom)
        drawn = ctypes.cast(raw.FPDFText_GetTextObject(text, index), ctypes.c_void_p).value
        if drawn is None or (raw.FPDFText_IsGenerated(text, index) and code != _WORD_BREAK):
            glyphs.append(Glyph(" ", left, top, right, bottom, 0, strong=False))
            continue
        if drawn not in styles:
            styles[drawn] = _style(text, index, page.get_rotation())
        size, strong, turned = styles[drawn]
        if turned != quarters:
            end_line()
            quarters = turned
        if right < 0 or bottom < 0 or left > width or top > height:
            continue
        letters = "-" if code == _WORD_BREAK else _letters(code)
        glyphs.append(Glyph(letters, left, top, right, bottom, size, strong))
        if code == _WORD_BREAK:
            end_line()
    end_line()
    return Sheet(width, height, tuple(glyphs), lines)


def frame(page: PdfPage) -> Frame:
    """Return what turns a box of the file (left, top, right, bottom, upwards) into one of the page as it is shown."""
    left, bottom, right, top = page.get_bbox()
    match page.get_rotation():
        case 90:
            return lambda x, above, beyond, y: (y - bottom, x - left, above - bottom, beyond - left)
        case 180:
            return lambda x, above, beyond, y: (right - beyond, y - bottom, right - x, above - bottom)
        case 270:
            return lambda x, above, beyond, y: (top - above, right - beyond, top - y, right - x)
        case _:
            return lambda x, above, beyond, y: (x - left, top - above, beyond - left, top - y)


def _style(text: PdfTextPage, index: int, rotation: int) -> tuple[float, bool, int]:
    """Return the size of a letter in points, whether it is bold, and by how many quarters it is turned to the left."""
    from pypdfium2 import raw  # noqa: PLC0415

    matrix, flags = raw.FS_MATRIX(), ctypes.c_int()
    raw.FPDFText_GetMatrix(text, index, matrix)
    size = raw.FPDFText_GetFontSize(text, index) * math.hypot(matrix.c, matrix.d)
    length = raw.FPDFText_GetFontInfo(text, index, None, 0, flags)
    name = ctypes.create_string_buffer(length)
    raw.FPDFText_GetFontInfo(text, index, name, length, flags)
    bold = raw.FPDFText_GetFontWeight(text, index) >= 600 or any(
        mark in name.value.decode("utf-8", "replace").lower() for mark in _BOLD
    )
    angle = math.degrees(math.atan2(matrix.b, matrix.a)) - rotation
    return size, bold, round(angle / 90) % 4


@lru_cache(10_000)
def _letters(code: int) -> str:
    """Return what a letter adds to a text."""
    if code in _BULLETS:
        return "•"
    if 0xD800 <= code <= 0xDFFF:
        return ""
    letter = chr(code)
    if any(low <= code <= high for low, high in _FORMS):
        letter = unicodedata.normalize("NFKC", letter)
    return clean(letter)
