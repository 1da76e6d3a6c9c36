"""Hostile PDF files, built byte by byte."""

from __future__ import annotations

import zlib

CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"
FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>%s>>"


def pdf(*objects: bytes, trailer: bytes = b"") -> bytes:
    """Return a PDF of these objects, numbered from 1, the first of them the catalog."""
    data, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    return data + b"trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, trailer, start)


def stream(content: bytes, more: bytes = b"", length: int | None = None) -> bytes:
    return b"<</Length %d%s>>stream\n%s\nendstream" % (len(content) if length is None else length, more, content)


def paper(content: bytes, page: bytes = b"") -> bytes:
    """Return a PDF of one page that draws ``content``, a stream object."""
    return pdf(CATALOG, b"<</Type/Pages/Kids[3 0 R]/Count 1>>", PAGE % page, content, FONT)


def plain(text: str = "Hello from a page.") -> bytes:
    return paper(stream(b"BT /F 12 Tf 50 700 Td (%s) Tj ET" % text.encode()))


def nested(size: int = 200_000_000, levels: int = 3) -> bytes:
    """Return a page whose content is packed several times over, and inflates to ``size`` bytes."""
    packed = b"BT /F 12 Tf (" + b"a" * size + b") Tj ET"
    for _ in range(levels):
        packed = zlib.compress(packed, 1)
    return paper(stream(packed, b"/Filter[%s]" % (b"/FlateDecode" * levels)))


def operators(count: int = 10_000_000) -> bytes:
    """Return a page that is a few KB and draws a letter ``count`` times."""
    return paper(stream(zlib.compress(b"BT /F 12 Tf (a) Tj ET " * count, 9), b"/Filter/FlateDecode"))


def cyclic() -> bytes:
    """Return a tree of pages that is its own branch."""
    return pdf(
        CATALOG, b"<</Type/Pages/Kids[3 0 R 2 0 R]/Count 100000000>>", b"<</Type/Pages/Kids[2 0 R 3 0 R]/Count 9>>"
    )


def overlong() -> bytes:
    """Return a stream that says it is 2 GB long."""
    return paper(stream(b"BT /F 12 Tf 50 700 Td (Long.) Tj ET", length=2_000_000_000))


def endless() -> bytes:
    """Return a page with an image of 10 billion points in its text, which never ends."""
    return paper(stream(b"BT (a) Tj ET BI /W 100000 /H 100000 /BPC 8 /CS /RGB ID " + b"\xff" * 1_000_000))


def drawing_itself() -> bytes:
    """Return a form that draws itself, twice."""
    form = stream(b"/X Do /X Do", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 4 0 R>>>>")
    return pdf(
        CATALOG,
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 5 0 R/Resources<</XObject<</X 4 0 R>>>>>>",
        form,
        stream(b"/X Do"),
    )


def deep(levels: int = 1_000_000) -> bytes:
    """Return an object of arrays in arrays in arrays."""
    return pdf(CATALOG, b"<</Type/Pages/Kids[3 0 R]/Count 1>>", PAGE % (b"/Deep" + b"[" * levels), stream(b""), FONT)


def going_back() -> bytes:
    """Return a table of objects whose predecessor is itself."""
    data = plain()
    start = data.rfind(b"xref\n0")
    return data.replace(b"/Root", b"/Prev %d/Root" % start)


def many(pages: int = 300_000) -> bytes:
    """Return very many pages that are all the same one."""
    return pdf(
        CATALOG,
        b"<</Type/Pages/Kids[%s]/Count %d>>" % (b"3 0 R " * pages, pages),
        PAGE % b"", stream(b"BT /F 12 Tf 50 700 Td (Again.) Tj ET"), FONT,
    )  # fmt: skip


def doubling(levels: int = 28) -> bytes:
    """Return a page whose drawing draws another one twice, which draws another one twice, and so on."""
    forms = [
        stream(
            b"/X Do /X Do" if level < levels - 1 else b"0 0 9 9 re f",
            b"/Type/XObject/Subtype/Form/BBox[0 0 600 800]/Resources<</XObject<</X %d 0 R>>>>" % (7 + level),
        )
        for level in range(levels)
    ]
    return _drawing(*forms)


def pictured(side: int = 60_000) -> bytes:
    """Return a page with a picture of so many points a side, packed twice over into a kilobyte."""
    points = zlib.compress(zlib.compress(bytes(200_000_000), 9), 9)
    kind = b"/Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 8/ColorSpace/DeviceRGB" % (side, side)
    return _drawing(stream(points, kind + b"/Filter[/FlateDecode/FlateDecode]"))


def _drawing(*objects: bytes) -> bytes:
    """Return a page that says hello and draws the first of these objects, which is its sixth."""
    return pdf(
        CATALOG,
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R"
        b"/Resources<</Font<</F 5 0 R>>/XObject<</X 6 0 R>>>>>>",
        stream(b"BT /F 12 Tf 50 700 Td (Hello from a page.) Tj ET q 600 0 0 800 0 0 cm /X Do Q"), FONT, *objects,
    )  # fmt: skip
