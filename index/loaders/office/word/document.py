"""A Word document made ready for ``mammoth``: what it passes over is written into it as runs of text."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING, NamedTuple

from index.errors import DocumentError
from index.loaders.content.markup import NUMBERED, UNNUMBERED
from index.loaders.office.word.drawings import write_out_drawings
from index.loaders.office.word.equations import linear
from index.loaders.office.word.header_rows import mark_header_rows
from index.loaders.office.word.numbering import Numbering
from index.loaders.opening.decoding import clean
from index.loaders.opening.relations import links_of, targets

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element  # type: ignore[import-untyped]

    from index.loaders.opening.archive import Archive

_PAGE = re.compile(r"\b(?:PAGE|NUMPAGES|SECTIONPAGES)\b")
# Words beside a page's number in a header or footer that say nothing without it.
_BESIDE = 3
_XML = (".xml", ".rels")


class Prepared(NamedTuple):
    """A document for ``mammoth``, with the lines of its headers and footers, each once, and what was not read."""

    data: bytes
    headers: tuple[str, ...]
    footers: tuple[str, ...]
    missed: tuple[str, ...] = ()
    pictures: int = 0


def prepared(archive: Archive) -> Prepared:
    """Return the document with its numbers and equations as text; pictures and other parts are left out.

    Raises
    ------
    DocumentError
        When a part is missing or damaged.
    """
    from lxml import etree  # type: ignore[import-untyped]  # noqa: PLC0415

    main = next(targets(archive, "", "officeDocument"), "word/document.xml")
    if main not in archive.names:
        raise DocumentError("not a Word document that can be read: no text inside it")
    document = archive.tree(main)
    parts = [next(targets(archive, main, kind), "") for kind in ("numbering", "styles")]
    counts, styles = (archive.tree(part) if part in archive.names else None for part in parts)
    numbering = Numbering(counts, styles)
    mark_header_rows(document, styles)
    for paragraph in list(document.iter("{*}p")):
        if str(paragraph.tag).endswith("}p") and "wordprocessingml" in str(paragraph.tag):
            _say(paragraph, numbering.number(paragraph))
    for equation in list(document.iter("{*}oMath")):
        _write_out(equation)
    for chosen in list(document.iter("{*}ddList")):
        _choose(chosen)
    drawn = [each for each in document.iter("{*}blip", "{*}imagedata")
             if next(each.iterancestors("{*}Fallback"), None) is None]  # fmt: skip
    missed = (
        *write_out_drawings(document, archive, {link.key: link.target for link in links_of(archive, main)}),
        *_embedded(document),
    )
    headers, footers = (
        tuple(dict.fromkeys(line for part in targets(archive, main, kind) for line in _lines(archive, part)))
        for kind in ("header", "footer")
    )
    changed = etree.tostring(document, encoding="UTF-8", xml_declaration=True)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as whole:
        for name in sorted(archive.names):
            if name.lower().endswith(_XML):
                whole.writestr(name, changed if name == main else archive.read(name))
    return Prepared(file.getvalue(), headers, footers, missed, len(drawn))


def _say(paragraph: _Element, number: str) -> None:
    """Write a number in front of a paragraph, so that it is known for one."""
    if number:
        properties = paragraph.find("{*}pPr")
        place = 0 if properties is None else paragraph.index(properties) + 1
        paragraph.insert(place, _run(paragraph, f"{NUMBERED}{clean(number)}{UNNUMBERED}"))


def _write_out(equation: _Element) -> None:
    """Put the linear form of an equation in its place."""
    paragraph = next(equation.iterancestors("{*}p"), None)
    parent = equation.getparent()
    if paragraph is not None and parent is not None:
        display = str(parent.tag).endswith("}oMathPara")
        run = _run(paragraph, clean(linear(equation)) + ("; " if display and equation.getnext() is not None else ""))
        run.tail = None
        if display:
            above = parent.getparent()
            above.insert(above.index(parent), run)
            parent.remove(equation)
        else:
            parent.replace(equation, run)


def _choose(chosen: _Element) -> None:
    """Write what was chosen of a list that drops down, which the file holds as a number."""
    paragraph = next(chosen.iterancestors("{*}p"), None)
    run = next(chosen.iterancestors("{*}r"), None)
    entries = [_val(each) for each in chosen.iterchildren("{*}listEntry")]
    said = next((_val(each) for kind in ("result", "default") for each in chosen.iterchildren(f"{{*}}{kind}")), "0")
    if paragraph is not None and run is not None and said.isdigit() and int(said) < len(entries):
        run.addnext(_run(paragraph, clean(entries[int(said)])))


def _val(element: _Element) -> str:
    return next((str(value) for key, value in element.items() if str(key).endswith("}val")), "")


def _embedded(document: _Element) -> Iterator[str]:
    """Yield, in a sentence each, which other files stand in the text: they are not read."""
    kinds = [str(each.get("ProgID") or "of an unknown kind") for each in document.iter("{*}OLEObject")]
    kinds += ["page" for _ in document.iter("{*}altChunk")]
    for kind in dict.fromkeys(kinds):
        yield f"an embedded file ({clean(kind)}) was not read"


def _run(paragraph: _Element, text: str) -> _Element:
    from lxml import etree  # noqa: PLC0415

    space = str(paragraph.tag).rpartition("}")[0] + "}"
    run = etree.Element(f"{space}r")
    said = etree.SubElement(run, f"{space}t")
    said.text = text
    said.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return run


def _lines(archive: Archive, part: str) -> Iterator[str]:
    """Yield the lines of a header or footer, but for those that only tell the page."""
    if part not in archive.names:
        return
    row: list[str] = []
    before = None
    for paragraph in archive.tree(part).iter("{*}p"):
        if next(paragraph.iterancestors("{*}Fallback"), None) is not None:
            continue
        words, counts = _words(paragraph)
        line = " ".join(clean(words).split())
        if not line or (counts and len(re.findall(r"[^\W\d_]+", line)) < _BESIDE):
            continue
        beside = next(paragraph.iterancestors("{*}tr"), None)
        if row and (beside is None or beside is not before):
            yield " | ".join(row)
            row = []
        row.append(line)
        before = beside
    if row:
        yield " | ".join(row)


def _words(paragraph: _Element) -> tuple[str, bool]:
    """Return the words of a paragraph without the numbers of pages, and whether it has such."""
    words, counts, depth, is_page = "", False, 0, False
    for each in paragraph.iter():
        name = str(each.tag).rpartition("}")[2]
        if name == "p" and each is not paragraph:
            break
        if name == "fldChar":
            kind = next((value for key, value in each.items() if key.endswith("fldCharType")), "")
            depth += (kind == "begin") - (kind == "end")
            is_page = is_page and depth > 0
        elif name == "instrText" and _PAGE.search(each.text or ""):
            is_page = counts = True
        elif name == "fldSimple" and _PAGE.search(" ".join(map(str, each.values()))):
            counts = True
        elif name in {"tab", "br"}:
            words += " "
        elif name == "t" and not is_page and not _is_simple_page(each):
            words += each.text or ""
    return words, counts


def _is_simple_page(text: _Element) -> bool:
    return any(_PAGE.search(" ".join(map(str, field.values()))) for field in text.iterancestors("{*}fldSimple"))
