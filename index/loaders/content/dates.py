"""Parse the dates that files state."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement  # type: ignore[import-untyped]

# Names of facts that say when a page was published, and when it was changed, in small letters without marks.
_PUBLISHED = frozenset(
    """
    articlepublishedtime ogarticlepublishedtime date dcdate dcdateissued dcdatecreated dctermsdate dctermscreated
    dctermsissued datepublished datecreated pubdate publishdate publishedtime publicationdate citationpublicationdate
    citationdate citationonlinedate sailthrudate parselypubdate rnewsdatepublished articlepublished
    originalpublicationdate
    """.split()
)
_CHANGED = frozenset("articlemodifiedtime ogupdatedtime datemodified dctermsmodified lastmodified modified".split())

# 2008-01-15, 2008/1/5 and 20080115, whatever time of the day comes after; PDF writes "D:" before it.
_DAY = re.compile(r"(?:D:)?\s*(\d{4})(?:([-/.])(\d{1,2})\2(\d{1,2})|(\d{2})(\d{2}))(?!\d{1,3}\b)")

# Programs write 0001-01-01 for a day that nobody gave.
_EARLIEST = 1000
_LINKED = re.compile(r'"(datePublished|dateCreated|dateModified)"\s*:\s*"([^"]{8,40})"')


def iso_date(text: str | None) -> str | None:
    """Return the date at the beginning of a text as YYYY-MM-DD, or None when it is no valid date."""
    found = _DAY.match((text or "").strip().strip("\"'"))
    if found is None:
        return None
    year, month, day = (int(part) for part in (found[1], found[3] or found[5], found[4] or found[6]))
    if year < _EARLIEST:
        return None
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def stated_date(page: HtmlElement) -> str | None:
    """Return the date that a web page states of itself as YYYY-MM-DD; None where it states none.

    A day in its text, in its address or at a comment is none: an article on a battle was not written on that day.
    """
    said = list(_facts(page))
    for names in (_PUBLISHED, _CHANGED):
        for name, value in said:
            if name in names and (day := iso_date(value)):
                return day
    return None


def _facts(page: HtmlElement) -> Iterator[tuple[str, str]]:
    """Yield names and values of a page's metadata, microdata and JSON-LD."""
    for element in page.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or element.get("http-equiv")
        yield _plain(name or ""), element.get("content") or ""
    for element in page.iter("time"):
        name = "pubdate" if "pubdate" in element.attrib else element.get("itemprop")
        yield _plain(name or ""), element.get("datetime") or ""
    for element in page.iter("script"):
        if element.get("type") == "application/ld+json":
            for found in _LINKED.finditer(element.text or ""):
                yield found[1].lower(), found[2]


def _plain(name: str) -> str:
    return re.sub(r"[\W_]", "", name.lower())
