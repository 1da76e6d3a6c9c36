"""Text documents of OpenDocument (.odt): headings, lists, tables and notes, read as those of a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.errors import DocumentError
from index.loaders.content.markup import write_blocks
from index.loaders.content.nested_tables import flatten_nested_tables
from index.loaders.content.writer import Content, Writer
from index.loaders.opening.archive import Archive
from index.loaders.opening.decoding import clean

if TYPE_CHECKING:
    from lxml.etree import _Element  # type: ignore[import-untyped]

_TAGS = {
    "p": "p", "span": "span", "a": "a", "list": "ul", "list-item": "li", "list-header": "li", "table": "table",
    "table-row": "tr", "table-header-rows": "thead", "table-cell": "td", "line-break": "br", "note": "sup",
    "note-citation": "span", "note-body": "span", "text-box": "div", "frame": "span", "section": "div",
}  # fmt: skip
# Tracked deletions, comments, indexes, drawings without text, and what only counts.
_LEFT_OUT = frozenset(
    ("tracked-changes", "annotation", "table-of-content", "forms", "sequence-decls", "covered-table-cell", "image",
     "object", "soft-page-break")
)  # fmt: skip
# The style of the names of columns, as programs write it.
_TABLE_HEADING = "Table_20_Heading"
_DEEPEST_HEADING = 6
_MAX_SPACES = 100


def parse(data: bytes) -> Content:
    """Parse a text document of OpenDocument; title, date and author are its metadata's.

    Raises
    ------
    DocumentError
        When it is damaged, encrypted, or no such document.
    """
    archive = Archive(data)
    if "content.xml" not in archive.names:
        raise DocumentError("not an OpenDocument text: there is no content.xml inside it")
    if "META-INF/manifest.xml" in archive.names and b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise DocumentError("encrypted: it opens with a password only; save it without one, then index again")
    archive.check_office()
    numbered = set()
    tree = archive.tree("content.xml")
    for style in tree.iter("{*}list-style"):
        if next(style.iterchildren("{*}list-level-style-number"), None) is not None:
            numbered.add(_said(style, "name"))
    strong = _strong_styles(tree)
    body = next(tree.iter("{*}text"), None)
    writer = Writer()
    if body is not None:
        frames = list(body.iter("{*}frame"))
        writer.miss_pictures(sum(1 for each in frames if _holds(each, "image") and not _holds(each, "object")))
        if any(_holds(each, kind) for each in frames for kind in ("object", "object-ole")):
            writer.miss("a chart, a formula or an embedded file was not read")
        if comments := sum(1 for _ in body.iter("{*}annotation")):
            writer.miss(f"comments that were not read: {comments:,}")
        page = _page(body, numbered, strong)
        flatten_nested_tables(page)
        write_blocks(page, writer)
    facts: dict[str, str] = {}
    if "meta.xml" in archive.names:
        for fact in archive.tree("meta.xml").iter("{*}title", "{*}date", "{*}creator", "{*}initial-creator"):
            facts.setdefault(_name(fact), clean(fact.text or "").strip())
    return writer.content(
        facts.get("title", ""), facts.get("date"), facts.get("creator") or facts.get("initial-creator")
    )


def _holds(frame: _Element, name: str) -> bool:
    return next(frame.iterchildren(f"{{*}}{name}"), None) is not None


def _strong_styles(tree: _Element) -> set[str]:
    """Return the styles of bold text, and of the names of columns: "Table Heading"."""
    found = {_TABLE_HEADING}
    for style in tree.iter("{*}style"):
        bold = any(_said(each, "font-weight") == "bold" for each in style.iterchildren("{*}text-properties"))
        if bold or _said(style, "parent-style-name") == _TABLE_HEADING:
            found.add(_said(style, "name"))
    return found


def _page(body: _Element, numbered: set[str], strong: set[str]) -> _Element:
    """Return a text as the tree of a page, without recursion."""
    from lxml import etree  # type: ignore[import-untyped]  # noqa: PLC0415

    page = etree.Element("body")
    waiting: list[tuple[_Element, _Element]] = [(body, page)]
    while waiting:
        old, new = waiting.pop()
        for child in old:
            if not isinstance(child.tag, str) or _name(child) in _LEFT_OUT:
                made = etree.SubElement(new, "span")
            else:
                outer = made = etree.SubElement(new, _tag(child, numbered))
                if _name(child) in {"p", "span"} and _said(child, "style-name") in strong:
                    made = etree.SubElement(made, "b")
                made.text = " " * _spaces(child) + (child.text or "")
                for name in ("columns", "rows"):
                    if (count := _said(child, f"number-{name}-spanned")) not in {"", "1"}:
                        made.set(f"{name[:3]}span", count)
                waiting.append((child, made))
                made = outer
            made.tail = child.tail
    return page


def _tag(element: _Element, numbered: set[str]) -> str:
    name = _name(element)
    if name == "h":
        level = _said(element, "outline-level")
        return f"h{min(int(level) if level.isdigit() else 1, _DEEPEST_HEADING) or 1}"
    if name == "list":
        style = next((_said(each, "style-name") for each in (element, *element.iterancestors("{*}list"))
                      if _said(each, "style-name")), "")  # fmt: skip
        return "ol" if style in numbered else "ul"
    return _TAGS.get(name, "span")


def _spaces(element: _Element) -> int:
    name = _name(element)
    count = _said(element, "c")
    return (min(int(count), _MAX_SPACES) if count.isdigit() else 1) if name in {"s", "tab"} else 0


def _name(element: _Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _said(element: _Element, name: str) -> str:
    return next((str(value) for key, value in element.items() if str(key).rpartition("}")[2] == name), "")
