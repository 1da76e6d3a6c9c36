"""A conversation as HTML: pure functions.

All text of documents, file names and questions goes through ``as_text``; every tag is written here. An element
with ``data-event`` tells the server that it was pressed, with all its other data.
"""

from __future__ import annotations

import time
from datetime import date as Date  # noqa: N812
from types import MappingProxyType
from typing import TYPE_CHECKING

from rag.settings import EXTRACTIVE, GENERATIVE
from rag.types import NOT_SUPPORTED, Answer, ReplyKind
from ui.formats.answer_view import in_place, view
from ui.text.html_escape import as_text, count
from ui.text.messages import REFUSALS, STOPPED, confidence_word, note
from ui.text.sanitize import visible
from ui.web.views.actions import actions
from ui.web.views.icons import icon
from ui.web.views.suggestions import better

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rag.types import Citation, NoAnswer, Outcome, Passage, Sentence, Trace
    from ui.chat.models import Conversation, Exchange, Growing
    from ui.formats.answer_view import SentenceView

# Of a longer question the beginning is shown, so that its answer is in view; "Edit" shows all of it.
MAX_SHOWN = 600
# As much of a quote as a name that is read aloud can hold, and as a glance takes in.
MAX_SPOKEN, MAX_PEEK = 200, 600
# Of a passage that is not cited: enough to see whether it is worth opening.
MAX_SNIPPET = 220
# What stays on one line with the numbers after it; of a longer word the end, or a phone could not hold it.
MAX_TIED = 20
# Who answers in which words; the first of each is on a button that leads to them, the second says whose they are.
WORDS: Mapping[str, tuple[str, str]] = {
    EXTRACTIVE: ("In the documents’ own words", "The documents’ own words"),
    GENERATIVE: ("In a language model’s words", "A language model’s words, checked"),
}


def trouble(text: str) -> str:
    """Return why something could not be done."""
    # The same trouble twice is told twice: a page draws nothing anew that is the same.
    return f'<p class="trouble" role="alert" data-told="{time.monotonic_ns()}">{as_text(visible(text))}</p>'


def thread(conversation: Conversation, on_their_way: Mapping[str, Growing] = MappingProxyType({})) -> str:
    """Return a conversation; the answers on their way, by the ids of their exchanges, as far as they have come."""
    last = len(conversation.exchanges) - 1
    return "".join(
        growing(each, on_their_way[each.id]) if each.id in on_their_way else exchange(each, is_last=number == last)
        for number, each in enumerate(conversation.exchanges)
    )


def exchange(each: Exchange, *, is_last: bool = True) -> str:
    """Return a question with what came of it, and what can be done with it."""
    if each.outcome is not None:
        body = outcome(each.outcome, each.question, each.id, _rewording(each)) + better(each.better)
    else:
        body = f'<p class="notice">{as_text(each.trouble or STOPPED)}</p>'
    return _article(each, f'<div class="reply">{body}</div>{actions(each, is_last=is_last)}', _edit(each))


def growing(each: Exchange, answer: Growing) -> str:
    """Return a question with its answer as far as it has come."""
    if answer.said:
        body = f'{_prose(answer.said, {})}<p class="working">…</p>'
    else:
        searching = answer.passages is None
        text = "Searching the documents" if searching else f"Reading {count(answer.passages or 0, 'passage')}"
        body = f'<p class="working">{text}<span class="dots">…</span></p>'
    return _article(each, f'<div class="reply" aria-busy="true">{body}</div>')


def looking(each: Exchange, refusal: NoAnswer) -> str:
    """Return a refusal while questions are looked for that the documents do answer."""
    body = outcome(refusal, each.question, each.id)
    wait = '<p class="working">Looking for questions that they do answer<span class="dots">…</span></p>'
    return _article(each, f'<div class="reply" aria-busy="true">{body}{wait}</div>')


def outcome(result: Outcome, asked: str, key: str, rewording: str = "") -> str:
    """Return a whole answer or refusal.

    Parameters
    ----------
    result
        What the assistant returned.
    asked
        What the user typed: what was searched is shown where it differs.
    key
        The exchange's id, which a chip tells the server.
    rewording
        HTML that offers the answer in other words.
    """
    body = _answer(result, key, rewording) if isinstance(result, Answer) else _refusal(result, key)
    return f"{_searched(result.trace, asked)}{_opening(result)}{body}{_warnings(result.trace)}"


