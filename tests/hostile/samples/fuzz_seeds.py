"""Seeds of the fuzzer: small files of every type, and the keywords of each."""

from __future__ import annotations

import io
import zlib
from datetime import date
from email.message import EmailMessage
from functools import cache

import openpyxl
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from PIL import Image, ImageDraw, ImageFont
from pptx import Presentation
from pptx.util import Inches

from tests.hostile.samples import archives, pdf_files
from tests.samples import office_files, outlook_messages
from tests.samples.old_workbooks import CHART, COMMENT, old_workbook
from tests.samples.pdf_files import Ink, column, paper

_TEXT = """Of lamps and lighthouses

CHAPTER 1

The keeper lights the lamp at dusk, and the ships that pass know where the rocks are when they see it. Nobody has
counted the nights. "It is 1911," said Dr. Byron, "and the lamp is older than I am."

  - oil, 40 litres
  - wicks (2)

Die Größe der Lampe – 3,5 m – überrascht. 灯台は古い。 می‌خواهم 👩‍🚀
"""
_MARKDOWN = f"""---
title: "Of lamps"
date: 2024-01-31
authors: [Ada Byron, B. Noor]
---
# Of lamps

{_TEXT}
## Oil and *wicks*

> A quotation, `code`, [a link](http://example.org "title"), ![a picture](p.png) and <b>markup</b>.

1. one
   * two
     ```python
     three()
     ```

| name | year |
|------|-----:|
| Ada  | 1911 |

Keel
: The lowest timber.
: A ship.

Setext
======
[ref]: /url "title"
"""
_PAGE = f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Of lamps | Site</title>
<meta property="og:site_name" content="Site"><meta name="author" content="Ada"><meta name="date" content="2024-01-31">
<script type="application/ld+json">{{"@type": "Article", "datePublished": "2024-01-31", "author": {{"name": "Ada"}}}}</script>
</head><body><nav><a href="/">Home</a></nav><main><article><h1>Of lamps</h1><p>{_TEXT}</p><h2>Oil</h2>
<ul><li>one<ol start="3"><li>two</li></ol></li></ul><table><tr><th>a</th><td colspan="2">b</td></tr></table>
<dl><dt>Keel</dt><dt>Hull</dt><dd>A timber</dd><dd>Wood</dd></dl><h3><button aria-controls="p">Panel</button></h3>
<div id="p" hidden>Oil.</div><div role="tablist"><a role="tab" aria-controls="q">Tab</a></div><div id="q">Wick.</div>
<pre>code
  more</pre><p>The keeper lights the lamp at dusk &amp; the ships know it.<br>They pass.</p></article></main>
<footer>All rights</footer></body></html>"""  # noqa: E501
_CELLS = 'ship,year,fate\n"Marigold, the first",1911,lost\nNadir,1912,\n"two\nlines",3.5,"a ""quote"""\n'
_METADATA = "<dc:title>Of lamps</dc:title><dc:creator>Ada Byron</dc:creator><dc:date>2024-01-31</dc:date>"

_OPEN = {"office": "office", "table": "table", "text": "text", "draw": "drawing", "chart": "chart"}

