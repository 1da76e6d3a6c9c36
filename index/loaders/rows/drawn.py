"""What lies on the sheets of a workbook beside their cells: charts, text boxes and comments."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, Final

from index.errors import DocumentError
from index.loaders.office.graphics import chart_captions, chart_series, is_new_chart, write_chart, write_diagram
from index.loaders.opening.decoding import clean
from index.loaders.opening.relations import links_of, targets

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.etree import _Element  # type: ignore[import-untyped]

    from index.loaders.content.writer import Writer
    from index.loaders.opening.archive import Archive

_CONTENT = "content.xml"
_TITLE = "{urn:oasis:names:tc:opendocument:xmlns:chart:1.0}title"
# What Excel writes as a comment for programs that know no conversations.
_COPY = "[Threaded comment]"
# Bytes of a drawing, or of a chart, of which a tree is made: the limits of memory are made for sheets, which are none.
_MAX_XML = 3_000_000


def sheet_parts(archive: Archive) -> Mapping[str, str]:
    """Return the name of the part that each sheet of a workbook lies in; nothing where the archive is no workbook."""
    main = next(targets(archive, "", "officeDocument"), "")
    if main not in archive.names or not main.endswith(".xml"):
        return {}
    links = {link.key: link.target for link in links_of(archive, main)}
    sheets = archive.tree(main).iter("{*}sheet")
    return {str(each.get("name")): links.get(_said(each, "id"), "") for each in sheets}


def write_drawn(archive: Archive, sheet: str, writer: Writer) -> None:
    """Write what lies on a sheet beside its cells; what cannot be read of it is remembered.

    The numbers of a chart stand in cells, so that its title and the names of its series are kept; all of a chart whose
    numbers are its own.
    """
    links = [] if sheet not in archive.names else list(links_of(archive, sheet))
    for link in links:
        try:
            if link.kind == "drawing":
                _write_drawing(archive, link.target, writer)
            elif link.kind in {"comments", "threadedComment"}:
                _write_comments(archive.tree(link.target, _MAX_XML), writer)
        except DocumentError:
            writer.miss(f"{'a drawing' if link.kind == 'drawing' else 'a comment'} is damaged and was not read")


def charts_of(archive: Archive) -> Mapping[str, list[str]]:
    """Return the titles of the charts on each sheet of an OpenDocument; nothing where it has none."""
    from lxml import etree  # type: ignore[import-untyped]  # noqa: PLC0415

    if _CONTENT not in archive.names or not any(name.endswith(f"/{_CONTENT}") for name in archive.names):
        return {}
    # No tree is made, since it holds all cells.
    parser = etree.XMLParser(target=_Objects(), resolve_entities=False, load_dtd=False, no_network=True)
    try:
        objects: list[tuple[str, str]] = etree.fromstring(archive.read(_CONTENT), parser)
    except etree.XMLSyntaxError:
        return {}
    found: dict[str, list[str]] = {}
    for sheet, link in objects:
        part = f"{posixpath.normpath(link)}/{_CONTENT}"
        titles = archive.tree(part, _MAX_XML).iter(_TITLE) if part in archive.names else ()
        found.setdefault(sheet, []).extend(" ".join(clean("".join(each.itertext())).split()) for each in titles)
    return found


class _Objects:
    """Collects which objects lie on which sheet, as a parser finds them."""

    def __init__(self) -> None:
        self._sheet = ""
        self._found: Final[list[tuple[str, str]]] = []

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        name = tag.rpartition("}")[2]
        said = {key.rpartition("}")[2]: value for key, value in attributes.items()}
        if name == "table":
            self._sheet = said.get("name", "")
        elif name == "object":
            self._found.append((self._sheet, said.get("href", "")))

    def close(self) -> list[tuple[str, str]]:
        return self._found


def _write_drawing(archive: Archive, part: str, writer: Writer) -> None:
    parts = {link.key: link.target for link in links_of(archive, part)}
    for shape in archive.tree(part, _MAX_XML).iter("{*}txBody", "{*}chart", "{*}relIds"):
        name = str(shape.tag).rpartition("}")[2]
        if name == "txBody":
            _write_box(shape, writer)
        elif name == "relIds":
            write_diagram(archive.tree(parts.get(_said(shape, "dm"), ""), _MAX_XML), writer)
        elif is_new_chart(shape):
            writer.miss("a chart of a new kind was not read")
        else:
            _write_chart(archive.tree(parts.get(_said(shape, "id"), ""), _MAX_XML), writer)


def _write_chart(chart: _Element, writer: Writer) -> None:
    names, refers = chart_series(chart)
    if not refers or any(str(each.text).startswith("[") for each in chart.iter("{*}f")):
        write_chart(chart, writer)
        return
    for place, caption in enumerate(filter(None, (*chart_captions(chart), ", ".join(names)))):
        writer.write(caption, "\n" if place else "\n\n", "caption")


def _write_box(box: _Element, writer: Writer) -> None:
    separator = "\n\n"
    for paragraph in box.iter("{*}p"):
        line = " ".join(clean("".join(each.text or "" for each in paragraph.iter("{*}t"))).split())
        separator = "\n" if writer.write(line, separator) else separator


def _write_comments(comments: _Element, writer: Writer) -> None:
    separator = "\n\n"
    for comment in comments.iter("{*}comment", "{*}threadedComment"):
        words = " ".join(clean("".join(map(str, comment.itertext()))).split())
        if words and not words.startswith(_COPY):
            writer.field(str(comment.get("ref", "")), words, separator)
            separator = "\n"


def _said(element: _Element, name: str) -> str:
    return next((str(value) for key, value in element.items() if str(key).rpartition("}")[2] == name), "")