def place(source: str, title: str, headings: Sequence[str], page: int | None, date: str | None = None) -> str:
    """Return where in which document something stands, and of what day that is, as plain text without the title."""
    where = [source.rpartition("/")[2], *headings, *([f"page {page}"] if page is not None else [])]
    # A document's first heading is often its title: said once is enough.
    found = " › ".join(visible(part) for part in where if part != title)
    return " · ".join(part for part in (day(date), found) if part)


def day(date: str | None) -> str:
    """Return a day (YYYY-MM-DD) as people say it: "15 March 2024"; what is no day is shown as it is."""
    try:
        return "" if date is None else f"{Date.fromisoformat(date):%d %B %Y}".lstrip("0")
    except ValueError:
        return visible(date or "")


def clipped(text: str, longest: int) -> str:
    """Return the beginning of a text, ending where a word does."""
    return text if len(text) <= longest else text[:longest].rsplit(" ", 1)[0].rstrip() + "…"


def _article(each: Exchange, body: str, tools: str = "") -> str:
    shown = each.question if len(each.question) <= MAX_SHOWN else each.question[:MAX_SHOWN] + "…"
    return (
        f'<article class="exchange" id="exchange-{each.id}"><div class="asked">'
        f'<h2 class="question" dir="auto">{as_text(shown)}</h2>{tools}</div>{body}</article>'
    )


def _edit(each: Exchange) -> str:
    return (
        f'<details class="edit menu"><summary aria-label="Edit this question" title="Edit">{icon("edit")}</summary>'
        f'<form data-event="edit" data-exchange="{each.id}">'
        f'<textarea name="question" rows="3" dir="auto" aria-label="Your question">{as_text(each.question)}</textarea>'
        '<p class="hint">What was said after it is dropped.</p><button type="submit" class="do">Ask again</button>'
        "</form></details>"
    )


def _answer(answer: Answer, key: str, rewording: str) -> str:
    keys = {citation: f"{key}-{number}" for number, citation in enumerate(answer.citations)}
    cited = {citation.passage for citation in answer.citations}
    others = [passage for passage in answer.passages if passage.number not in cited]
    meta = _sure(answer.confidence) + rewording
    computed = f'<p class="computed" dir="auto">{as_text(answer.computed.text)}</p>' if answer.computed else ""
    return (
        computed
        + _prose(answer.sentences, keys)
        + (f'<p class="meta">{meta}</p>' if meta else "")
        + _sources(answer, keys)
        + _more(f"{count(len(others), 'other passage')} read", others, key)
    )


def _sure(confidence: float) -> str:
    word = confidence_word(confidence)
    if not word:
        return ""
    return (
        f'<span class="confidence {word}" tabindex="0" title="Probability that this answer is right: '
        f'{confidence:.2f}">{word.capitalize()} confidence<span class="unseen"> ({confidence:.2f})</span></span>'
    )


def _rewording(each: Exchange) -> str:
    """Return the reader of an answer, and the button for the other reader."""
    other = each.other_reader
    if each.outcome is None or other is None:
        return ""
    whose, way = WORDS[each.outcome.trace.reader][1], WORDS[other][0]
    return (
        f'<span class="whose">{whose}</span> <button type="button" class="link" data-event="option_select" '
        f'data-exchange="{each.id}">{way}</button>'
    )


def _refusal(refusal: NoAnswer, key: str) -> str:
    nearest = "".join(_passage(passage, key) for passage in refusal.nearest)
    found = f'<section class="nearest"><h3>Nearest, not an answer</h3><ul>{nearest}</ul></section>' if nearest else ""
    if refusal.closest:
        keys = {citation: f"{key}-{number}" for number, citation in enumerate(refusal.citations)}
        closest = "".join(f"<li>{_sentence(sentence, keys)}</li>" for sentence in view(refusal).closest)
        found = f'<ul class="closest" dir="auto">{closest}</ul>{_sources(refusal, keys)}'
    return f'<p class="refusal">{REFUSALS[refusal.reason]}</p>{found}'


def _prose(sentences: Sequence[Sentence], keys: Mapping[Citation, str]) -> str:
    said = "".join(as_text(each.gap) + _sentence(each, keys) for each in in_place(sentences))
    return f'<p class="said" dir="auto">{said}</p>'


def _sentence(sentence: SentenceView, keys: Mapping[Citation, str]) -> str:
    text, chips = sentence.text, "".join(_chip(citation, keys.get(citation)) for citation in sentence.citations)
    if not sentence.numbers:
        return f'<span class="unsupported">{as_text(text)} <em>{NOT_SUPPORTED}</em></span>'
    cut = len(text) - len(text[-MAX_TIED:].rpartition(" ")[2])
    before, tied = (_marked(text, *part, *(sentence.span or (0, 0))) for part in ((0, cut), (cut, len(text))))
    return f'{before}<span class="tied">{tied}{chips}</span>'