WORDS = {
    suffix: tuple(word.encode() for word in words.split())
    for suffix, words in {
        ".txt": """CHAPTER 1. - Dr. ." ===== a-b * (a) # PART""",
        ".md": """# > - 1. ``` ** _ [ ]( ![ <b> | |-|-| --- +++ title: &#xD800; &amp; \\ ~~ [a]:/b <!-- === * `""",
        ".html": """<p> </p> <div> </div> <table><tr><td> </table> <ul><li> <h1> <!-- --> <![CDATA[ <script>
            </script> <style> <svg> <math> <template> <a/href=' &#xD800; &#0; &lt; <meta/charset=utf-7> <?xml?>
            <!DOCTYPE[ ]> <title> <base/href=//x> <frameset> <plaintext> <pre> <br> =" <article> <main> <body>
            </body> <html> <nav> <form>""",
        ".csv": """, ; | " "" = -1 1911 '""",
        ".docx": """<w:p> </w:p> <w:tbl><w:tr><w:tc> <w:r><w:t> </w:t></w:r> <w:vMerge/> <w:br/>
            <w:gridSpan/w:val="9"/> <w:footnoteReference/> <w:hyperlink> <w:sdt><w:sdtContent> <mc:AlternateContent>
            <w:txbxContent> <w:del> &#xD800; <!DOCTYPE ]]> w:val=" <w:fldChar/> rIdX <w:ins> w:ilvl xmlns:w=""
            w:id="2" <w:pict> Heading1""",
        ".pptx": """<p:sp> </p:sp> <p:grpSp> <a:p> <a:r><a:t> <a:tbl> <a:tc> rId1 rId2 <p:sldId <!DOCTYPE &#xD800;
            <a:br/> <p:graphicFrame> ../ type="title" lvl="9" <p:txBody> idx="0" """,
        ".epub": """<p> <h1> <title/> <dc:title> <item <itemref idref=" href=" ../ %2e <!DOCTYPE[<!ENTITY &y; <svg>
            </body> <a/> full-path=" properties="nav" ]> <spine> <manifest> META-INF/encryption.xml""",
        ".xlsx": """<row> </row> <c/r="A1" <v> </v> <f> <mergeCell/ref="A1:Z9"/> t="s" t="e" <si><t> 1e308 -1 0 A1048576
            XFD1 <sheetData> <!DOCTYPE &#xD800; <dimension/ref="A1:XFD1048576"/> <numFmt/formatCode=" s="9" <c:ser>
            <c:pt/idx="9"> <c:lvl> <c:f> r:id="rId1" <xdr:txBody> <comment/ref="A1"> ../drawings/""",
        ".xls": r"""\x09\x08\x10\0 \x5d\0\x16\0 \x04\x02 \x0a\0\0\0 \x85\0 \xff\xff\xff\xff W\0o\0r\0k\0""",
        ".ods": """<table:table-row> </table:table-row> <table:table-cell/> <draw:object/xlink:href="./Object_1"/>
            <text:p> <chart:title> table:number-columns-repeated="999999" table:number-rows-repeated="999999" 1e308
            office:value-type="float" <!DOCTYPE ]]> ../""",
        ".mbox": """From_a@b_Mon_Jan_1_00:00:00_2024 From: Content-Type: multipart/mixed; boundary= -- message/rfc822
            =?utf-8?b? Subject: filename="a.mbox" """,
        ".msg": """__properties_version1.0 __substg1.0_0037001F __substg1.0_1000001F __attach_version1.0_#00000000
            Root_Entry \\xff\\xff\\xff\\xff \\xfe\\xff\\xff\\xff S\\0u\\0b\\0 a.eml""",
        ".jsonl": """{ } [ ] " : , null -1 1e999 \\ud800 "a" {} [[]] {"a":1}""",
        ".png": """IHDR IDAT IEND PLTE tRNS tEXt zTXt iCCP eXIf acTL fdAT""",
        ".tif": """II* MM* """,
        ".odt": """<text:p> </text:p> <text:h/text:outline-level="9"> <text:list> <text:list-item> <table:table-row>
            <table:table-cell/table:number-columns-repeated="99999"/> <text:s/text:c="9"/> <text:note> <!DOCTYPE ]]>""",
        ".eml": """Content-Type: multipart/mixed; boundary= -- text/html charset=utf-7 base64 quoted-printable
            =?utf-8?b? message/rfc822 filename="a.pdf" Content-Transfer-Encoding: From: Date: Subject: x.csv x.eml =00
            =D8=00""",
        ".rtf": r"""{ } \par \tab \u55296? \'80 \bin9 \pict \ansicpg1252 \fonttbl \cell \row \trowd \uc9 \* \field""",
        ".json": """{ } [ ] " : , null true -1 1e999 NaN \\ud800 \\u0000 "a" {} [[]] """,
        ".ipynb": """{ } [ ] " : , "cells" "source" "outputs" "cell_type" "markdown" "code" null -1 \\ud800 """,
        ".pdf": """<< >> [ ] ( ) obj endobj stream endstream /Kids[ /Count /Parent 1_0_R 3_0_R /Length /FlateDecode
            /ASCIIHexDecode /ASCII85Decode /LZWDecode /RunLengthDecode /DCTDecode /JPXDecode /JBIG2Decode
            /CCITTFaxDecode /Predictor_15/Columns_9 /MediaBox[ BT ET Tj TJ Tf cm q Q BI_/W_9/H_9_ID EI /X_Do
            /Rotate_90 /Encoding /ToUnicode_4_0_R /Type0 /Type3 /CIDFontType2 xref trailer startxref /Encrypt<<>>
            /Type/ObjStm /Type/XRef /Prev <FEFFD800> %%EOF Tr Tz -1_Tz 1e9_0_0_1e9_0_0_cm""",
    }.items()
}


