"""Parse PDF files: pages, columns and tables in reading order, headings by their font.

``pdfium`` returns the glyphs of a page, and ``layout`` turns them into paragraphs in reading order.
``reading`` keeps the glyph of each letter, and ``structure`` gives each paragraph its kind.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.loaders.pdf.document_text import content_of
from index.loaders.pdf.pdfium import Pdf
from index.loaders.pdf.reading import Reading
from index.loaders.pdf.scans import DPI, Recognition, Scanned, sheet_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from index.loaders.content.writer import Content
    from index.loaders.pdf.glyphs import Sheet
    from index.loaders.pdf.scans import Recognised

__all__ = ["Pdf", "Reading", "parse", "render_page"]


class _Pages:
    """The pages of a file, those that are pictures as they were recognised."""

    def __init__(self, pdf: Pdf, recognised: Mapping[int, Recognised]) -> None:
        self._pdf, self._recognised = pdf, recognised

    def __len__(self) -> int:
        return len(self._pdf)

    def sheet(self, number: int) -> Sheet:
        found = self._recognised.get(number)
        return self._pdf.sheet(number) if found is None else sheet_of(found)


def parse(data: bytes, words: Recognition | None) -> Content:
    """Parse a PDF file; date and author are its metadata's, the title too, or else its largest heading.

    Raises
    ------
    Scanned
        When pages are pictures and nobody has tried to recognise words on them.
    DocumentError
        When it is encrypted, damaged, or has no text.
    """
    with Pdf(data) as pdf:
        if words is None and (pictures := [each for each in range(1, len(pdf) + 1) if pdf.is_picture(each)]):
            raise Scanned(pictures)
        found = words or Recognition({})
        return content_of(Reading(_Pages(pdf, found.pages)), found, pdf.fact, _nothing(len(pdf), found))


def render_page(data: bytes, number: int) -> tuple[bytes, int, int]:
    """Return a page in shades of grey as a PGM picture for recognition, with its width and height in pixels."""
    with Pdf(data) as pdf:
        return pdf.grey(number, DPI / 72)


def _nothing(pages: int, found: Recognition) -> str:
    if not pages:
        return "the file has no pages"
    what = "its only page is a picture" if pages == 1 else f"its {pages} pages are pictures"
    return f"no text: {what}, such as a scan makes; {'no words were recognised' if found.pages else found.remedy}"
