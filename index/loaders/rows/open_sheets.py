"""What a spreadsheet of OpenDocument holds besides its cells' values: objects, merged cells, percentages."""

from __future__ import annotations

import posixpath
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from index.errors import DocumentError
from index.loaders.content.writer import Writer
from index.loaders.opening.decoding import clean
from index.loaders.rows.sheet_objects import MAX_DRAWING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from index.loaders.opening.archive import Archive

_CONTENT = "content.xml"
_TITLE = "{urn:oasis:names:tc:opendocument:xmlns:chart:1.0}title"
_OBJECTS = frozenset(("object", "annotation", "text-box", "image"))
_CELLS = frozenset(("table-cell", "covered-table-cell"))
# A cell that says it is repeated more often is a mistake, or fills the sheet to its end.
_MAX_REPEATED = 1_000
# Cells of percentages that are known as such, and merged cells.
_MAX_KNOWN = 200_000


@dataclass(slots=True)
class OpenSheet:
    """A sheet.

    Parameters
    ----------
    objects
        Titles of charts, text boxes and comments.
    merged
        Rows and columns that a cell is merged over, by its row and column from 0.
    percentages
        Row and column of the cells that show a percentage.
    """

    objects: Writer = field(default_factory=Writer)
    merged: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    percentages: set[tuple[int, int]] = field(default_factory=set)


def open_sheets(archive: Archive) -> Mapping[str, OpenSheet]:
    """Return the sheets of an OpenDocument by their names; none where the archive is none.

    Raises
    ------
    DocumentError
        When its XML is damaged. The library that reads cells may then read for ever.
    """
    from lxml import etree  # type: ignore[import-untyped]  # noqa: PLC0415

    if _CONTENT not in archive.names:
        return {}
    # No tree is made, since it holds all cells.
    target = _Sheets()
    parser = etree.XMLParser(target=target, resolve_entities=False, load_dtd=False, no_network=True)
    try:
        objects: list[_Object] = etree.fromstring(archive.read(_CONTENT), parser)
    except etree.XMLSyntaxError:
        raise DocumentError("not a spreadsheet that can be read (it is damaged)") from None
    for each in objects:
        writer = target.sheets.setdefault(each.sheet, OpenSheet()).objects
        part = f"{posixpath.normpath(each.link)}/{_CONTENT}"
        if each.kind == "object" and part in archive.names:
            for title in archive.tree(part, MAX_DRAWING).iter(_TITLE):
                writer.write(" ".join(clean("".join(title.itertext())).split()), kind="caption")
        elif each.kind == "annotation":
            writer.field("Comment", " ".join(clean(each.text).split()))
        elif each.kind == "text-box":
            writer.write(" ".join(clean(each.text).split()))
    for name, sheet in target.sheets.items():
        # A frame holds a picture of its object, too.
        kinds = Counter(each.kind for each in objects if each.sheet == name)
        sheet.objects.miss_pictures(max(kinds["image"] - kinds["object"], 0))
    return target.sheets


@dataclass(slots=True)
class _Object:
    """An object on a sheet: what it is, what it leads to, and its own text."""

    sheet: str
    kind: str
    link: str
    text: str = ""


class _Sheets:
    """Collects which objects lie on which sheet, and how its cells look, as a parser finds them."""

    def __init__(self) -> None:
        self.sheets: Final[dict[str, OpenSheet]] = {}
        self._name = ""
        self._row = self._column = self._rows = 0
        self._found: Final[list[_Object]] = []
        self._inside: Final[list[_Object]] = []

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        name = tag.rpartition("}")[2]
        if name in _CELLS:
            self._add_cell({key.rpartition("}")[2]: value for key, value in attributes.items()})
        elif name in {"table", "table-row"} or name in _OBJECTS:
            said = {key.rpartition("}")[2]: value for key, value in attributes.items()}
            if name == "table":
                self._name = said.get("name", "")
                self.sheets.setdefault(self._name, OpenSheet())
                self._row = self._rows = 0
            elif name == "table-row":
                self._row, self._rows, self._column = self._row + self._rows, _count(said, "number-rows-repeated"), 0
            else:
                self._found.append(_Object(self._name, name, said.get("href", "")))
                self._inside.append(self._found[-1])

    def _add_cell(self, said: Mapping[str, str]) -> None:
        sheet, column = self.sheets.get(self._name, OpenSheet()), self._column
        repeated = _count(said, "number-columns-repeated")
        self._column += repeated
        size = _count(said, "number-rows-spanned"), _count(said, "number-columns-spanned")
        if size != (1, 1) and len(sheet.merged) < _MAX_KNOWN:
            sheet.merged[self._row, column] = size
        if said.get("value-type") == "percentage" and len(sheet.percentages) < _MAX_KNOWN:
            sheet.percentages.update(
                (self._row + down, column + right)
                for down in range(min(self._rows, _MAX_REPEATED))
                for right in range(min(repeated, _MAX_REPEATED))
            )

    def data(self, text: str) -> None:
        if self._inside:
            self._inside[-1].text += text

    def end(self, tag: str) -> None:
        name = tag.rpartition("}")[2]
        if name == "p" and self._inside:
            self._inside[-1].text += " "
        elif name in _OBJECTS:
            self._inside.pop()

    def close(self) -> list[_Object]:
        return self._found


def _count(said: Mapping[str, str], name: str) -> int:
    text = said.get(name, "")
    return max(int(text), 1) if text.isascii() and text.isdigit() and len(text) < 10 else 1
