"""Documents whose markup declares external or exploding entities."""

from __future__ import annotations

import io

import openpyxl

from tests.hostile.samples import archives

SVG = '<svg xmlns="http://www.w3.org/2000/svg"><text>{}</text></svg>'
# Ten thousand million words in a kilobyte.
LAUGHS = (
    '<!DOCTYPE {root} [<!ENTITY l0 "laughter ">'
    + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 11))
    + "]>"
)
# A hundred thousand times a hundred thousand letters: no entity names another.
QUADRATIC = '<!DOCTYPE {root} [<!ENTITY l10 "' + "laughter " * 11_000 + '">]>'


def prologs(root: str, secret: str) -> dict[str, tuple[str, str]]:
    """Return what stands before the root of an XML file and what in it, by the kind of the attack.

    Parameters
    ----------
    root
        The name of the root.
    secret
        The address of what must not be read.
    """
    return {
        "file": (f'<!DOCTYPE {root} [<!ENTITY x SYSTEM "{secret}">]>', "It says &x; here."),
        "subset": (f'<!DOCTYPE {root} SYSTEM "{secret}">', "It says &x; here."),
        "parameter": (f'<!DOCTYPE {root} [<!ENTITY % x SYSTEM "{secret}"> %x;]>', "It says &y; here."),
        "public": (
            f'<!DOCTYPE {root} PUBLIC "-//X" "{secret}" [<!ENTITY x PUBLIC "-//Y" "{secret}">]>',
            "So &x; said.",
        ),
        "laughs": (LAUGHS.format(root=root), "It says &l10; here."),
        "quadratic": (QUADRATIC.format(root=root), "It says " + "&l10;" * 50_000 + " here."),
        "include": ("", f'<i xmlns:i="http://www.w3.org/2001/XInclude"><i:include href="{secret}" parse="text"/></i>'),
        "sheet": (f'<?xml-stylesheet type="text/xsl" href="{secret}"?>', "It says nothing."),
    }


def traps(secret: str) -> dict[str, bytes]:
    """Return files by name, each of which would show what lies at the address ``secret`` to whoever believes it."""
    made: dict[str, bytes] = {}
    for kind, (prolog, words) in prologs("w:document", secret).items():
        body = archives.paragraph(words)
        made[f"{kind}.docx"] = archives.word(body, prolog)
        part = f'<?xml version="1.0"?>{prolog}<w:styles {archives.WORD}>{words}</w:styles>'
        made[f"{kind}-styles.docx"] = archives.word(archives.paragraph("It says nothing."), parts={
            "word/styles.xml": part, "docProps/core.xml": part, "word/_rels/document.xml.rels": part,
        })  # fmt: skip
        # Neither of these shows its "<!DOCTYPE" to whoever looks for these letters.
        for encoding in ("utf-16", "cp037"):
            made[f"{kind}-{encoding}.docx"] = archives.word(body, prolog, encoding=encoding)
    for kind, (prolog, words) in prologs("html", secret).items():
        drawn = SVG.format(words)
        made[f"{kind}.html"] = f"{prolog}<html><body><p>{words}</p>{drawn}</body></html>".encode()
        made[f"{kind}.epub"] = archives.book(f"<p>{words}</p>{drawn}", prolog)
        made[f"{kind}-package.epub"] = archives.book("<p>It says nothing.</p>", package=prolog, title=words)
    for kind, (prolog, words) in prologs("office:document-content", secret).items():
        made[f"{kind}.odt"] = _open(prolog, "text", f"<text:p>{words}</text:p>")
        cell = f'<table:table-cell office:value-type="string"><text:p>{words}</text:p></table:table-cell>'
        row = f"<table:table-row>{cell}</table:table-row>"
        made[f"{kind}.ods"] = _open(prolog, "spreadsheet", f'<table:table table:name="It says">{row}</table:table>')
    for kind, (prolog, words) in prologs("sst", secret).items():
        made[f"{kind}.xlsx"] = _sheets(prolog, words)
    for kind, (prolog, words) in prologs("svg", secret).items():
        made[f"{kind}-svg.docx"] = archives.word(
            archives.paragraph("It says nothing."), parts={"word/media/image1.svg": prolog + SVG.format(words)}
        )
        made[f"{kind}-svg.epub"] = archives.book("<p>It says nothing.</p>", drawn=prolog + SVG.format(words))
        made[f"{kind}.svg"] = (prolog + SVG.format(words)).encode()
    return made


def _open(prolog: str, kind: str, body: str) -> bytes:
    """Return an OpenDocument whose content begins with a prolog."""
    space = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'{prolog}<office:document-content xmlns:office="{space}:office:1.0" xmlns:text="{space}:text:1.0"'
        f' xmlns:table="{space}:table:1.0"><office:body>'
        f"<office:{kind}>{body}</office:{kind}></office:body></office:document-content>"
    )
    media = f"application/vnd.oasis.opendocument.{kind}"
    entry = f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{media}"/>'
    manifest = f'<manifest:manifest xmlns:manifest="{space}:manifest:1.0">{entry}</manifest:manifest>'
    return archives.archive({"mimetype": media, "content.xml": content, "META-INF/manifest.xml": manifest})


def _sheets(prolog: str, words: str) -> bytes:
    """Return a workbook whose texts begin with a prolog."""
    book, file = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["It says", "nothing"])
    book.save(file)
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    shared = f'{prolog}<sst xmlns="{space}"><si><t>{words}</t></si><si><t>nothing</t></si></sst>'
    return archives.archive(archives.parts(file.getvalue()) | {"xl/sharedStrings.xml": shared})
