"""PDF files for tests, written letter by letter."""

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


@dataclass(frozen=True)
class Filled:
    """A field of a form with its lower left corner, 200 points wide: "Tx" for a text, "Btn" for a box to tick."""

    x: float
    y: float
    value: str
    kind: str = "Tx"
    flags: int = 0

    def written(self) -> bytes:
        """Return it as an object of the file."""
        value = b"/%s /AS /%s" % (self.value.encode(), self.value.encode()) if self.kind == "Btn" else _text(self.value)
        box = f"[{self.x} {self.y} {self.x + 200} {self.y + 16}]"
        shown = "/AP << /N << /Yes 1 0 R >> >>" if self.kind == "Btn" else ""
        start = f"<< /Type /Annot /Subtype /Widget /FT /{self.kind} /T (f{self.x:.0f}{self.y:.0f}) /Rect {box} {shown}"
        return f"{start} /Ff {self.flags} /V ".encode() + value + b" >>"


def paper(
    pages: Sequence[Iterable[Ink]],
    facts: Mapping[str, str] | None = None,
    *,
    rotate: int = 0,
    encrypted: bool = False,
    filled: Sequence[Filled] = (),
) -> bytes:
    """Return a PDF file of these pages.

    Parameters
    ----------
    pages
        What is printed on each.
    facts
        What it says of itself, such as its Title.
    rotate
        Degrees that the pages are turned by when they are shown.
    encrypted
        With passwords that nobody knows.
    filled
        The fields of a form on the first page.
    """
    fonts = "<< /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    fonts += " /B << /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >> >>"
    first = 4
    kids = " ".join(f"{first + 2 * number} 0 R" for number in range(len(pages)))
    after = first + 2 * len(pages)
    places = " ".join(f"{after + number} 0 R" for number in range(len(filled)))
    form = f" /AcroForm << /Fields [{places}] >>" if filled else ""
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R{form} >>".encode(),
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< " + b" ".join(b"/%s %s" % (key.encode(), _text(value)) for key, value in (facts or {}).items()) + b" >>",
    ]
    for number, page in enumerate(pages):
        content = b"\n".join(_drawn(ink) for ink in page)
        objects += [
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Rotate {rotate}"
            f" /Resources << /Font {fonts} >> /Contents {first + 2 * number + 1} 0 R"
            f" /Annots [{'' if number else places}] >>".encode(),
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        ]
    return _file([*objects, *(field.written() for field in filled)], encrypted=encrypted)


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
