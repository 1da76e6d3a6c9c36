"""Which rows of Word's tables name the columns: those that their style shows as such."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element  # type: ignore[import-untyped]

# The bit of a table's look that turns on the style of its first row.
_FIRST_ROW = 0x0020
_MAX_PARENTS = 20


def mark_header_rows(document: _Element, styles: _Element | None) -> None:
    """Mark the first row of each table whose style, or one that it is based on, has a form of its own for that row."""
    from lxml import etree  # type: ignore[import-untyped]  # noqa: PLC0415

    headed = _headed_styles(styles)
    for table in document.iter("{*}tbl"):
        properties, row = table.find("{*}tblPr"), table.find("{*}tr")
        if properties is None or row is None or _said(properties.find("{*}tblStyle"), "val") not in headed:
            continue
        if _shows_first_row(properties.find("{*}tblLook")):
            space = str(row.tag).rpartition("}")[0] + "}"
            about = row.find("{*}trPr")
            if about is None:
                about = etree.Element(f"{space}trPr")
                before = row.find("{*}tblPrEx")
                row.insert(0 if before is None else row.index(before) + 1, about)
            etree.SubElement(about, f"{space}tblHeader")


def _headed_styles(styles: _Element | None) -> set[str]:
    parents: dict[str, str] = {}
    found: set[str] = set()
    for style in () if styles is None else styles.iter("{*}style"):
        name = _said(style, "styleId")
        parents[name] = _said(style.find("{*}basedOn"), "val")
        if any(_said(part, "type") == "firstRow" and len(part) for part in style.iterchildren("{*}tblStylePr")):
            found.add(name)
    return {name for name in parents if found & set(_line(name, parents))}


def _line(name: str, parents: dict[str, str]) -> list[str]:
    """Return a style and those that it is based on."""
    line: list[str] = []
    while name and name not in line and len(line) < _MAX_PARENTS:
        line.append(name)
        name = parents.get(name, "")
    return line


def _shows_first_row(look: _Element | None) -> bool:
    if look is None:
        return False
    if said := _said(look, "firstRow"):
        return said in {"1", "true", "on"}
    try:
        return bool(int(_said(look, "val"), 16) & _FIRST_ROW)
    except ValueError:
        return False


def _said(element: _Element | None, name: str) -> str:
    if element is None:
        return ""
    return next((str(value) for key, value in element.items() if str(key).rpartition("}")[2] == name), "")
