"""Write a Word file (Office Open XML, ECMA-376) of headings and paragraphs with footnotes.

python-docx knows no footnotes; a file with nothing else needs six small parts.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

_OPEN = "http://schemas.openxmlformats.org"
_MAIN = f'xmlns:w="{_OPEN}/wordprocessingml/2006/main"'
_OFFICE = f"{_OPEN}/officeDocument/2006/relationships"
_KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_TYPES = (
    f'{_HEAD}<Types xmlns="{_OPEN}/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    + "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_KIND}.{kind}+xml"/>'
        for name, kind in (("document", "document.main"), ("footnotes", "footnotes"), ("styles", "styles"))
    )
    + "</Types>"
)
_STYLES = (
    f"{_HEAD}<w:styles {_MAIN}>"
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
    '<w:pPr><w:spacing w:after="160"/></w:pPr></w:style>'
    + "".join(
        f'<w:style w:type="paragraph" w:styleId="Heading{level}"><w:name w:val="heading {level}"/>'
        f'<w:basedOn w:val="Normal"/><w:pPr><w:keepNext/><w:outlineLvl w:val="{level - 1}"/></w:pPr>'
        f'<w:rPr><w:b/><w:sz w:val="{size}"/></w:rPr></w:style>'
        for level, size in ((1, 36), (2, 28))
    )
    + '<w:style w:type="paragraph" w:styleId="FootnoteText"><w:name w:val="footnote text"/><w:basedOn w:val="Normal"/>'
    '<w:rPr><w:sz w:val="18"/></w:rPr></w:style></w:styles>'
)
# Word wants two footnotes of its own, which draw the line above them.
_LINES = "".join(
    f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:r><w:{mark}/></w:r></w:p></w:footnote>'
    for number, kind, mark in ((-1, "separator", "separator"), (0, "continuationSeparator", "continuationSeparator"))
)


@dataclass(slots=True)
class WordFile:
    """A Word file while it is written; footnotes are numbered from 1 on."""

    _paragraphs: list[str] = field(default_factory=list)
    _footnotes: list[str] = field(default_factory=list)

    def heading(self, text: str, level: int) -> None:
        """Add a heading of level 1 or 2."""
        self._paragraphs.append(f'<w:p><w:pPr><w:pStyle w:val="Heading{level}"/></w:pPr>{_run(text)}</w:p>')

    def paragraph(self, *pieces: str | int) -> None:
        """Add a paragraph of texts and numbers of footnotes."""
        runs = (_reference(each) if isinstance(each, int) else _run(each) for each in pieces)
        self._paragraphs.append(f"<w:p>{''.join(runs)}</w:p>")

    def footnote(self, text: str) -> None:
        """Add the next footnote."""
        number = len(self._footnotes) + 1
        mark = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteRef/></w:r>'
        style = '<w:pPr><w:pStyle w:val="FootnoteText"/></w:pPr>'
        self._footnotes.append(f'<w:footnote w:id="{number}"><w:p>{style}{mark}{_run(f" {text}")}</w:p></w:footnote>')

    def data(self) -> bytes:
        """Return the file."""
        body = "".join(self._paragraphs)
        parts = {
            "[Content_Types].xml": _TYPES,
            "_rels/.rels": _relations((("officeDocument", "word/document.xml"),)),
            "word/document.xml": f"{_HEAD}<w:document {_MAIN}><w:body>{body}</w:body></w:document>",
            "word/_rels/document.xml.rels": _relations((("styles", "styles.xml"), ("footnotes", "footnotes.xml"))),
            "word/styles.xml": _STYLES,
            "word/footnotes.xml": f"{_HEAD}<w:footnotes {_MAIN}>{_LINES}{''.join(self._footnotes)}</w:footnotes>",
        }
        written = io.BytesIO()
        with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as file:
            for name, text in parts.items():
                file.writestr(name, text.encode(errors="replace"))
        return written.getvalue()


def _relations(targets: tuple[tuple[str, str], ...]) -> str:
    rows = (
        f'<Relationship Id="r{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'{_HEAD}<Relationships xmlns="{_OPEN}/package/2006/relationships">{"".join(rows)}</Relationships>'


def _run(text: str) -> str:
    """Return a run of text; a new line breaks it, and what XML cannot hold is left out."""
    held = "".join(each for each in text if each in "\t\n" or (each >= " " and each not in "\ufffe\uffff"))
    lines = (f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in held.split("\n"))
    return f"<w:r>{'<w:br/>'.join(lines)}</w:r>"


def _reference(number: int) -> str:
    return f'<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:id="{number}"/></w:r>'
