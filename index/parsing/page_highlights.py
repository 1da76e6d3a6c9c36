"""Draw a page of a PDF file, and find the boxes of its quotes on it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.errors import DocumentError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from index.loaders.pdf.glyphs import Glyph
    from index.types import Document, Page

# Pixels a point: 144 dpi. A page of text takes half a second and 150 KB.
SCALE = 2.0
# Letters further apart than this many times their size get two boxes: they are in two cells or columns.
_GAP = 2.0
# Where a quote begins and ends in the document's text.
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels from the upper left corner of a picture."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A page as a picture.

    Parameters
    ----------
    png
        The picture.
    width, height
        Its size in pixels.
    boxes
        Around each line of the quote, in the order of reading; empty when no letter of it stands on this page.
    others
        The same of each of the other quotes, in their order.
    """

    png: bytes
    width: int
    height: int
    boxes: tuple[Box, ...]
    others: tuple[tuple[Box, ...], ...] = ()


def page_picture(
    document: Document,
    data: bytes,
    number: int,
    start: int = 0,
    end: int = 0,
    *,
    others: Sequence[Span] = (),
    scale: float = SCALE,
) -> PagePicture:
    """Draw a page and box its quotes. The page is read again as the loader did, to find the glyphs of the quotes.

    Parameters
    ----------
    document
        A PDF document of a library: ``library.open().document(source)``.
    data
        The bytes of its file: ``library.original(source)``.
    number
        Of the page, one of ``document.pages``: a citation's ``page``.
    start, end
        The quote in the document's text, as in a citation. What of it stands on other pages is left out there; a quote
        over two pages takes two pictures.
    others
        Start and end of further quotes.
    scale
        Pixels a point; less on a page so large that it would take more than 8,000 pixels.

    Raises
    ------
    DocumentError
        When ``data`` is not what the document was made of, or was read by another version of this program, or when it
        has no such page or that cannot be drawn.
    """
    from index.loaders.pdf import Pdf, Reading  # noqa: PLC0415

    page = next((page for page in document.pages if page.number == number), None)
    if page is None:
        raise DocumentError(f"it has no page {number}")
    if hashlib.sha256(data).hexdigest() != document.fingerprint:
        raise DocumentError("its file has changed since it was indexed; run 'citeseed index'")
    recognised = any(page.start <= box.start < page.end for box in document.boxes)
    if recognised or not document.source.lower().endswith(".pdf"):
        return _recognised_picture(document, data, page, [(start, end), *others], scale)
    with Pdf(data) as pdf:
        reading = Reading(pdf)
        text = reading.page(number)
        # A hyphen at the end of a page may have been removed.
        if not text.text.startswith(document.text[page.start : page.end]):
            raise DocumentError("it was indexed by another version of this program; run 'citeseed index'")
        sheet = reading.sheet(number)
        png, width, height = pdf.picture(number, scale)

    def boxes(quote: Span) -> list[Box]:
        low, high = max(quote[0], page.start) - page.start, max(min(quote[1], page.end) - page.start, 0)
        return _boxes((sheet.glyphs[glyph] for glyph in text.glyphs[low:high] if glyph >= 0), width / sheet.width)

    return _picture(png, width, height, [(start, end), *others], boxes)


def _picture(
    png: bytes, width: int, height: int, quotes: Sequence[Span], boxes: Callable[[Span], list[Box]]
) -> PagePicture:
    """Return a picture with the boxes of its quotes, the first of which is the one that was asked for."""
    first, *others = (tuple(boxes(quote)) for quote in quotes)
    return PagePicture(png, width, height, first, tuple(others))


def _recognised_picture(
    document: Document, data: bytes, page: Page, quotes: Sequence[Span], scale: float
) -> PagePicture:
    """Draw a page whose words were recognised, or one beside it. The document has the boxes of the words."""
    from index.loaders.image import picture  # noqa: PLC0415
    from index.loaders.pdf import Pdf  # noqa: PLC0415

    if document.source.lower().endswith(".pdf"):
        with Pdf(data) as pdf:
            png, width, height = pdf.picture(page.number, scale)
            each = width / pdf.width(page.number)
    else:
        png, width, height, each = picture(data, page.number)

    def boxes(quote: Span) -> list[Box]:
        low, high = max(quote[0], page.start), min(quote[1], page.end)
        found: list[Box] = []
        for word in document.boxes:
            if word.start >= high or word.end <= low:
                continue
            box = Box(word.left * each, word.top * each, word.right * each, word.bottom * each)
            if found and _on_one_line(found[-1], box, _GAP * (box.bottom - box.top)):
                found[-1] = _around(found[-1], box)
            else:
                found.append(box)
        return found

    return _picture(png, width, height, quotes, boxes)


def _around(one: Box, other: Box) -> Box:
    return Box(
        min(one.left, other.left), min(one.top, other.top), max(one.right, other.right), max(one.bottom, other.bottom)
    )


def _boxes(glyphs: Iterable[Glyph], scale: float) -> list[Box]:
    boxes: list[Box] = []
    for glyph in glyphs:
        box = Box(glyph.left * scale, glyph.top * scale, glyph.right * scale, glyph.bottom * scale)
        if boxes and _on_one_line(boxes[-1], box, _GAP * glyph.size * scale):
            boxes[-1] = _around(boxes[-1], box)
        else:
            boxes.append(box)
    return boxes


def _on_one_line(last: Box, box: Box, gap: float) -> bool:
    shared = min(last.bottom, box.bottom) - max(last.top, box.top)
    apart = max(box.left - last.right, last.left - box.right)
    return apart < gap and shared > 0.5 * min(last.bottom - last.top, box.bottom - box.top)
