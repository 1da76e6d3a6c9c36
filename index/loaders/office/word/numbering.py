"""The numbers that Word shows in front of headings and items; the file holds only how they are counted."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from index.loaders.content.numerals import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element  # type: ignore[import-untyped]

_LEVELS = 9
_PLACE = re.compile(r"%([1-9])")
_KINDS = {"lowerLetter": "a", "upperLetter": "A", "lowerRoman": "i", "upperRoman": "I"}
# Counts as 01, 02.
_ZERO = "decimalZero"
_UNCOUNTED = frozenset(("bullet", "none"))


@dataclass(slots=True)
class _Level:
    """How one level of a list is counted and shown."""

    start: int = 1
    format: str = "decimal"
    text: str = ""
    style: str = ""
    is_legal: bool = False


@dataclass(slots=True)
class _List:
    """A list as the file counts it, the same for every list that goes on with its numbers."""

    key: str
    levels: dict[int, _Level]
    starts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """Counts the paragraphs of a document in order.

    Parameters
    ----------
    numbering, styles
        The parts of the document that say how lists are counted, and which styles are; None for one that it lacks.
    """

    def __init__(self, numbering: _Element | None, styles: _Element | None) -> None:
        self._lists = dict(_lists(numbering)) if numbering is not None else {}
        self._styles: dict[str, tuple[str, str | None, int | None]] = {}
        self._normal = ""
        for style in _all(styles, "style"):
            name = _attribute(style, "styleId")
            found = _numbered(style)
            self._styles[name] = _value(_child(style, "basedOn")), *found
            if _attribute(style, "default") in {"1", "true"} and _attribute(style, "type") == "paragraph":
                self._normal = name
        self._counts: dict[str, list[int]] = {}
        self._begun: set[tuple[str, int]] = set()

    def number(self, paragraph: _Element) -> str:
        """Return the number that Word shows in front of the next paragraph, "" for none and for a bullet."""
        key, depth = self._place(paragraph)
        numbered = self._lists.get(key)
        if numbered is None or depth not in numbered.levels:
            return ""
        level = numbered.levels[depth]
        counts = self._counts.setdefault(numbered.key, [0] * _LEVELS)
        if depth in numbered.starts and (key, depth) not in self._begun:
            self._begun.add((key, depth))
            counts[depth] = numbered.starts[depth]
        else:
            counts[depth] = counts[depth] + 1 if counts[depth] else level.start
        counts[depth + 1 :] = [0] * (_LEVELS - depth - 1)
        return (
            ""
            if level.format in _UNCOUNTED
            else _PLACE.sub(lambda place: _shown(numbered, counts, place, level), level.text)
        )

    def _place(self, paragraph: _Element) -> tuple[str, int]:
        """Return which list a paragraph is in, "" for none, and how deep."""
        properties = _child(paragraph, "pPr")
        style = _value(_child(properties, "pStyle")) or self._normal
        key, depth = _numbered(paragraph)
        named = style
        for _ in range(_LEVELS):
            if key is not None or style not in self._styles:
                break
            style, key, of_style = self._styles[style]
            depth = of_style if depth is None else depth
        if depth is None and key in self._lists:
            levels = self._lists[key].levels
            depth = next((place for place, level in levels.items() if level.style == named), None)
        return key or "", min(max(depth or 0, 0), _LEVELS - 1)


def _shown(numbered: _List, counts: list[int], place: re.Match[str], shown: _Level) -> str:
    """Return the count of a level; where the level that is shown is legal, all others are decimal in it."""
    depth = int(place[1]) - 1
    level = numbered.levels.get(depth, _Level())
    count = counts[depth] or level.start
    if level.format == _ZERO:
        return f"{count:02}"
    return counted(count, "1" if shown.is_legal and level is not shown else _KINDS.get(level.format, "1"))


def _lists(numbering: _Element) -> Iterator[tuple[str, _List]]:
    abstract = {_attribute(each, "abstractNumId"): each for each in _all(numbering, "abstractNum")}
    for each in _all(numbering, "num"):
        key = _value(_child(each, "abstractNumId"))
        if key not in abstract:
            continue
        levels = {_depth(level): _level(level) for level in _all(abstract[key], "lvl")}
        starts = {}
        for override in _all(each, "lvlOverride"):
            depth = _depth(override)
            for level in _all(override, "lvl"):
                levels[depth] = _level(level)
            if (start := _child(override, "startOverride")) is not None:
                starts[depth] = _integer(_value(start), 1)
        yield _attribute(each, "numId"), _List(key, levels, starts)


def _level(element: _Element) -> _Level:
    return _Level(
        _integer(_value(_child(element, "start")), 1),
        _value(_child(element, "numFmt")) or "decimal",
        _value(_child(element, "lvlText")),
        _value(_child(element, "pStyle")),
        (legal := _child(element, "isLgl")) is not None and _attribute(legal, "val") not in {"0", "false"},
    )


def _numbered(element: _Element) -> tuple[str | None, int | None]:
    """Return the list and the depth that a paragraph or a style names, None for what it does not."""
    properties = _child(_child(element, "pPr"), "numPr")
    key, depth = _child(properties, "numId"), _child(properties, "ilvl")
    return None if key is None else _value(key), None if depth is None else _integer(_value(depth), 0)


def _all(element: _Element | None, name: str) -> Iterator[_Element]:
    return iter(()) if element is None else element.iterchildren(f"{{*}}{name}")


def _child(element: _Element | None, name: str) -> _Element | None:
    return next(_all(element, name), None)


def _attribute(element: _Element, name: str) -> str:
    return next((str(value) for key, value in element.items() if str(key).rpartition("}")[2] == name), "")


def _value(element: _Element | None) -> str:
    return "" if element is None else _attribute(element, "val")


def _depth(element: _Element) -> int:
    return _integer(_attribute(element, "ilvl"), 0)


def _integer(text: str, default: int) -> int:
    return int(text) if re.fullmatch(r"\d{1,6}", text) else default
