"""The source viewer as HTML: a document with the quotes of an answer marked.

An answer stores its quotes with their surroundings and the document's fingerprint. When the document has changed since,
both are shown: the quote as it was, and its place in the present document, if any.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING
from urllib.parse import quote as quoted

from rag.types import NoAnswer
from ui.text.html_escape import as_text, count
from ui.text.sanitize import visible
from ui.web.views.icons import icon
from ui.web.views.thread import clipped, place

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from index import Document
    from rag.types import Citation, Outcome, Passage

# Characters shown on each side of a quote, and of a document without one: 20 pages, laid out in a blink.
WINDOW = 40_000
MAX_LISTED = 160
EMPTY = (
    '<div class="blank"><p>The source of an answer is read here.</p>'
    "<p>Choose a number in an answer, or a document on the left.</p></div>"
)


@dataclass(frozen=True, slots=True)
class Mark:
    """A part of a text that is marked; ``number`` is that of its quote among the quotes of the answer."""

    start: int
    end: int
    number: int


def blank() -> str:
    """Return the empty viewer."""
    return EMPTY


def document(held: Document, *, is_original_here: bool) -> str:
    """Return a document without marks."""
    tools = _open_original(held.source) if is_original_here else ""
    return f"{_head(held.source, held.title, '', tools)}{_page(_text(held, (), None))}"


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
    shown = outcome.citations[number]
    marks = [
        Mark(each.start, each.end, position)
        for position, each in enumerate(outcome.citations)
        if each.source == shown.source
    ]
    tools = _steps(outcome, key, number)
    is_page_here = bool(held and is_original_here and _is_drawn(held, shown))
    tools += _look(shown) if is_page_here else ""
    tools += _open_original(shown.source, shown.page) if held and is_original_here else ""
    where = place(shown.source, shown.title, shown.headings, shown.page, shown.date)
    head = _head(shown.source, shown.title, where, tools)
    if held is not None and held.text[shown.start : shown.end] == shown.quote:
        if held.fingerprint == shown.fingerprint:
            return head + (_sheet(shown) if is_page_here else "") + _page(_text(held, marks, number))
        return head + _changed(_since(shown, held, moved=False)) + _page(_text(held, _found(outcome, held), number))
    then = _kept(outcome, shown, number)
    if held is None:
        return (
            head + _changed("This document is not in the library any more. This is what the answer kept of it.") + then
        )
    found = _found(outcome, held)
    is_there = any(mark.number == number for mark in found)
    return (
        head
        + _changed(_since(shown, held, moved=is_there))
        + f'<h3 class="version">As it was when the answer was given</h3>{then}'
        + f'<h3 class="version">As it is now</h3>{_page(_text(held, found, number if is_there else None))}'
    )


def passage(near: Passage, held: Document | None, *, is_original_here: bool) -> str:
    """Return the document of a nearest passage, scrolled to it."""
    chunk = near.chunk
    title = held.title if held else chunk.source.rpartition("/")[2]
    tools = _open_original(chunk.source) if held and is_original_here else ""
    head = _head(chunk.source, title, place(chunk.source, title, chunk.headings, None), tools)
    if held is None or held.text[chunk.start : chunk.end] != chunk.text:
        gone = "This document has changed or is gone since. This is the passage as it was."
        return head + _changed(gone) + _page(_block(chunk.text, 0, (), None))
    return head + _page(_text(held, [Mark(chunk.start, chunk.end, -1)], -1))


def _head(source: str, title: str, where: str, tools: str) -> str:
    name = where or place(source, title, (), None)
    return (
        f'<div class="view-head" data-source="{as_text(source)}"><h2 class="title" dir="auto">{as_text(visible(title))}'
        f'</h2><p class="path" dir="auto">{as_text(name)}</p><div class="view-tools">{tools}</div></div>'
    )


def _steps(answer: Outcome, key: str, number: int) -> str:
    """Return the buttons that lead to the quote before and the one after, which go round, and to any of them."""
    total = len(answer.citations)
    if total == 1:
        return '<p class="which">The only quote</p>'
    before, after = (number - 1) % total, (number + 1) % total
    all_quotes = _all_quotes(answer, key, number)
    return _step(key, before, "left", "Previous quote") + all_quotes + _step(key, after, "right", "Next quote")


def _step(key: str, number: int, picture: str, name: str) -> str:
    return (
        f'<button type="button" class="tool step" data-event="select" data-exchange="{key}" data-citation="{number}" '
        f'aria-label="{name}" title="{name}">{icon(picture)}</button>'
    )


def _open_original(source: str, page: int | None = None) -> str:
    address = f"original?source={quoted(source, safe='', errors='surrogateescape')}"
    at = f"#page={page}" if page is not None and _is_pdf(source) else ""
    return (
        f'<a class="tool original" href="{as_text(address + at)}" '
        f'target="_blank" rel="noopener">{icon("open")}Open the file</a>'
    )


# Files whose pages can be drawn.
_DRAWN = (".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff")


def _is_pdf(source: str) -> bool:
    return source.lower().endswith(".pdf")


def _is_drawn(held: Document, shown: Citation) -> bool:
    """Whether the page of a quote can be drawn: it is that of a PDF file that is the same as then."""
    is_same = held.fingerprint == shown.fingerprint and held.text[shown.start : shown.end] == shown.quote
    return is_same and shown.page is not None and shown.source.lower().endswith(_DRAWN)


def _look(shown: Citation) -> str:
    return (
        f'<button type="button" class="tool look" aria-pressed="false">{icon("pages")}'
        f"<span>Page {shown.page}</span></button>"
    )


def _sheet(shown: Citation) -> str:
    return (
        f'<div class="sheet" data-source="{as_text(shown.source)}" data-number="{shown.page}" '
        f'data-start="{shown.start}" data-end="{shown.end}"></div>'
    )


def _all_quotes(answer: Outcome, key: str, now: int) -> str:
    rows = "".join(
        f'<li><button type="button" class="source" data-event="select" data-exchange="{key}" data-citation="{number}"'
        f'{" aria-current=true" if number == now else ""}><span class="number">{each.passage}</span>'
        f'<span class="snippet" dir="auto">{as_text(clipped(each.quote, MAX_LISTED))}</span></button></li>'
        for number, each in enumerate(answer.citations)
    )
    return (
        '<details class="menu all-quotes"><summary class="tool" title="All quotes of this answer">'
        f'<span class="which">Quote {now + 1} of {len(answer.citations)}</span>{icon("below")}</summary>'
        f'<ol class="choices" aria-label="All quotes of this answer">{rows}</ol></details>'
    )


def _changed(text: str) -> str:
    return f'<p class="changed" role="note">{as_text(text)}</p>'


def _since(shown: Citation, held: Document, *, moved: bool) -> str:
    if held.fingerprint == shown.fingerprint:
        return "This file is read differently now than when the answer was given; both readings are shown."
    if held.text[shown.start : shown.end] == shown.quote:
        return "This document has changed since the answer was given; the quote stands where it stood."
    if moved:
        return "This document has changed since the answer was given; the quote stands elsewhere in it now."
    return "This document has changed since the answer was given, and the quote does not stand in it any more."


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


def _kept(answer: Outcome, shown: Citation, number: int) -> str:
    """Return the quote in the surroundings that the answer kept."""
    kept = answer.nearest if isinstance(answer, NoAnswer) else answer.passages
    chunk = next((p.chunk for p in kept if p.number == shown.passage), None)
    if chunk is None or not chunk.start <= shown.start < shown.end <= chunk.end:
        return _page(_block(shown.quote, 0, (Mark(0, len(shown.quote), number),), number))
    marks = [
        Mark(max(each.start, chunk.start), min(each.end, chunk.end), position)
        for position, each in enumerate(answer.citations)
        if each.passage == shown.passage and each.start < chunk.end and each.end > chunk.start
    ]
    return _page(_block(chunk.text, chunk.start, marks, number))


def _page(text: str) -> str:
    return f'<div class="text">{text}</div>'


def _text(held: Document, marks: Sequence[Mark], now: int | None) -> str:
    """Return a document's text around its marks, with its headings and the numbers of its pages."""
    headings = {section.start: section.level for section in held.sections}
    pages = [(page.start, page.number) for page in held.pages]
    blocks, last = [], 0
    for low, high in _windows(held.text, marks):
        blocks += [_gap(low - last), _block(held.text[low:high], low, marks, now, headings=headings, pages=pages)]
        last = high
    return "".join([*blocks, _gap(len(held.text) - last)])


