"""Type the cells of a column: days, numbers, yes and no, parsed from their quotes."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from rag.tables import values

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from decimal import Decimal

    from rag.extraction.types import Cell, CellValue, ColumnKind

_MONTH = r"(?:jan|feb|mar|mär|mrz|apr|may|mai|jun|jul|aug|sep|oct|okt|nov|dec|dez)[a-zä]*\.?"
DAY = re.compile(
    rf"\d{{4}}-\d{{1,2}}-\d{{1,2}}|\d{{1,2}}\.\s?\d{{1,2}}\.\s?\d{{4}}|\d{{1,2}}/\d{{1,2}}/\d{{4}}"
    rf"|\d{{1,2}}(?:\.|st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}\s+\d{{4}}|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?<![\w.,])[-+−]?\d+(?:[.,'’ ]\d{3})*(?:[.,]\d+)?(?![\w])|(?<![\w.,])[-+−]?\d+(?:[.,]\d+)?")
_SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "bn": 10**9, "mn": 10**6}
_SMALL = {
    word: number
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen twenty".split()
    )
} | {"none": 0, "nobody": 0, "nothing": 0, "no": 0}
_NO = re.compile(
    r"\b(?:no|none|not|never|nobody|nothing|n't|neither|without|unhurt|uninjured)\b|^\s*0\s*$", re.IGNORECASE
)


def fits(kind: ColumnKind, text: str) -> bool:
    """Tell whether a text may hold a value of a kind."""
    if kind == "date":
        return any(character.isdigit() for character in text)
    if kind == "number":
        return any(word in _SMALL or any(map(str.isdigit, word)) for word in text.lower().split())
    return True


def typed(kind: ColumnKind, cells: Sequence[Cell]) -> list[Cell]:
    """Return a column's cells with their values; how days and numbers are written, all of them tell together."""
    texts = [cell.text for cell in cells if cell.text]
    slashed = [day for text in texts for day in re.findall(r"\d{1,2}/\d{1,2}/\d{4}", text)]
    month_first = bool(values.month_first(slashed))
    numbers = [number for text in texts for number in _NUMBER.findall(text)]
    continental = values.is_continental(numbers, otherwise=False)

    def value(text: str) -> CellValue:
        match kind:
            case "date":
                return _day(text, month_first=month_first)
            case "number":
                return _number(text, continental=continental)
            case "yes/no":
                return _NO.search(text) is None
            case "text":
                return text

    return [replace(cell, value=value(cell.text)) if cell.text else cell for cell in cells]


def _day(text: str, *, month_first: bool) -> date | None:
    days = (values.day(found[0], month_first=month_first) for found in DAY.finditer(text))
    return next((day for day in days if day is not None), None)


def _number(text: str, *, continental: bool) -> int | float | None:
    if found := _NUMBER.search(text):
        parsed = values.number(found[0].strip(), continental=continental)
        if parsed is None:
            return None
        scale = re.match(r"\s*([a-z]+)", text[found.end() :], re.IGNORECASE)
        return _plain(parsed[0] * _SCALES.get(scale[1].lower() if scale else "", 1))
    words = re.findall(r"[a-z]+", text.lower())
    return next((_SMALL[word] for word in words if word in _SMALL), None)


def _plain(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)
