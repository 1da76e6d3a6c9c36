"""PDF files for tests, written letter by letter: text where a test wants it."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

WIDTH, HEIGHT = 600, 800


@dataclass(frozen=True)
class Ink:
    """A line of text whose baseline begins at x, y, in points from the lower left corner of the page."""

    x: float
    y: float
    text: str
    size: float = 10
    bold: bool = False


def column(text: str, x: float, top: float, *, characters: int, size: float = 10, leading: float = 1.2) -> list[Ink]:
    """Return a text wrapped into lines, the first at ``top``."""
    lines = textwrap.wrap(text, characters)
    return [Ink(x, top - number * leading * size, line, size) for number, line in enumerate(lines)]


def paper(
    pages: Sequence[Iterable[Ink]], facts: Mapping[str, str] | None = None, *, rotate: int = 0, encrypted: bool = False
) -> bytes:
    """Return a PDF file of these pages; ``facts`` are what it says of itself, such as its Title."""
    fonts = "<< /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    fonts += " /B << /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >> >>"
    first = 4
    kids = " ".join(f"{first + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< " + b" ".join(b"/%s %s" % (key.encode(), _text(value)) for key, value in (facts or {}).items()) + b" >>",
    ]
    for number, page in enumerate(pages):
        content = b"\n".join(_drawn(ink) for ink in page)
        objects += [
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Rotate {rotate}"
            f" /Resources << /Font {fonts} >> /Contents {first + 2 * number + 1} 0 R >>".encode(),
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        ]
    return _file(objects, encrypted=encrypted)


def _drawn(ink: Ink) -> bytes:
    font = b"B" if ink.bold else b"F"
    return b"BT /%s %g Tf %g %g Td %s Tj ET" % (font, ink.size, ink.x, ink.y, _text(ink.text))


def _text(text: str) -> bytes:
    return b"<" + text.encode("cp1252").hex().encode() + b">"


def _file(objects: Sequence[bytes], *, encrypted: bool) -> bytes:
    parts = [b"%PDF-1.7\n"]
    places = []
    for number, content in enumerate(objects, 1):
        places.append(sum(map(len, parts)))
        parts.append(b"%d 0 obj\n%s\nendobj\n" % (number, content))
    table = sum(map(len, parts))
    parts.append(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    parts += [b"%010d 00000 n \n" % place for place in places]
    # Passwords that nobody knows: the two strings are no passwords' marks.
    lock = b" /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >> /ID [<00> <00>]" % (
        b"ab" * 32,
        b"cd" * 32,
    )
    trailer = b"<< /Size %d /Root 1 0 R /Info 3 0 R%s >>" % (len(objects) + 1, lock if encrypted else b"")
    parts.append(b"trailer\n%s\nstartxref\n%d\n%%%%EOF\n" % (trailer, table))
    return b"".join(parts)
