"""What a row must fulfil: comparisons with numbers and days, and numbers, days and codes that a cell must be."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from rag.tables.types import Condition
from rag.tables.values import period, time
from rag.tables.words import vocabulary
from rag.tables.words.matching import NUMBER_WORDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rag.tables.types import Column, Operator, Table
    from rag.tables.words.matching import Token

# Words that a day or a month of a year is written in, at most: "1st of March 2025".
_LONGEST_DAY = 4
_RANGES = {"between": "and", "zwischen": "und", "from": "to", "von": "bis"}
_ON = frozenset("on in of at am im vom".split())
_CODE = re.compile(
    r"[mwfd](?:[uü]?\d{1,3})?|(?:fe)?male|(?:wo)?men|(?:wo)?man|frauen|manner|weiblich|mannlich", re.IGNORECASE
)
_WOMEN = frozenset("woman women female frau frauen girl girls lady ladies".split())
_MEN = frozenset("man men male mann manner boy boys".split())
_MOST_CODES = 0.8


@dataclass(frozen=True, slots=True)
class Bound:
    """A comparison in a question, whose column is not decided yet.

    Parameters
    ----------
    start, end
        Words of the question.
    operator
        "in" for a range.
    low, high
        As texts; the same but for a range.
    unit
        Folded; "" where none is said.
    word
        That compares: "older", "under".
    """

    start: int
    end: int
    operator: Operator
    low: str
    high: str
    unit: str
    word: str

    def over(self, column: Column) -> Condition | None:
        """Return it as a condition over a column; None where that has no such values."""
        if column.kind == "text":
            return _months(column, month(self.low.lower()), month(self.high.lower())) if self.operator == "in" else None
        first, last = _range(column, self.low), _range(column, self.high)
        if first is None or last is None:
            return None
        return Condition(column, self.operator, low=first[0], high=last[1])


def compared(asked: Sequence[Token]) -> list[Bound]:
    """Return the comparisons of a question: "under 50 cm", "between 2005 and 2010", "mehr als 70.000 kWh"."""
    found = []
    words = [token.folded for token in asked]
    place = 0
    while place < len(asked):
        bound = _ranged(asked, words, place) or _compared(asked, words, place) or _dated(asked, words, place)
        if bound:
            found.append(bound)
        place = bound.end if bound else place + 1
    return found


def equal(column: Column, text: str) -> Condition | None:
    """Return the condition that a column's cell is a number, a day or of a period; None where it cannot be."""
    if column.kind == "text":
        cells = frozenset(cell for cell in column.cells if cell.lower() == text.lower())
        return Condition(column, "is", cells) if cells else None
    found = _range(column, text)
    return Condition(column, "in", low=found[0], high=found[1]) if found else None


def of_month(column: Column, word: str) -> Condition | None:
    """Return the condition that a day is of a month, in any year; None where the word is no month."""
    number = month(word)
    return Condition(column, "in", month=number) if number and column.kind == "date" else None


def month(word: str) -> int:
    """Return 1 to 12 for the folded name of a month, 0 for another word."""
    return next((number for name, number in _MONTH_NAMES.items() if word == name), 0)


def gendered(table: Table, word: str) -> Condition | None:
    """Return the condition that a row is of a woman, or of a man, where a column of codes such as W30 says so."""
    letters = "wf" if word in _WOMEN else "m" if word in _MEN else ""
    for column in table.columns if letters else ():
        filled = [cell for cell in column.cells if cell]
        codes = [cell for cell in filled if _CODE.fullmatch(cell)]
        if filled and len(codes) >= _MOST_CODES * len(filled):
            return Condition(column, "starts", frozenset(letters))
    return None


def asked_number(text: str) -> Decimal | None:
    """Return a number of a question; one mark with three digits behind it stands for thousands in any language."""
    if text in NUMBER_WORDS:
        return Decimal(NUMBER_WORDS[text])
    if text[:1] in {"-", "−"}:
        return None if (positive := asked_number(text[1:])) is None else -positive
    if not re.fullmatch(r"\d+(?:[.,]\d+)*", text):
        return None
    if re.fullmatch(r"[1-9]\d{0,2}(?:[.,]\d{3})+", text):
        return Decimal(re.sub(r"[.,]", "", text))
    whole, _, rest = text.replace(",", ".").rpartition(".")
    return Decimal(f"{whole.replace('.', '')}.{rest}") if whole else Decimal(rest)


