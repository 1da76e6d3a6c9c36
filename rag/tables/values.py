"""Numbers, times and days in the forms of English and German."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

MONTHS = {
    name[:3]: number
    for names in (
        "january february march april may june july august september october november december",
        "januar februar märz april mai juni juli august september oktober november dezember",
    )
    for number, name in enumerate(names.split(), 1)
} | {"mrz": 3, "sept": 9}
SIGNS = frozenset("€$£¥")
CURRENCIES = frozenset("€ $ £ ¥ eur euro euros usd dollar dollars gbp pound pounds chf franken francs".split())

_MONTH = r"(?P<month>jan|feb|mar|mär|mrz|apr|may|mai|jun|jul|aug|sept?|oct|okt|nov|dec|dez)[a-zä]*\.?"
_DAYS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?P<year>\d{4})-(?P<m>\d{1,2})-(?P<day>\d{1,2})",
        r"(?P<day>\d{1,2})\.\s?(?P<m>\d{1,2})\.\s?(?P<year>\d{4})",
        rf"(?P<day>\d{{1,2}})(?:\.|st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}\s+(?P<year>\d{{4}})",
        rf"{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})",
    )
)
# The time of day behind a date: "8 April 2023, 15:40".
_CLOCK = re.compile(
    r"(?<=\d)(?:T|,?\s+(?:at\s+|um\s+)?)\d{1,2}[:.]\d{2}(?::\d{2})?(?:\s*[^\W\d_]+){0,2}$", re.IGNORECASE
)
# Which of the two is the day, only the other cells of the column tell.
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_MONTH_OF_YEAR = re.compile(rf"{_MONTH}\s+(?P<year>\d{{4}})", re.IGNORECASE)
_TIME = re.compile(r"(?:(\d{1,3}):)?(\d{1,2}):(\d{2})(?:[.,]\d+)?(?:\s*(?:h|min|uhr))?", re.IGNORECASE)
_NUMBER = re.compile(
    r"(?P<before>[€$£¥]|EUR|USD|GBP|CHF)?\s*(?P<sign>[-+−–]?)\s*(?P<digits>\d+(?:[.,'  ]\d{3})*(?:[.,]\d+)?)"
    r"\s*(?P<after>%|[€$£¥°µ²³/^\w.]{0,12}(?:\s[^\W\d_]{1,12})?)"
)
_NOTE = re.compile(r"(?<=\w)\s+\([^()]*[^\W\d_][^()]*\)$")
LATEST_YEAR = 2100
EARLIEST_YEAR = 1000


@lru_cache(maxsize=16_384)
def number(text: str, *, continental: bool = False) -> tuple[Decimal, str] | None:
    """Return the number that a text is, and its unit; None where it is no number.

    >>> number("1.284.500,00", continental=True), number("$6.50"), number("12 kg")
    ((Decimal('1284500.00'), ''), (Decimal('6.50'), '$'), (Decimal('12'), 'kg'))
    """
    found = _NUMBER.fullmatch(text.strip())
    if found is None:
        return None
    digits = re.sub(r"['\s]", "", found["digits"])
    thousands, decimal = (".", ",") if continental else (",", ".")
    if re.fullmatch(rf"\d+{re.escape(thousands)}\d{{1,2}}", digits):  # no thousand, so it says itself what it is
        thousands, decimal = decimal, thousands
    if digits.count(decimal) > 1:
        thousands, decimal = decimal, thousands
    plain = digits.replace(thousands, "").replace(decimal, ".")
    value = Decimal(plain) if plain.count(".") <= 1 else None
    if value is None:
        return None
    return (-value if found["sign"] in {"-", "−", "–"} else value), (found["before"] or found["after"] or "").strip()


def without_note(text: str) -> str:
    """Leave out a note in brackets at the end: "1931 (renovated in 2019)"."""
    return _NOTE.sub("", text)


def is_continental(texts: Iterable[str], *, otherwise: bool) -> bool:
    """Tell whether numbers are written 1.234,5; the cell with the clearest form decides, or ``otherwise``."""
    commas = stops = 0
    for text in texts:
        if "," not in text and "." not in text:
            continue
        digits = re.sub(r"[^\d.,]", "", text).strip(".,")
        if re.fullmatch(r"[\d.]*\d,\d{1,2}|[\d.]*\d,\d{4,}|\d{1,3}(\.\d{3})+,\d+|\d{1,3}(\.\d{3}){2,}|0,\d+", digits):
            commas += 1
        elif re.fullmatch(
            r"[\d,]*\d\.\d{1,2}|[\d,]*\d\.\d{4,}|\d{1,3}(,\d{3})+\.\d+|\d{1,3}(,\d{3}){2,}|0\.\d+", digits
        ):
            stops += 1
    return otherwise if commas == stops else commas > stops


@lru_cache(maxsize=16_384)
def day(text: str, *, month_first: bool = False) -> date | None:
    """Return the day that a text is; None where it is none."""
    text = _CLOCK.sub("", text.strip())
    for pattern in _DAYS:
        if found := pattern.fullmatch(text):
            parts = found.groupdict()
            return _date(parts["year"], parts.get("m") or MONTHS[parts["month"].lower()[:3]], parts["day"])
    if found := _SLASHED.fullmatch(text):
        first, second = (found[2], found[1]) if month_first else (found[1], found[2])
        return _date(found[3], second, first)
    return None


def find_day(text: str) -> tuple[int, int] | None:
    """Return where a day stands in a text, the first one; None where there is none."""
    found = [match.span() for pattern in _DAYS for match in pattern.finditer(text)]
    return min(found, default=None)


def month_first(texts: Iterable[str]) -> bool | None:
    """Tell whether days with slashes begin with their month; None where none of them shows it."""
    found = [match for text in texts if (match := _SLASHED.fullmatch(text.strip()))]
    if any(int(match[2]) > 12 for match in found):  # months
        return True
    return False if any(int(match[1]) > 12 for match in found) else None


def time(text: str) -> Decimal | None:
    """Return how many seconds a time is, "1:11:42" or "12:30"; None where it is none."""
    found = _TIME.fullmatch(text.strip())
    if found is None:
        return None
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return Decimal(hours * 3600 + minutes * 60 + seconds)


def clock_time(seconds: Decimal) -> str:
    """Return seconds as cells hold times, the fraction of a second left out.

    >>> clock_time(Decimal("4594.5"))
    '1:16:34'
    """
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{rest:02}"


def written_like(value: Decimal, cells: Iterable[str], unit: str, *, continental: bool = False) -> str:
    """Write a number in the form of a column's cells: its unit before or after, its separators, its decimals.

    A currency's sign stands before the number where no cell says otherwise. A longer fraction than that of the cells
    is rounded to two places.

    >>> written_like(Decimal("3215.9"), ("£1,600.95", "£15.00"), "£")
    '£3,215.90'
    >>> written_like(Decimal("1284500"), ("642.250,00 €",), "€", continental=True)
    '1.284.500,00 €'
    """
    found = [match for cell in cells if (match := _NUMBER.fullmatch(cell.strip()))]
    decimal, thousands = (",", ".") if continental else (".", ",")
    known = (re.search(rf"(?<=\d)(?:['  ]|{re.escape(thousands)})(?=\d{{3}})", match["digits"]) for match in found)
    thousands = next((each[0] for each in known if each), thousands)
    places = max((len(match["digits"].partition(decimal)[2]) for match in found), default=0)
    _, _, fraction = f"{round(value, 4).normalize():f}".partition(".")
    places = places if len(fraction) <= places else max(places, min(len(fraction), 2))
    digits = f"{abs(value):,.{places}f}".translate({ord(","): thousands, ord("."): decimal})
    before, after = (unit, "") if unit in SIGNS else ("", f" {unit}" if unit else "")
    for match in found:
        if unit and match["before"] == unit:
            before, after = match.string[: match.start("sign")], ""
            break
        if unit and match["after"] == unit:
            before, after = "", match.string[match.end("digits") :]
            break
    return f"{'-' if value < 0 else ''}{before}{digits}{after}"


def period(text: str, *, month_first: bool = False) -> tuple[date, date] | None:
    """Return the first and the last day of "2005", "March 2025" or a day; None where a text is none of them."""
    text = text.strip()
    if re.fullmatch(r"\d{4}", text) and EARLIEST_YEAR <= int(text) <= LATEST_YEAR:
        return date(int(text), 1, 1), date(int(text), 12, 31)
    if found := _MONTH_OF_YEAR.fullmatch(text):
        year, month = int(found["year"]), MONTHS[found["month"].lower()[:3]]
        following = date(year + month // 12, month % 12 + 1, 1)
        return date(year, month, 1), following - timedelta(1)
    if (found_day := day(text, month_first=month_first)) is not None:
        return found_day, found_day
    return None


def _date(year: str, month: str | int, of_month: str) -> date | None:
    try:
        return date(int(year), int(month), int(of_month))
    except ValueError:
        return None
