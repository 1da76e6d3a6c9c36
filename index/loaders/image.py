"""Pictures of pages (.png, .jpg, .tif): the words that a program recognises on them; it opens them with ``PIL``."""

from __future__ import annotations

import io
import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING

from index.errors import DocumentError
from index.loaders.pdf.document_text import content_of
from index.loaders.pdf.reading import Reading
from index.loaders.pdf.scans import DPI, Recognised, Scanned, sheet_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from PIL.Image import Image

    from index.loaders.content.writer import Content
    from index.loaders.pdf.glyphs import Sheet
    from index.loaders.pdf.scans import Recognition

FORMATS = ("PNG", "JPEG", "TIFF")
MAX_PIXELS = 100_000_000
MAX_PAGES = 300
# Pixels of the longer side; larger pictures are made smaller.
_LARGEST = 6_000


class _Pictures:
    """The pages of a picture, as ``Reading`` takes them."""

    def __init__(self, count: int, words: Mapping[int, Recognised]) -> None:
        self._count, self._words = count, words

    def __len__(self) -> int:
        return self._count

    def sheet(self, number: int) -> Sheet:
        return sheet_of(self._words.get(number, Recognised((), 0, 0, "")))


def parse(data: bytes, words: Recognition | None) -> Content:
    """Make text of the words that were recognised on a picture.

    Raises
    ------
    Scanned
        When nobody has tried to recognise words.
    DocumentError
        When it is no picture, too large, or has no words.
    """
    with _opened(data) as picture:
        count = min(getattr(picture, "n_frames", 1), MAX_PAGES)
    if words is None:
        raise Scanned(range(1, count + 1))
    if not words.pages:
        raise DocumentError(f"no text: it is a picture; {words.remedy}")
    return content_of(
        Reading(_Pictures(count, words.pages)), words, lambda _: "", "no text: no words were recognised on it"
    )


def render_page(data: bytes, number: int) -> tuple[bytes, int, int]:
    """Return a page in shades of grey as a PGM picture, with its width and height in pixels."""
    with _page(data, number) as page:
        file = io.BytesIO()
        page.convert("L").save(file, "PPM")
        return file.getvalue(), page.width, page.height


def picture(data: bytes, number: int) -> tuple[bytes, int, int, float]:
    """Return a page as a PNG picture with its width and height, and how many pixels of it are a point."""
    with _page(data, number) as page:
        file = io.BytesIO()
        page.save(file, "PNG")
        return file.getvalue(), page.width, page.height, DPI / 72


@contextmanager
def _page(data: bytes, number: int) -> Iterator[Image]:
    import PIL.Image  # noqa: PLC0415
    from PIL import ImageOps  # noqa: PLC0415

    with _opened(data) as whole:
        try:
            whole.seek(number - 1)
            whole.draft("L", (_LARGEST, _LARGEST))
            page = ImageOps.exif_transpose(whole)
            if page.mode in {"RGBA", "LA", "PA"} or "transparency" in page.info:
                clear = page.convert("RGBA")
                page = PIL.Image.new("RGB", clear.size, "white")
                page.paste(clear, mask=clear.getchannel("A"))
            page = page if page.mode in {"L", "RGB"} else page.convert("L")
            page.thumbnail((_LARGEST, _LARGEST))
        except (OSError, ValueError, SyntaxError, EOFError) as error:
            raise DocumentError(f"damaged: page {number} cannot be drawn") from error
        yield page


@contextmanager
def _opened(data: bytes) -> Iterator[Image]:
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # the limit below is ours
            picture = Image.open(io.BytesIO(data), formats=FORMATS)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise DocumentError("not a picture that can be opened: it is damaged, or not what its name says") from None
    with picture:
        if picture.width * picture.height > MAX_PIXELS:
            raise DocumentError(f"it has more than {MAX_PIXELS // 1_000_000} million pixels; make it smaller")
        yield picture
