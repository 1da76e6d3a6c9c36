"""Open PDF files with PDFium: the glyphs of a page, and pictures of pages."""

from __future__ import annotations

import io
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final

from index.errors import DocumentError
from index.loaders.opening.decoding import clean, kind_of
from index.loaders.pdf.fields import fields
from index.loaders.pdf.glyphs import Sheet, filled
from index.loaders.pdf.page_glyphs import frame, page_glyphs

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType
    from typing import Self

    from pypdfium2 import PdfDocument, PdfPage

# PDFium keeps state of its own and may be used by one thread at a time.
_ALONE = threading.RLock()
# Pages wider or higher than this many pixels are drawn smaller: 64 million of them are 200 MB.
_MAX_PIXELS = 8000


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
                return filled(page_glyphs(page, text), fields(self._document, page), frame(page))
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