def _ranged(asked: Sequence[Token], words: Sequence[str], place: int) -> Bound | None:
    closing = _RANGES.get(words[place])
    low = _amount(asked, place + 1) if closing else None
    if low is None or words[low.end : low.end + 1] != [closing]:
        return None
    high = _amount(asked, low.end + 1)
    if high is None:
        return None
    return Bound(place, high.end, "in", low.text, high.text, high.unit or low.unit, words[place])


def _compared(asked: Sequence[Token], words: Sequence[str], place: int) -> Bound | None:
    for phrase, operator in vocabulary.COMPARISONS:
        behind = place + len(phrase)
        if tuple(words[place:behind]) == phrase and (amount := _amount(asked, behind)) is not None:
            return Bound(place, amount.end, operator, amount.text, amount.text, amount.unit, phrase[0])
    return None


def _dated(asked: Sequence[Token], words: Sequence[str], place: int) -> Bound | None:
    """Return "on 5 June 2025" or "in March 2025"; a year alone may be a name of a column."""
    if words[place] not in _ON or (amount := _amount(asked, place + 1)) is None or amount.end == place + 2:
        return None
    if not period(amount.text):
        return None
    return Bound(place, amount.end, "in", amount.text, amount.text, "", words[place])


@dataclass(frozen=True, slots=True)
class _Amount:
    text: str
    end: int
    unit: str


def _amount(asked: Sequence[Token], place: int) -> _Amount | None:
    """Return the number or day that stands at a place, and the unit before or behind it."""
    for end in range(min(place + _LONGEST_DAY, len(asked)), place, -1):
        text = " ".join(token.text for token in asked[place:end])
        if period(text) or _DAY_OF_MONTH.fullmatch(_plain(text)) or time(text) is not None:
            unit = _unit(asked, end) if end == place + 1 else ""
            return _Amount(text, end + bool(unit), unit)
    before = _unit(asked, place)
    at = place + bool(before)
    if at < len(asked) and asked_number(asked[at].folded) is not None:
        unit = before or _unit(asked, at + 1)
        return _Amount(asked[at].folded, at + 1 + bool(unit and not before), unit)
    return None


def _unit(asked: Sequence[Token], place: int) -> str:
    return asked[place].folded if place < len(asked) and _is_unit(asked[place].folded) else ""


def _is_unit(word: str) -> bool:
    return any(word in units for units in vocabulary.UNITS)


def _range(column: Column, text: str) -> tuple[Decimal, Decimal] | tuple[date, date] | None:
    if column.kind == "date":
        return period(text) or _of_the_year(column, text)
    if column.kind == "number":
        number = asked_number(text.lower())
        return None if number is None else (number, number)
    seconds = time(text)
    alike = any(cell.count(":") == text.count(":") for cell in column.cells)  # "1:15" is not of "1:15:31"
    return (seconds, seconds) if column.kind == "time" and seconds is not None and alike else None


def _months(column: Column, first: int, last: int) -> Condition | None:
    """Return that a cell is one of these months, where all cells of the column are names of months."""
    numbers = {cell: month(cell.lower()) for cell in column.cells if cell}
    if not first or not last or not all(numbers.values()):
        return None
    return Condition(column, "is", frozenset(cell for cell, number in numbers.items() if first <= number <= last))


def _of_the_year(column: Column, text: str) -> tuple[date, date] | None:
    """Return the period that a month, or a day of it, is where all days of a column are of one year."""
    years = {value.year for value in column.values if isinstance(value, date)}
    found = _DAY_OF_MONTH.fullmatch(_plain(text))
    if found is None or len(years) != 1:
        return None
    return period(f"{found['day'] or found['behind'] or ''} {found['month']} {years.pop()}".strip())


def _plain(text: str) -> str:
    return text.lower().replace("ä", "a")


_MONTH_NAMES = {
    name: number
    for names in (
        "january february march april may june july august september october november december",
        "januar februar marz april mai juni juli august september oktober november dezember",
    )
    for number, name in enumerate(names.split(), 1)
}
_DAY_OF_MONTH = re.compile(
    r"(?:(?P<day>\d{1,2})(?:\.|st|nd|rd|th)? )?"
    rf"(?P<month>{'|'.join(_MONTH_NAMES)})"
    r"(?: (?P<behind>\d{1,2})(?:st|nd|rd|th)?)?"
)
