"""Read PDF files with PDFium: the glyphs of a page, and pictures of pages."""

from __future__ import annotations

import ctypes
import io
import math
import threading
import unicodedata
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from index.errors import DocumentError
from index.loaders.opening.decoding import clean, kind_of
from index.loaders.pdf.fields import fields

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from types import TracebackType
    from typing import Self

    from pypdfium2 import PdfDocument, PdfPage, PdfTextPage

    from index.loaders.pdf.fields import Field

    _Frame = Callable[[float, float, float, float], tuple[float, float, float, float]]

# PDFium keeps state of its own and may be used by one thread at a time.
_ALONE = threading.RLock()
# What PDFium writes where a word was hyphenated at the end of a line; the line's end itself it leaves out.
_WORD_BREAK = 2
_BOLD = ("bold", "black", "heavy", "demi", "cmbx", "sfbx", "ecbx")
# Typewriters' and Arabic letters that were made for old fonts: they read as the letters they stand for.
_FORMS = ((0xFB00, 0xFB06), (0xFB1D, 0xFDFF), (0xFE70, 0xFEFE))
# Where symbol fonts have their bullets.
_BULLETS = frozenset((0xF0B7, 0xF0A7, 0xF0A8, 0xF0D8, 0xF076, 0xF0FC))
# Points that what is typed into a field is high, at most.
_TYPED = 11.0
# Pages wider or higher than this many pixels are drawn smaller: 64 million of them are 200 MB.
_MAX_PIXELS = 8000


class Glyph(NamedTuple):
    """A glyph on the page. Units are points from the upper left corner of the page as it is shown.

    ``text`` is what it adds to the text, ``size`` that of its font in points, 0 for a space that is only a gap.
    """

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float
    strong: bool


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


class Pdf:
    """A PDF file, opened; use it in a ``with`` block. Pages are numbered from 1.

    Raises
    ------
    DocumentError
        When it is encrypted or no PDF file.
    """

    def __init__(self, data: bytes) -> None:
        import pypdfium2  # noqa: PLC0415 (60 ms to import)

        self._failure: Final = pypdfium2.PdfiumError
        with _ALONE:
            try:
                self._document: Final[PdfDocument] = pypdfium2.PdfDocument(data)
            except self._failure as error:
                raise _refusal(str(error), data) from None
            if self._document.get_formtype():
                self._document.init_forms()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with _ALONE:
            self._document.close()

    def __len__(self) -> int:
        with _ALONE:
            return len(self._document)

    def fact(self, name: str) -> str:
        """Return a metadata field such as "Title"; empty when it is missing."""
        with _ALONE, suppress(UnicodeError):
            return clean(self._document.get_metadata_value(name)).strip()
        return ""

    def sheet(self, number: int) -> Sheet:
        """Return the glyphs of a page; none when the page is damaged."""
        with self._page(number) as page:
            if page is None:
                return Sheet(0, 0, (), {})
            text = page.get_textpage()
            try:
                return _filled(_sheet(page, text), fields(self._document, page), _frame(page))
            finally:
                text.close()

    def picture(self, number: int, scale: float) -> tuple[bytes, int, int]:
        """Return a page as a PNG picture with its width and height, at a smaller scale than asked for when it is huge.

        Raises
        ------
        DocumentError
            When the page is damaged.
        """
        with self._page(number) as page:
            if page is None:
                raise DocumentError(f"page {number} is damaged and cannot be drawn")
            scale = min(scale, _MAX_PIXELS / max(page.get_size()))
            bitmap = page.render(scale=scale)
            file = io.BytesIO()
            bitmap.to_pil().save(file, "PNG")
            width, height = bitmap.width, bitmap.height
            bitmap.close()
            return file.getvalue(), width, height

    def width(self, number: int) -> float:
        """Return the width of a page as it is shown, in points; 1 for one that is damaged."""
        with self._page(number) as page:
            return 1.0 if page is None else float(page.get_width())

    def is_picture(self, number: int) -> bool:
        """Tell whether a page has a picture and no text."""
        from pypdfium2 import raw  # noqa: PLC0415

        if any(glyph.text.strip() for glyph in self.sheet(number).glyphs):
            return False
        with self._page(number) as page:
            return page is not None and any(True for _ in page.get_objects([raw.FPDF_PAGEOBJ_IMAGE], max_depth=3))

    def grey(self, number: int, scale: float) -> tuple[bytes, int, int]:
        """Return a page in shades of grey as a PGM picture, with its width and height in pixels."""
        with self._page(number) as page:
            if page is None:
                raise DocumentError(f"page {number} is damaged and cannot be drawn")
            bitmap = page.render(scale=min(scale, _MAX_PIXELS / max(page.get_size())), grayscale=True)
            file = io.BytesIO()
            bitmap.to_pil().convert("L").save(file, "PPM")
            width, height = bitmap.width, bitmap.height
            bitmap.close()
            return file.getvalue(), width, height

    @contextmanager
    def _page(self, number: int) -> Iterator[PdfPage | None]:
        with _ALONE:
            try:
                page = self._document[number - 1]
            except (self._failure, IndexError):
                yield None
                return
            try:
                yield page
            finally:
                page.close()


def _refusal(reason: str, data: bytes) -> DocumentError:
    # PDFium does not always say why; then it says again what it said of the file before.
    if "password" in reason.lower() and b"/Encrypt" in data:
        return DocumentError("encrypted: it opens with a password only; save it without one, then index again")
    if "security" in reason.lower():
        return DocumentError("encrypted in a way that is not known here; save it without protection, then index again")
    kind = kind_of(data)
    if kind and not data.startswith(b"%PDF"):
        return DocumentError(f"not what its name says: the bytes are {kind}")
    return DocumentError("not a PDF file that can be opened: it is damaged or cut off")


def _sheet(page: PdfPage, text: PdfTextPage) -> Sheet:
    from pypdfium2 import raw  # noqa: PLC0415

    width, height = page.get_size()
    shown = _frame(page)
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


def _filled(sheet: Sheet, filled: Iterable[Field], shown: _Frame) -> Sheet:
    """Return a page with what was filled into its fields, a line each."""
    glyphs = list(sheet.glyphs)
    upright = list(sheet.lines.get(0, ()))
    for field in filled:
        first = len(glyphs)
        glyphs.extend(_typed(field.text, *shown(field.left, field.top, field.right, field.bottom)))
        upright.append((first, len(glyphs)))
    if len(glyphs) == len(sheet.glyphs):
        return sheet
    return replace(sheet, glyphs=tuple(glyphs), lines={**sheet.lines, 0: upright})


def _typed(text: str, left: float, top: float, right: float, bottom: float) -> Iterator[Glyph]:
    """Yield the letters of a filled field, side by side in the middle of its box: where each stands nobody knows."""
    size = max(min(bottom - top, _TYPED), 1.0)
    width = min(0.5 * size, (right - left) / len(text))
    middle = (top + bottom) / 2
    for place, letter in enumerate(text):
        at = left + place * width
        yield Glyph(
            letter, at, middle - size / 2, at + width, middle + size / 2, size if letter != " " else 0, strong=False
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


def _frame(page: PdfPage) -> _Frame:
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
