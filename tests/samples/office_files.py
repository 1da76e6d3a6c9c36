"""Word documents and electronic books for tests, written part by part."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"
_2010 = "http://schemas.microsoft.com/office/word/2010/wordml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_STYLES = """<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/></w:style>
<w:style w:type="paragraph" w:styleId="Heading2"><w:name w:val="heading 2"/></w:style>"""
_NUMBERING = """<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl>
<w:lvl w:ilvl="1"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>"""
CORE = """<?xml version="1.0"?><cp:coreProperties
 xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"><dc:title>On Lamps</dc:title>
<dc:creator>Ada Byron</dc:creator><dcterms:created>2025-01-31T09:30:00Z</dcterms:created>
<dcterms:modified>2026-01-31T09:30:00Z</dcterms:modified></cp:coreProperties>"""


def archive(files: Mapping[str, str | bytes]) -> bytes:
    """Return a ZIP archive."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in files.items():
            zipped.writestr(name, content)
    return packed.getvalue()


def paragraph(text: str, style: str = "", *, numbering: int = 0, level: int = 0, after: str = "") -> str:
    """Return a paragraph of a Word document, ``after`` being runs that follow its text."""
    number = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{numbering}"/></w:numPr>' if numbering else ""
    properties = (f'<w:pStyle w:val="{style}"/>' if style else "") + number
    return f'<w:p><w:pPr>{properties}</w:pPr><w:r><w:t xml:space="preserve">{text}</w:t></w:r>{after}</w:p>'


def table(*rows: tuple[str, ...]) -> str:
    """Return a table of a Word document."""
    cells = ("".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) for row in rows)
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>"


def word(
    body: str,
    footnotes: Mapping[int, str] | None = None,
    more: Mapping[str, str] | None = None,
    *,
    numbering: str = "",
    styles: str = "",
    edges: Mapping[str, str] | None = None,
) -> bytes:
    """Return a Word document.

    Parameters
    ----------
    body
        Of its text.
    footnotes
        By their numbers.
    more
        Further files of its archive.
    numbering, styles
        More lists and styles.
    edges
        Paragraphs of headers and footers: "header1", "footer1" ...
    """
    notes = "".join(f'<w:footnote w:id="{n}">{paragraph(text)}</w:footnote>' for n, text in (footnotes or {}).items())
    parts = {"styles": _STYLES + styles, "numbering": numbering + _NUMBERING, "footnotes": notes}
    related = "".join(
        f'<Relationship Id="r{name}" Type="{_OFFICE}/{name.rstrip("0123456789")}" Target="{name}.xml"/>'
        for name in (*parts, *(edges or {}))
    )
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_TYPES}.{kind}+xml"/>'
        for name, kind in (("document", "document.main"), *((name, name) for name in parts))
    )
    relationships = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
    return archive(
        {
            "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>',
            "_rels/.rels": f'<Relationships {relationships}><Relationship Id="r1" Type="{_OFFICE}/officeDocument"'
            ' Target="word/document.xml"/></Relationships>',
            "word/document.xml": f'<w:document xmlns:w="{_WORD}" xmlns:m="{_MATH}" xmlns:w14="{_2010}">'
            f"<w:body>{body}</w:body></w:document>",
            "word/_rels/document.xml.rels": f"<Relationships {relationships}>{related}</Relationships>",
            **{f"word/{name}.xml": f'<w:{name} xmlns:w="{_WORD}">{part}</w:{name}>' for name, part in parts.items()},
            **{f"word/{name}.xml": f'<w:hdr xmlns:w="{_WORD}">{part}</w:hdr>' for name, part in (edges or {}).items()},
            **(more or {}),
        }
    )


def book(chapters: Mapping[str, str], metadata: str = "", more: Mapping[str, str] | None = None) -> bytes:
    """Return an electronic book with a table of contents that is no chapter."""
    items = "".join(f'<item id="i{n}" href="text/{name}"/>' for n, name in enumerate(chapters))
    spine = "".join(f'<itemref idref="i{n}"/>' for n in range(len(chapters)))
    return archive(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
            '<rootfile full-path="OPS/book.opf"/></rootfiles></container>',
            "OPS/book.opf": '<package xmlns="http://www.idpf.org/2007/opf"><metadata'
            f' xmlns:dc="http://purl.org/dc/elements/1.1/">{metadata}</metadata><manifest><item id="nav"'
            f' properties="nav" href="nav.xhtml"/>{items}</manifest><spine><itemref idref="nav"/>{spine}</spine>'
            "</package>",
            "OPS/nav.xhtml": "<html><body><h1>Contents</h1></body></html>",
            **{f"OPS/text/{name}": content for name, content in chapters.items()},
            **(more or {}),
        }
    )
