"""Seeds of the fuzzer: small files of every type, and the keywords of each."""

from __future__ import annotations

import io
import zlib
from functools import cache

from pptx import Presentation
from pptx.util import Inches

from tests import offices
from tests.hostile import archives, papers
from tests.papers import Ink, column, paper

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

Setext
======
[ref]: /url "title"
"""
_PAGE = f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Of lamps | Site</title>
<meta property="og:site_name" content="Site"><meta name="author" content="Ada"><meta name="date" content="2024-01-31">
<script type="application/ld+json">{{"@type": "Article", "datePublished": "2024-01-31", "author": {{"name": "Ada"}}}}</script>
</head><body><nav><a href="/">Home</a></nav><main><article><h1>Of lamps</h1><p>{_TEXT}</p><h2>Oil</h2>
<ul><li>one<ol start="3"><li>two</li></ol></li></ul><table><tr><th>a</th><td colspan="2">b</td></tr></table>
<pre>code
  more</pre><p>The keeper lights the lamp at dusk &amp; the ships know it.<br>They pass.</p></article></main>
<footer>All rights</footer></body></html>"""  # noqa: E501
_CELLS = 'ship,year,fate\n"Marigold, the first",1911,lost\nNadir,1912,\n"two\nlines",3.5,"a ""quote"""\n'
_METADATA = "<dc:title>Of lamps</dc:title><dc:creator>Ada Byron</dc:creator><dc:date>2024-01-31</dc:date>"

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
            offices.book({"1.xhtml": _PAGE, "2.xhtml": "<html><body><p>Lamps.</p></body></html>"}, _METADATA),
            archives.book("<h1>Lamps</h1>"),
        ),
        ".pdf": (_paper(), papers.plain(), _packed()),
    }


def _word() -> bytes:
    note = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    parts = (
        offices.paragraph("Of lamps", "Heading1"),
        offices.paragraph("The keeper lights the lamp.", after=note),
        offices.paragraph("oil", numbering=1) + offices.paragraph("wicks", numbering=2, level=1),
        offices.table(("ship", "year"), ("Marigold", "1911")),
    )
    return offices.word("".join(parts), {2: "A note."}, {"docProps/core.xml": offices.CORE})


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
    return papers.paper(papers.stream(content, b"/Filter/FlateDecode"))