@cache
def seedlings() -> dict[str, tuple[bytes, ...]]:
    """Return a few small files of each type, by suffix."""
    return {
        ".txt": (_TEXT.encode(), _TEXT.encode("utf-16"), _TEXT.encode("cp1252", "replace")),
        ".md": (_MARKDOWN.encode(), _TEXT.encode()),
        ".html": (_PAGE.encode(), b"<p>Short.</p>", _PAGE.encode("utf-16")),
        ".csv": (_CELLS.encode(), _CELLS.replace(",", ";").encode("utf-16"), b"a\tb\n1\t2\n"),
        ".docx": (_word(), archives.word(archives.paragraph("Lamps."))),
        ".pptx": (_slides(),),
        ".epub": (
            office_files.book({"1.xhtml": _PAGE, "2.xhtml": "<html><body><p>Lamps.</p></body></html>"}, _METADATA),
            archives.book("<h1>Lamps</h1>"),
        ),
        ".pdf": (_paper(), pdf_files.plain(), _packed()),
        ".xlsx": (_sheets(),),
        ".xls": (old_workbook([["ship", "year"], ["Marigold", "1911"]], [CHART, COMMENT]),),
        ".ods": (_open_sheets(),),
        ".odt": (_open_text(),),
        ".mbox": (
            b"From ada@example.org Wed Jan 31 10:00:00 2024\n"
            + _mail()
            + b"\nFrom b@c Thu Feb 1 10:00:00 2024\n\nLit.",
        ),
        ".msg": (
            outlook_messages.message("Of lamps", _TEXT, (("ships.csv", _CELLS.encode()),)),
            outlook_messages.message("Of lamps", "", page=_PAGE, rich=b"LZFu"),
        ),
        ".jsonl": (b'{"ship": "Marigold", "year": 1911}\n{"ship": "Nadir", "of": {"port": "Orme"}}\n',),
        ".png": (_picture("PNG"),),
        ".tif": (_picture("TIFF"),),
        ".eml": (_mail(), b"Subject: Lamps\n\nThe lamp is lit.\n"),
        ".rtf": (
            rb"{\rtf1\ansi{\info{\title Of lamps}}The keeper\par lights \'e9 lamp\u233?.\par\trowd a\cell b\cell\row}",
        ),
        ".json": (
            b'[{"ship": "Marigold", "year": 1911}, {"ship": "Nadir", "of": {"port": "Orme"}}]',
            b'{"a": [1, null]}',
        ),
        ".ipynb": (
            b"""{"cells": [{"cell_type": "markdown", "source": ["# Lamps"]}, {"cell_type": "code", "source": "light(1)",
            "outputs": [{"output_type": "stream", "text": ["lit"]}]}], "nbformat": 4, "metadata": {}}""",
        ),
    }


def _word() -> bytes:
    note = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    parts = (
        office_files.paragraph("Of lamps", "Heading1"),
        office_files.paragraph("The keeper lights the lamp.", after=note),
        office_files.paragraph("oil", numbering=1) + office_files.paragraph("wicks", numbering=2, level=1),
        office_files.table(("ship", "year"), ("Marigold", "1911")),
    )
    return office_files.word("".join(parts), {2: "A note."}, {"docProps/core.xml": office_files.CORE})


def _sheets() -> bytes:
    book, file = openpyxl.Workbook(), io.BytesIO()
    sheet = book.active
    for row in (("ship", "year", "lost"), ("Marigold", 1911, date(2024, 1, 31)), ("Nadir", 3.5, True)):
        sheet.append(row)
    sheet.merge_cells("A5:B6")
    book.create_sheet("Lamps").append(("=A1", "oil"))
    sheet["B2"].comment = Comment("counted twice", "Ada")
    chart = BarChart()
    chart.title = "Ships"
    chart.add_data(Reference(sheet, min_col=2, min_row=1, max_row=3), titles_from_data=True)
    sheet.add_chart(chart, "E2")
    book.save(file)
    parts = archives.parts(file.getvalue())
    return archives.archive({name: part for name, part in parts.items() if "theme" not in name})


def _picture(kind: str) -> bytes:
    sheets, file = [Image.new("L", (700, 120), "white") for _ in range(1 if kind == "PNG" else 2)], io.BytesIO()
    for sheet in sheets:
        ImageDraw.Draw(sheet).text((40, 30), "The lamp is lit.", font=ImageFont.load_default(46), fill=0)
    more = {"save_all": True, "append_images": sheets[1:], "compression": "tiff_lzw"} if kind == "TIFF" else {}
    sheets[0].save(file, kind, **more)
    return file.getvalue()


