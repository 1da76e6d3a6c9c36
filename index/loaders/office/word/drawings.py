"""Charts and diagrams of a Word document, written into it as tables and lines where they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.errors import DocumentError
from index.loaders.office.graphics import chart_captions, chart_tables, diagram_points, is_new_chart
from index.loaders.opening.decoding import clean

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lxml.etree import _Element  # type: ignore[import-untyped]

    from index.loaders.content.writer import Cell
    from index.loaders.opening.archive import Archive


def write_out_drawings(document: _Element, archive: Archive, parts: Mapping[str, str]) -> tuple[str, ...]:
    """Put what charts and diagrams say behind the paragraphs that they stand in; return what could not be read.

    Parameters
    ----------
    document
        The tree of the document's text, which is changed.
    archive
        That it lies in.
    parts
        Names of the parts that the text leads to, by the identifiers of the links.
    """
    missed = []
    for element in list(document.iter("{*}chart", "{*}relIds")):
        paragraph = next((each for each in element.iterancestors("{*}p") if _is_word(each)), None)
        is_chart = str(element.tag).endswith("}chart")
        link = next((str(value) for key, value in element.items() if key.endswith("}id" if is_chart else "}dm")), "")
        if paragraph is None or next(element.iterancestors("{*}Fallback"), None) is not None:
            continue
        if is_new_chart(element):
            missed.append("a chart of a new kind was not read")
            continue
        try:
            tree = archive.tree(parts.get(link, ""))
            made = _chart(paragraph, tree) if is_chart else _diagram(paragraph, tree)
        except (DocumentError, ValueError):
            missed.append(f"a {'chart' if is_chart else 'diagram'} is damaged and was not read")
            continue
        for each in reversed(made):
            paragraph.addnext(each)
    return tuple(missed)


def _chart(paragraph: _Element, tree: _Element) -> list[_Element]:
    made = [_paragraph(paragraph, caption) for caption in chart_captions(tree)]
    for rows in chart_tables(tree):
        made += [_table(paragraph, rows), _paragraph(paragraph, "")]
    return made


def _diagram(paragraph: _Element, tree: _Element) -> list[_Element]:
    return [_paragraph(paragraph, text) for text, _ in diagram_points(tree)]


def _table(paragraph: _Element, rows: Sequence[Sequence[Cell]]) -> _Element:
    table = _new(paragraph, "tbl")
    for number, row in enumerate(rows):
        line = _new(paragraph, "tr")
        if number == 0:
            properties = _new(paragraph, "trPr")
            properties.append(_new(paragraph, "tblHeader"))
            line.append(properties)
        for cell in row:
            box = _new(paragraph, "tc")
            box.append(_paragraph(paragraph, cell.text))
            line.append(box)
        table.append(line)
    return table


def _paragraph(beside: _Element, text: str) -> _Element:
    made, run, said = _new(beside, "p"), _new(beside, "r"), _new(beside, "t")
    said.text = clean(text)
    run.append(said)
    made.append(run)
    return made


def _new(beside: _Element, name: str) -> _Element:
    from lxml import etree  # type: ignore[import-untyped]  # noqa: PLC0415

    return etree.Element(f"{str(beside.tag).rpartition('}')[0]}}}{name}")


def _is_word(element: _Element) -> bool:
    return "wordprocessingml" in str(element.tag)
