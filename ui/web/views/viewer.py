"""The source viewer as HTML: a document with the quotes of an answer marked.

An answer stores its quotes with their surroundings and the document's fingerprint. When the document has changed since,
both are shown: the quote as it was, and its place in the present document, if any.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote as quoted

from rag.types import NoAnswer
from ui.documents.guides import guide_to_document
from ui.formats.views.answer import quote_numbers
from ui.templates.environment import html
from ui.text.layout import clipped, place
from ui.web.views import guide as guides
from ui.web.views.marked_text import WINDOW, Mark, lines, marked_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index import Document
    from rag.types import Citation, Outcome, Passage
    from ui.formats.quote_link import QuoteLink
    from ui.web.views.marked_text import Block

MAX_LISTED = 160
# Characters on each side of a key sentence: a document of 100 pages is shown whole.
GUIDE_WINDOW = 30_000
# Files whose pages can be drawn.
_DRAWN = (".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff")
_GONE = "This document is not in the library any more. This is what the answer kept of it."
_LINK_OLD = "This document has changed since it was quoted; the quote is not marked."
_PASSAGE_GONE = "This document has changed or is gone since. This is the passage as it was."
# What is shown of a document, with a heading or "".
Text = tuple[str, "list[Block]"]


class _Head(NamedTuple):
    """What stands above a document: its name, its place, the address of its file or "", and what of it was not read."""

    source: str
    title: str
    where: str
    original: str
    unread: tuple[str, ...] = ()


class _Quotes(NamedTuple):
    """The quotes of the exchange ``key``, as (number, snippet), of which ``now`` was opened."""

    key: str
    now: int
    rows: Sequence[tuple[int, str]]


class _Other(NamedTuple):
    """Another quote of the document: its number, its place among the citations, and where it stands."""

    number: int
    citation: int
    start: int
    end: int


class _Sheet(NamedTuple):
    """The page that can be drawn: of which document, its number, the quote on it, and those that may be, too."""

    source: str
    page: int
    start: int
    end: int
    key: str = ""
    others: Sequence[_Other] = ()


def blank() -> str:
    """Return the empty viewer."""
    return html("viewer", "blank")


def document(held: Document, *, is_original_here: bool) -> str:
    """Return a document below its guide, whose key sentences are marked."""
    made = guide_to_document(held)
    original = _original(held.source) if is_original_here else ""
    head = _Head(held.source, held.title, place(held.source, held.title, (), None), original, held.unread)
    marks = [Mark(each.start, each.end, number) for number, each in enumerate(made.key)]
    text = marked_text(held, marks, None, GUIDE_WINDOW if marks else WINDOW)
    return _source(head, [("", text)], guide=guides.parts(made))


def citation(outcome: Outcome, key: str, number: int, held: Document | None, *, is_original_here: bool) -> str:
    """Return the document of an answer's quote, at that quote.

    Parameters
    ----------
    outcome
        Of the exchange whose id is ``key``.
    number
        Of the quote, among ``outcome.citations``.
    held
        The document as it is now, or None when it is gone.
    is_original_here
        Whether its file can be opened.
    """
    cited = outcome.citations[number]
    is_here = held is not None and is_original_here
    sheet = _sheet(outcome, key, cited, held) if held and is_here else None
    where = place(cited.source, cited.title, cited.headings, cited.page, cited.date)
    original = _original(cited.source, cited.page) if is_here else ""
    head = _Head(cited.source, cited.title, where, original, held.unread if held else ())
    quotes = _Quotes(key, number, _listed(outcome))
    changed, texts = _since(outcome, number, held)
    return _source(head, texts, quotes=quotes, sheet=sheet, changed=changed)


def passage(near: Passage, held: Document | None, *, is_original_here: bool) -> str:
    """Return the document of a nearest passage, scrolled to it."""
    chunk = near.chunk
    title = held.title if held else chunk.source.rpartition("/")[2]
    original = _original(chunk.source) if held and is_original_here else ""
    where = place(chunk.source, title, chunk.headings, None)
    head = _Head(chunk.source, title, where, original, held.unread if held else ())
    if held is None or held.text[chunk.start : chunk.end] != chunk.text:
        return _source(head, [("", lines(chunk.text, 0, (), None))], changed=_PASSAGE_GONE)
    return _source(head, [("", marked_text(held, [Mark(chunk.start, chunk.end, -1)], -1))])


def linked(held: Document, link: QuoteLink, *, is_original_here: bool) -> str:
    """Return the document of a link, scrolled to its quote, if it still is the document that was quoted."""
    page = next((page.number for page in reversed(held.pages) if page.start <= link.start), None)
    where = place(held.source, held.title, (), page, held.date)
    head = _Head(held.source, held.title, where, _original(held.source, page) if is_original_here else "")
    if not link.is_of(held.fingerprint) or link.end > len(held.text):
        return _source(head, [("", marked_text(held, (), None))], changed=_LINK_OLD)
    sheet = None
    if page is not None and is_original_here and _is_drawn(held.source):
        sheet = _Sheet(held.source, page, link.start, link.end)
    return _source(head, [("", marked_text(held, [Mark(link.start, link.end, -1)], -1))], sheet=sheet)


def _source(
    head: _Head,
    texts: list[Text],
    *,
    quotes: _Quotes | None = None,
    sheet: _Sheet | None = None,
    changed: str = "",
    guide: guides.Parts | None = None,
) -> str:
    return html("viewer", "source", head=head, quotes=quotes, sheet=sheet, changed=changed, texts=texts, guide=guide)


def _listed(outcome: Outcome) -> list[tuple[int, str]]:
    numbers = quote_numbers(outcome.citations)
    return [(numbers[each], clipped(each.quote, MAX_LISTED)) for each in outcome.citations]


def _since(outcome: Outcome, number: int, held: Document | None) -> tuple[str, list[Text]]:
    """Return how the document of a quote differs from then, "" where it does not, and what is shown of it."""
    cited, then = outcome.citations[number], _kept(outcome, number)
    if held is None:
        return _GONE, [("", then)]
    is_there = held.text[cited.start : cited.end] == cited.quote
    is_same = held.fingerprint == cited.fingerprint
    if is_there and is_same:
        marks = [
            Mark(each.start, each.end, position)
            for position, each in enumerate(outcome.citations)
            if each.source == cited.source
        ]
        return "", [("", marked_text(held, marks, number))]
    found = _found(outcome, held)
    if is_there:
        text = "This document has changed since the answer was given; the quote stands where it stood."
        return text, [("", marked_text(held, found, number))]
    has_moved = any(mark.number == number for mark in found)
    if is_same:
        text = "This file is read differently now than when the answer was given; both readings are shown."
    elif has_moved:
        text = "This document has changed since the answer was given; the quote stands elsewhere in it now."
    else:
        text = "This document has changed since the answer was given, and the quote does not stand in it any more."
    now = marked_text(held, found, number if has_moved else None)
    return text, [("As it was when the answer was given", then), ("As it is now", now)]


def _original(source: str, page: int | None = None) -> str:
    """Return the address of a document's file, at a page of a PDF file."""
    at = f"#page={page}" if page is not None and source.lower().endswith(".pdf") else ""
    return f"original?source={quoted(source, safe='', errors='surrogateescape')}{at}"