def _open_sheets() -> bytes:
    space = "urn:oasis:names:tc:opendocument:xmlns"
    names = "".join(f' xmlns:{name}="{space}:{long}:1.0"' for name, long in _OPEN.items())
    cell = '<table:table-cell office:value-type="string"><text:p>ship</text:p></table:table-cell>'
    link = '<draw:object xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="./Object 1"/>'
    linked = f"<table:table-cell>{link}</table:table-cell>"
    rows = f"<table:table-row>{cell * 2}</table:table-row><table:table-row>{cell}{linked}</table:table-row>"
    table = f'<office:spreadsheet><table:table table:name="Ships">{rows}</table:table></office:spreadsheet>'
    content = f"<office:document-content{names}><office:body>{table}</office:body></office:document-content>"
    chart = f"<chart:chart{names}><chart:title><text:p>Ships</text:p></chart:title></chart:chart>"
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        f'<manifest:manifest xmlns:manifest="{space}:manifest:1.0"><manifest:file-entry manifest:full-path="/"'
        f' manifest:media-type="{kind}"/></manifest:manifest>'
    )
    parts = {"mimetype": kind, "content.xml": content, "Object 1/content.xml": chart, "META-INF/manifest.xml": manifest}
    return archives.archive(parts)


def _open_text() -> bytes:
    space = "urn:oasis:names:tc:opendocument:xmlns"
    body = (
        '<text:h text:outline-level="1">Of lamps</text:h><text:p>The keeper<text:s text:c="2"/>lights it.</text:p>'
        "<text:list><text:list-item><text:p>oil</text:p></text:list-item></text:list><table:table><table:table-row>"
        "<table:table-cell><text:p>ship</text:p></table:table-cell></table:table-row></table:table>"
    )
    content = (
        f'<office:document-content xmlns:office="{space}:office:1.0" xmlns:text="{space}:text:1.0"'
        f' xmlns:table="{space}:table:1.0"><office:body><office:text>{body}</office:text></office:body>'
        "</office:document-content>"
    )
    return archives.archive({"content.xml": content})


def _mail() -> bytes:
    mail = EmailMessage()
    mail["From"], mail["Subject"], mail["Date"] = "Ada <a@example.org>", "Of lamps", "Wed, 31 Jan 2024 10:00:00 +0000"
    mail.set_content("The keeper lights the lamp.\n")
    mail.add_alternative("<p>The keeper <b>lights</b> it.</p>", subtype="html")
    mail.add_attachment(_CELLS.encode(), maintype="text", subtype="csv", filename="ships.csv")
    mail.add_attachment(pdf_files.plain(), maintype="application", subtype="pdf", filename="lamp.pdf")
    return bytes(mail)


def _slides() -> bytes:
    deck, file = Presentation(), io.BytesIO()
    slide = deck.slides.add_slide(deck.slide_layouts[1])
    slide.shapes.title.text = "Of lamps"
    slide.placeholders[1].text = "The keeper\nlights the lamp"
    table = slide.shapes.add_table(2, 2, 0, 0, Inches(4), Inches(1)).table
    table.cell(0, 0).text = "ship"
    slide.notes_slide.notes_text_frame.text = "A note."
    deck.save(file)
    parts = archives.parts(file.getvalue())
    # Eleven layouts and their pictures say nothing to the parser, and would be what is changed most of the time.
    return archives.archive({name: part for name, part in parts.items() if not name.endswith((".jpeg", ".bin"))})


def _paper() -> bytes:
    text = _TEXT.encode("cp1252", "ignore").decode("cp1252")
    first = [Ink(60, 740, "Of lamps", 20), *column(text, 60, 700, characters=60)]
    facts = {"Title": "Of lamps", "CreationDate": "D:20240131"}
    return paper([first, [Ink(60, 700, "Next.", bold=True)]], facts, rotate=90)


def _packed() -> bytes:
    content = zlib.compress(b"q 1 0 0 1 9 9 cm BT /F 12 Tf 50 700 Td (The lamp) Tj 0 -14 Td [(is) -250 (old)] TJ ET Q")
    return pdf_files.paper(pdf_files.stream(content, b"/Filter/FlateDecode"))
