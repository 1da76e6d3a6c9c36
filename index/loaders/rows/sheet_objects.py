"""Read the objects on the sheets of a workbook: charts, text boxes and comments."""

from __future__ import annotations

import re
import struct
from collections import Counter
from typing import TYPE_CHECKING

from index.errors import DocumentError
from index.loaders.office.graphics import chart_captions, chart_series, is_new_chart, write_chart, write_diagram
from index.loaders.opening.decoding import clean
from index.loaders.opening.relations import links_of, targets

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml.etree import _Element  # type: ignore[import-untyped]

    from index.loaders.content.writer import Writer
    from index.loaders.opening.archive import Archive

# What Excel writes as a comment for programs that know no conversations.
_COPY = "[Threaded comment]"
# Bytes of a drawing, or of a chart, of which a tree is made: the limits of memory are made for sheets, which are none.
MAX_DRAWING = 3_000_000
# A cell with a formula and no value, as programs that compute nothing write it.
_NO_RESULT = re.compile(rb'<c(?![^<>]*t="str")[^<>]*><f[^<>]*>[^<]*</f>\s*(?:<v\s*/>|<v></v>)?\s*</c>')
# Of old workbooks: streams, the record of an object, and the kinds of objects.
_BOOKS, _OBJECT = ("Workbook", "Book"), 0x5D
_OLD_KINDS = {0x05: "chart", 0x06: "text box", 0x08: "picture", 0x19: "comment"}


def sheet_parts(archive: Archive) -> Mapping[str, str]:
    """Return the name of the part that each sheet of a workbook lies in; nothing where the archive is no workbook."""
    main = next(targets(archive, "", "officeDocument"), "")
    if main not in archive.names or not main.endswith(".xml"):
        return {}
    links = {link.key: link.target for link in links_of(archive, main)}
    sheets = archive.tree(main).iter("{*}sheet")
    return {str(each.get("name")): links.get(_said(each, "id"), "") for each in sheets}


def write_objects(archive: Archive, sheet: str, writer: Writer) -> None:
    """Write the objects of a sheet; what cannot be read of them is remembered.

    The numbers of a chart stand in cells, so that its title and the names of its series are kept; all of a chart whose
    numbers are its own.
    """
    links = [] if sheet not in archive.names else list(links_of(archive, sheet))
    if sheet in archive.names and (count := len(_NO_RESULT.findall(archive.read(sheet)))):
        writer.miss(f"formulas without a result: {count:,}; open the file in a spreadsheet program, and save it there")
    for link in links:
        try:
            if link.kind == "drawing":
                _write_drawing(archive, link.target, writer)
            elif link.kind in {"comments", "threadedComment"}:
                _write_comments(archive.tree(link.target, MAX_DRAWING), writer)
        except DocumentError:
            writer.miss(f"{'a drawing' if link.kind == 'drawing' else 'a comment'} is damaged and was not read")


def unread_xls_objects(data: bytes) -> Iterator[str]:
    """Yield a sentence for each object on the sheets of an old workbook (.xls): none of them is read.

    Its records are those of [MS-XLS]: a number, a length, and as many bytes. An object's first part says what it is.
    """
    import olefile  # type: ignore[import-untyped]  # noqa: PLC0415

    try:
        with olefile.OleFileIO(data) as file:
            name = next((name for name in _BOOKS if file.exists(name)), None)
            book = file.openstream(name).read() if name else b""
    except (OSError, ValueError, IndexError, struct.error):
        return
    kinds: Counter[int] = Counter()
    place = 0
    while place + 4 <= len(book):
        record, length = struct.unpack_from("<HH", book, place)
        if record == _OBJECT and length >= 6:
            kinds[struct.unpack_from("<H", book, place + 8)[0]] += 1
        place += 4 + length
    for kind, name in _OLD_KINDS.items():
        if kinds[kind]:
            yield f"{kinds[kind]:,} {name}{'s were' if kinds[kind] > 1 else ' was'} not read; save the file as .xlsx"


def _write_drawing(archive: Archive, part: str, writer: Writer) -> None:
    parts = {link.key: link.target for link in links_of(archive, part)}
    drawing = archive.tree(part, MAX_DRAWING)
    writer.miss_pictures(sum(1 for _ in drawing.iter("{*}pic")))
    for shape in drawing.iter("{*}txBody", "{*}chart", "{*}relIds"):
        name = str(shape.tag).rpartition("}")[2]
        if name == "txBody":
            _write_box(shape, writer)
        elif name == "relIds":
            write_diagram(archive.tree(parts.get(_said(shape, "dm"), ""), MAX_DRAWING), writer)
        elif is_new_chart(shape):
            writer.miss("a chart of a new kind was not read")
        else:
            _write_chart(archive.tree(parts.get(_said(shape, "id"), ""), MAX_DRAWING), writer)


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
