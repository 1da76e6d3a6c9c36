"""Write charts as the tables that they show, and diagrams (SmartArt) as lists."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from index.loaders.content.tables import write_table
from index.loaders.content.writer import Cell
from index.loaders.opening.decoding import clean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element  # type: ignore[import-untyped]

    from index.loaders.content.writer import Writer

_DIAGRAM = "http://schemas.openxmlformats.org/drawingml/2006/diagram"
_DEEPEST = 9
# Days are counted from it.
_FIRST_DAY = date(1899, 12, 30)
# Words and colours in formats of numbers, and the names of the format that shows numbers as they are.
_QUOTED = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
_GENERAL = frozenset(("general", "standard"))
# Points of a series that are read.
_MAX = 100_000


def write_chart(tree: _Element, writer: Writer) -> None:
    """Write a chart as captions and tables."""
    separator = "\n\n"
    for caption in chart_captions(tree):
        writer.write(caption, separator, "caption")
        separator = "\n"
    for rows in chart_tables(tree):
        write_table(writer, rows, headed=1)


def is_new_chart(element: _Element) -> bool:
    """Tell whether an element leads to a chart of Office 2016: a waterfall, a treemap or a box plot."""
    return "chartex" in str(element.tag)


def chart_captions(tree: _Element) -> list[str]:
    """Return the title of a chart, and those of its axes that values are read from: "Tonnes"."""
    return [*_titles(tree, "chart"), *_titles(tree, "valAx")]


def chart_series(tree: _Element) -> tuple[list[str], bool]:
    """Return the names of a chart's series, and whether it refers to cells for each of them."""
    series = list(tree.iter("{*}ser"))
    names = [" ".join(_points_of(each, "tx")) for each in series]
    return list(filter(None, names)), all(next(each.iter("{*}f"), None) is not None for each in series)


def chart_tables(tree: _Element) -> Iterator[list[list[Cell]]]:
    """Yield a chart's tables: a row for each category, a column for each series of the same categories."""
    tables: dict[tuple[str, ...], list[tuple[str, list[str]]]] = {}
    for number, series in enumerate(tree.iter("{*}ser"), 1):
        name = " ".join(_points_of(series, "tx")) or f"Series {number}"
        values = _points_of(series, "val") or _points_of(series, "yVal")
        categories = _points_of(series, "cat") or _points_of(series, "xVal")
        categories += [str(place) for place in range(len(categories) + 1, len(values) + 1)]
        columns = tables.setdefault(tuple(categories), [])
        columns.append((name, values))
        if sizes := _points_of(series, "bubbleSize"):
            columns.append((f"{name}, size", sizes))
    corner = next(iter(_titles(tree, "catAx") + _titles(tree, "dateAx")), "")
    for shared, columns in tables.items():
        head = [Cell(corner, is_name=True), *(Cell(name, is_name=True) for name, _ in columns)]
        rows = [
            [Cell(category), *(Cell(values[place] if place < len(values) else "") for _, values in columns)]
            for place, category in enumerate(shared)
        ]
        yield [head, *rows]


def _titles(tree: _Element, owner: str) -> list[str]:
    found = (_line("".join(each.text or "" for each in title.iter("{*}t")))
             for title in tree.iter("{*}title") if _name(title.getparent()) == owner)  # fmt: skip
    return list(filter(None, found))


def write_diagram(tree: _Element, writer: Writer) -> None:
    """Write the texts of a diagram as items of a list, deeper ones below theirs."""
    for place, (text, level) in enumerate(diagram_points(tree)):
        separator = "\n" if place else "\n\n"
        writer.write("  " * (level - 1) + f"- {text}", separator, "list_item", level=level)


def _points_of(series: _Element, name: str) -> list[str]:
    """Return the points of a part of a series in order, as the file keeps them; of several levels "2024 Q1"."""
    part = next(series.iterchildren(f"{{*}}{name}"), None)
    if part is None:
        return []
    levels = [_points(level) for level in part.iter("{*}lvl")] or [_points(part)]
    if not levels[0]:
        return [_line(each.text or "") for each in part.iterchildren("{*}v")]
    code = part.findtext(".//{*}formatCode") or ""
    shown = _day if _is_date(code) else _percent if "%" in _QUOTED.sub("", code) else _number
    texts, above = [], [""] * len(levels)
    for place in range(min(max(levels[0]) + 1, _MAX)):
        above = [level.get(place, before) for level, before in zip(levels[1:], above, strict=False)]
        own = levels[0].get(place, "")
        texts.append(" ".join(filter(None, (*reversed(above), shown(own)))))
    return texts


def _points(level: _Element) -> dict[int, str]:
    return {int(each.get("idx", "0")): _line(each.findtext("{*}v") or "") for each in level.iter("{*}pt")}


def _is_date(code: str) -> bool:
    """Tell whether a format of numbers shows days: "yyyy-mm-dd"."""
    return re.search("[yd]", _QUOTED.sub("", code.lower())) is not None and code.lower() not in _GENERAL


def _day(text: str) -> str:
    try:
        return (_FIRST_DAY + timedelta(days=int(float(text)))).isoformat()
    except (ValueError, OverflowError):
        return text


def _number(text: str) -> str:
    """Return a number without the tail that its binary form gives it: 4.2999999999999998 is 4.3."""
    try:
        return f"{float(text):.12g}"
    except ValueError:
        return text


def _percent(text: str) -> str:
    """Return a fraction as a format of percentages shows it."""
    try:
        return f"{float(text) * 100:.10g}%"
    except ValueError:
        return text


def diagram_points(tree: _Element) -> Iterator[tuple[str, int]]:
    """Yield the texts of a diagram with their levels, each below the one that it belongs to."""
    points = {str(each.get("modelId")): each for each in tree.iter(f"{{{_DIAGRAM}}}pt")}
    below: dict[str, list[tuple[int, str]]] = {}
    owned = set()
    for link in tree.iter(f"{{{_DIAGRAM}}}cxn"):
        if link.get("type", "parOf") == "parOf":
            owner, owns = str(link.get("srcId")), str(link.get("destId"))
            below.setdefault(owner, []).append((int(link.get("srcOrd", "0")), owns))
            owned.add(owns)
    waiting = [(key, 1) for key in points if key not in owned][::-1]
    seen = set()
    while waiting:
        key, level = waiting.pop()
        if key in seen or key not in points:
            continue
        seen.add(key)
        point = points[key]
        kind = point.get("type", "node")
        text = _line(" ".join(each.text or "" for each in point.iter("{*}t") if each.text)) if kind == "node" else ""
        if text:
            yield text, min(level, _DEEPEST)
        deeper = level + bool(text)
        waiting += [(owns, deeper) for _, owns in sorted(below.get(key, ()), reverse=True)]


def _name(element: _Element | None) -> str:
    return "" if element is None else str(element.tag).rpartition("}")[2]


def _line(text: str) -> str:
    return " ".join(clean(text).split())