def _sheet(outcome: Outcome, key: str, cited: Citation, held: Document) -> _Sheet | None:
    """Return the page of a quote, if it can be drawn: that of a file that is the same as then."""
    is_same = held.fingerprint == cited.fingerprint and held.text[cited.start : cited.end] == cited.quote
    if not is_same or cited.page is None or not _is_drawn(held.source):
        return None
    numbers = quote_numbers(outcome.citations)
    others = {
        numbers[each]: _Other(numbers[each], position, each.start, each.end)
        for position, each in enumerate(outcome.citations)
        if each.source == cited.source and numbers[each] != numbers[cited]
    }
    return _Sheet(held.source, cited.page, cited.start, cited.end, key, tuple(others.values()))


def _is_drawn(source: str) -> bool:
    return source.lower().endswith(_DRAWN)


def _found(answer: Outcome, held: Document) -> list[Mark]:
    """Return where an answer's quotes stand in a document that changed, each at its nearest place, if anywhere."""
    marks = []
    for number, each in enumerate(answer.citations):
        if each.source != held.source:
            continue
        start = _nearest(held.text, each.quote, each.start)
        if start is not None:
            marks.append(Mark(start, start + len(each.quote), number))
    return marks


def _nearest(text: str, quote: str, place: int) -> int | None:
    before, after = text.rfind(quote, 0, place + len(quote)), text.find(quote, place)
    found = [start for start in (before, after) if start >= 0]
    return min(found, key=lambda start: abs(start - place), default=None)


def _kept(answer: Outcome, number: int) -> list[Block]:
    """Return a quote in the surroundings that the answer kept."""
    cited = answer.citations[number]
    kept = answer.nearest if isinstance(answer, NoAnswer) else answer.passages
    chunk = next((p.chunk for p in kept if p.number == cited.passage), None)
    if chunk is None or not chunk.start <= cited.start < cited.end <= chunk.end:
        return lines(cited.quote, 0, (Mark(0, len(cited.quote), number),), number)
    marks = [
        Mark(max(each.start, chunk.start), min(each.end, chunk.end), position)
        for position, each in enumerate(answer.citations)
        if each.passage == cited.passage and each.start < chunk.end and each.end > chunk.start
    ]
    return lines(chunk.text, chunk.start, marks, number)