def _windows(text: str, marks: Sequence[Mark]) -> list[tuple[int, int]]:
    """Return the parts of a long text that are shown, as whole lines, in order, without overlap."""
    windows: list[tuple[int, int]] = []
    for start, end in sorted((mark.start, mark.end) for mark in marks) or [(0, 0)]:
        low = text.rfind("\n", 0, max(start - WINDOW, 0)) + 1
        high = text.find("\n", end + WINDOW)
        high = len(text) if high < 0 else high + 1
        if windows and low <= windows[-1][1]:
            windows[-1] = (windows[-1][0], max(high, windows[-1][1]))
        else:
            windows.append((low, high))
    return windows


def _gap(characters: int) -> str:
    return f'<p class="gap">{count(characters, "character")} not shown here</p>' if characters else ""


def _block(
    text: str,
    offset: int,
    marks: Iterable[Mark],
    now: int | None,
    *,
    headings: dict[int, int] | None = None,
    pages: Sequence[tuple[int, int]] = (),
) -> str:
    """Return a part of a text, a paragraph for each line; ``offset`` is where it begins in its document."""
    lines, start = [], offset
    marked = list(marks)
    for line in text.split("\n"):
        end = start + len(line)
        begun = pages[bisect_left(pages, (start, 0)) : bisect_left(pages, (end + 1, 0))]
        lines += [f'<p class="page-number">Page {number}</p>' for _, number in begun]
        if line:
            level = (headings or {}).get(start)
            inside = _line(line, start, [mark for mark in marked if mark.start < end and mark.end > start], now)
            kind = "p" if level is None else f"h{min(level + 2, 6)}"
            lines.append(f'<{kind} dir="auto">{inside}</{kind}>')
        start = end + 1
    return "".join(lines)


def _line(line: str, offset: int, marks: Sequence[Mark], now: int | None) -> str:
    bounds = ((max(mark.start - offset, 0), min(mark.end - offset, len(line))) for mark in marks)
    cuts = sorted({0, len(line), *(bound for pair in bounds for bound in pair)})
    parts = []
    for start, end in pairwise(cuts):
        numbers = [mark.number for mark in marks if mark.start - offset <= start and end <= mark.end - offset]
        text = as_text(line[start:end])
        if not numbers:
            parts.append(text)
        else:
            kind = ' class="now"' if now in numbers else ""
            parts.append(f'<mark{kind} data-quotes="{" ".join(map(str, numbers))}">{text}</mark>')
    return "".join(parts)
