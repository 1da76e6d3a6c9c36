"""Which cells of a workbook (.xlsx) show a percentage: their values are fractions, and only their formats say it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from index.loaders.opening.relations import targets

if TYPE_CHECKING:
    from lxml.etree import _Element  # type: ignore[import-untyped]

    from index.loaders.opening.archive import Archive

# Formats that every program knows by these numbers: 0% and 0.00%.
_KNOWN = frozenset(("9", "10"))
# Parts of a format that are shown as they stand.
_VERBATIM = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_CELL = re.compile(rb"<(?:\w+:)?c\s[^<>]*>")
_SAID = re.compile(rb'\s([rs])="([A-Z]{0,3})(\d{1,7})"')


def percent_styles(archive: Archive) -> frozenset[bytes]:
    """Return the numbers of the styles of cells that show percentages."""
    main = next(targets(archive, "", "officeDocument"), "")
    part = next(targets(archive, main, "styles"), "") if main in archive.names else ""
    if part not in archive.names:
        return frozenset()
    styles = archive.tree(part)
    formats = {_said(each, "numFmtId"): _said(each, "formatCode") for each in styles.iter("{*}numFmt")}
    percent = _KNOWN | {key for key, code in formats.items() if "%" in _VERBATIM.sub("", code)}
    cells = next(styles.iter("{*}cellXfs"), None)
    found = () if cells is None else enumerate(cells.iterchildren("{*}xf"))
    return frozenset(str(number).encode() for number, each in found if _said(each, "numFmtId") in percent)


def percentages(sheet: bytes, styles: frozenset[bytes]) -> set[tuple[int, int]]:
    """Return row and column, from 0, of the cells of a sheet that have one of these styles."""
    found: set[tuple[int, int]] = set()
    for cell in _CELL.finditer(sheet) if styles else ():
        said = {name: (letters, number) for name, letters, number in _SAID.findall(cell[0])}
        if said.get(b"s", (b"", b""))[1] in styles and b"r" in said:
            letters, number = said[b"r"]
            found.add((int(number) - 1, _column(letters)))
    return found


def _column(letters: bytes) -> int:
    place = 0
    for letter in letters:
        place = 26 * place + letter - 64
    return place - 1


def _said(element: _Element, name: str) -> str:
    return str(element.get(name, ""))