def _marked(text: str, begin: int, stop: int, start: int, end: int) -> str:
    """Return ``text[begin:stop]``, of which what lies in ``text[start:end]`` is strong."""
    start, end = (min(max(place, begin), stop) for place in (start, end))
    strong = f"<strong>{as_text(text[start:end])}</strong>" if start < end else ""
    return f"{as_text(text[begin:start])}{strong}{as_text(text[end:stop])}"


def _chip(citation: Citation, key: str | None) -> str:
    """Return the number that leads to a quote; it leads nowhere while its answer is still on the way."""
    if key is None:
        return f'<span class="chip">{citation.passage}</span>'
    where = place(citation.source, citation.title, citation.headings, citation.page, citation.date)
    spoken = f"Source {citation.passage}: {clipped(citation.quote, MAX_SPOKEN)}"
    quote, title = as_text(clipped(citation.quote, MAX_PEEK)), as_text(visible(citation.title))
    return (
        f'<button type="button" class="chip" {_opens(key)} aria-label="{as_text(spoken)}" data-quote="{quote}" '
        f'data-title="{title}" data-where="{as_text(where)}">{citation.passage}</button>'
    )


def _opens(key: str) -> str:
    exchange_id, _, number = key.rpartition("-")
    return f'data-event="select" data-exchange="{exchange_id}" data-citation="{number}"'


def _sources(answer: Outcome, keys: Mapping[Citation, str]) -> str:
    """Return the cited documents, each once, with the numbers of their passages."""
    by_source: dict[str, list[Citation]] = {}
    for citation in answer.citations:
        by_source.setdefault(citation.source, []).append(citation)
    rows = []
    for citations in by_source.values():
        first = citations[0]
        numbers = ", ".join(map(str, sorted({citation.passage for citation in citations})))
        where = place(first.source, first.title, (), None, first.date)
        rows.append(
            f'<li><button type="button" class="source" {_opens(keys[first])}><span class="number">{numbers}</span>'
            f'<span class="title" dir="auto">{as_text(visible(first.title))}</span>'
            f'<span class="path" dir="auto">{as_text(where)} · {count(len(citations), "quote")}</span></button></li>'
        )
    heading = "Source" if len(rows) == 1 else "Sources"
    return f'<section class="sources"><h3>{heading}</h3><ul>{"".join(rows)}</ul></section>'


def _more(summary: str, passages: Sequence[Passage], key: str) -> str:
    rows = "".join(_passage(passage, key) for passage in passages)
    return f'<details class="others"><summary>{summary}</summary><ul>{rows}</ul></details>' if rows else ""


def _passage(passage: Passage, key: str) -> str:
    """Return a passage that is not cited, as a link to its document."""
    chunk = passage.chunk
    name = next(iter(chunk.headings), chunk.source.rpartition("/")[2])
    text = " ".join(chunk.text.split()).removeprefix(name).lstrip()
    return (
        f'<li><button type="button" class="source" data-event="select" data-exchange="{key}" '
        f'data-passage="{passage.number}"><span class="number">{passage.number}</span>'
        f'<span class="title" dir="auto">{as_text(visible(name))}</span>'
        f'<span class="path" dir="auto">{as_text(place(chunk.source, name, chunk.headings, None))}</span>'
        f'<span class="snippet" dir="auto">{as_text(clipped(text, MAX_SNIPPET))}</span>'
        "</button></li>"
    )


def _searched(trace: Trace, asked: str) -> str:
    told = []
    if trace.standalone_question.split() not in (asked.split(), []):
        told.append(f"Searched for “{as_text(trace.standalone_question)}”")
    if narrowed := note(trace.within):
        told.append(as_text(visible(narrowed)))
    return "".join(f'<p class="searched" dir="auto">{line}</p>' for line in told)


def _opening(result: Outcome) -> str:
    """Return what stands above a reply that answers no question, such as that to a greeting."""
    is_overview = isinstance(result, Answer) and result.kind is ReplyKind.OVERVIEW
    return '<p class="searched">These documents say, for example:</p>' if is_overview else ""


def _warnings(trace: Trace) -> str:
    return "".join(f'<p class="warning" dir="auto">{as_text(warning)}</p>' for warning in trace.warnings)
