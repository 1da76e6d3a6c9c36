"""Hostile archives, built byte by byte."""

from __future__ import annotations

import io
import struct
import zlib
from types import MappingProxyType
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from pptx import Presentation

if TYPE_CHECKING:
    from collections.abc import Mapping

TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELATIONS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Target="word/document.xml" Type='
    '"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>'
)
WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def word(
    body: str, prolog: str = "", parts: Mapping[str, str | bytes] = MappingProxyType({}), encoding: str = "utf-8"
) -> bytes:
    """Return a DOCX file of a body in WordprocessingML; ``prolog`` stands before its root, ``parts`` are more files."""
    declared = f'<?xml version="1.0" encoding="{encoding}"?>'
    document = f"{declared}{prolog}<w:document {WORD}><w:body>{body}</w:body></w:document>"
    files: dict[str, str | bytes] = {"[Content_Types].xml": TYPES, "_rels/.rels": RELATIONS}
    return archive({**files, "word/document.xml": document.encode(encoding), **parts})


def book(
    body: str, prolog: str = "", *, package: str = "", title: str = "Book", drawn: str = "", times: int = 1
) -> bytes:
    """Return an EPUB file of one chapter, named ``times``; ``package`` stands before the root of its list of files.

    ``drawn`` is an SVG file that is read as another chapter.
    """
    container = (
        '<?xml version="1.0"?><container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">'
        '<rootfiles><rootfile full-path="book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
    )
    spine = '<itemref idref="c"/>' * times + ('<itemref idref="d"/>' if drawn else "")
    package = (
        f'<?xml version="1.0"?>{package}'
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="i">'
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier id="i">i</dc:identifier>'
        f"<dc:title>{title}</dc:title><dc:language>en</dc:language></metadata>"
        '<manifest><item id="c" href="c.xhtml" media-type="application/xhtml+xml"/>'
        '<item id="d" href="d.svg" media-type="image/svg+xml"/></manifest>'
        f"<spine>{spine}</spine></package>"
    )
    chapter = (
        f'<?xml version="1.0"?>{prolog}<html xmlns="http://www.w3.org/1999/xhtml"><head><title>C</title></head>'
        f"<body>{body}</body></html>"
    )
    return archive(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": container,
            "book.opf": package,
            "c.xhtml": chapter,
            **({"d.svg": drawn} if drawn else {}),
        }
    )


def archive(parts: Mapping[str, str | bytes]) -> bytes:
    """Return a ZIP file."""
    target = io.BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return target.getvalue()


def parts(data: bytes) -> dict[str, str | bytes]:
    """Return the files of an archive; none when it cannot be unpacked."""
    try:
        with ZipFile(io.BytesIO(data)) as zipped:
            return {name: zipped.read(name) for name in zipped.namelist()}
    except (BadZipFile, zlib.error, NotImplementedError, RuntimeError, ValueError, OSError, EOFError):
        return {}


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def inflating(size: int = 200_000_000) -> bytes:
    """Return a DOCX whose document inflates to ``size`` bytes of one letter: a thousandth of that on the disk."""
    return word(paragraph("a" * size))


def branching(size: int = 200_000_000) -> bytes:
    """Return a DOCX whose document inflates to ``size`` bytes of empty paragraphs, each of which becomes an object."""
    return word("<w:p/>" * (size // 6))


def crowded(entries: int = 50_000) -> bytes:
    """Return a DOCX with very many more files in it."""
    return word(paragraph("Crowded."), parts={f"word/x{number}.xml": "<x/>" for number in range(entries)})


def lying(size: int = 200_000_000) -> bytes:
    """Return a DOCX that says of its document that it is 100 bytes long."""
    data = bytearray(inflating(size))
    name = b"word/document.xml"
    local, central = data.find(name) - 30, data.rfind(name) - 46
    assert data[local : local + 4] == b"PK\x03\x04"
    assert data[central : central + 4] == b"PK\x01\x02"
    struct.pack_into("<I", data, local + 22, 100)
    struct.pack_into("<I", data, central + 24, 100)
    return bytes(data)


def dolls(levels: int = 5) -> bytes:
    """Return a DOCX in which lies another one, and so on; the innermost inflates to 200 MB."""
    data = inflating()
    for _ in range(levels):
        data = word(paragraph("Nested."), parts={"word/embeddings/doll.docx": data})
    return data


def climbing() -> bytes:
    """Return a DOCX of files that would lie elsewhere if it were unpacked, one of them a symbolic link."""
    target = io.BytesIO(word(paragraph("Climbing.")))
    link = ZipInfo("word/link")
    link.create_system, link.external_attr = 3, 0o120777 << 16
    with ZipFile(target, "a") as file:
        for name in ("../../../../tmp/canary", "/tmp/canary", "C:\\canary", "word/../../canary", "word/\x00canary.xml"):
            file.writestr(name, "x")
        file.writestr(link, "/etc/passwd")
    return target.getvalue()


def repeating(times: int = 50_000) -> bytes:
    """Return a DOCX whose cells go on in the cells below, so that each of them is looked at for each of the others."""
    row = "<w:tr>" + "<w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc>" * 50 + "</w:tr>"
    return word("<w:tbl>" + row * (times // 50) + "</w:tbl>")


def chapters(times: int = 100_000) -> bytes:
    """Return an EPUB that names its one chapter, of a million letters, again and again."""
    return book("<p>aaaaaaaaa</p>" * 100_000, times=times)


def slides(times: int = 100_000) -> bytes:
    """Return a PPTX that shows its one slide again and again."""
    deck, file = Presentation(), io.BytesIO()
    slide = deck.slides.add_slide(deck.slide_layouts[1])
    slide.placeholders[1].text = "word " * 20_000
    deck.save(file)
    inside = parts(file.getvalue())
    shown = inside["ppt/presentation.xml"]
    assert isinstance(shown, bytes)
    one = shown[shown.index(b"<p:sldId ") : shown.index(b"</p:sldIdLst>")]
    return archive({**inside, "ppt/presentation.xml": shown.replace(one, one * times)})


def overlapping(files: int = 5_000, size: int = 10_000_000) -> bytes:
    """Return a DOCX in which thousands of names share the bytes of one large file (Fifield, "A better zip bomb")."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(b"a" * size) + packer.flush()
    checksum = zlib.crc32(b"a" * size)
    small = word(paragraph("Overlapping."))
    end = small.rfind(b"PK\x05\x06")
    entries, length, offset = struct.unpack_from("<HII", small, end + 10)
    body, directory = small[:offset], small[offset : offset + length]
    place = len(body)
    numbers = (20, 0, 8, 0, 0, checksum, len(packed), size, 1, 0)
    local = struct.pack("<4s5HIIIHH", b"PK\x03\x04", *numbers) + b"x" + packed
    more = b"".join(
        struct.pack("<4s6HIIIHHHHHII", b"PK\x01\x02", 20, *numbers[:8], 9, 0, 0, 0, 0, 0, place) + b"word/%04d" % number
        for number in range(files)
    )
    directory += more
    tail = struct.pack(
        "<4s4HIIH", b"PK\x05\x06", 0, 0, entries + files, entries + files, len(directory), len(body) + len(local), 0
    )
    return body + local + directory + tail
