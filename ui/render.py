"""Answers, refusals and passages as HTML: pure functions from values to text, safe whatever the documents say.

Every word of a document, a file name or a question goes through ``as_text``; every tag is written here.
An output is one line: Markdown, which the chat applies to messages, finds one block of HTML in it and leaves it alone.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from rag.answers import Answer, NoAnswer, Reason
from ui.escaping import visible
from ui.markup import as_text, count
from ui.prose import separator
from ui.terminal import confidence_word

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from rag.answers import Citation, Outcome, Passage, Sentence, Trace

REFUSALS: Mapping[Reason, str] = {
    Reason.EMPTY_LIBRARY: "There are no documents yet. Add some in the documents panel, then ask again.",
    Reason.NOTHING_RELEVANT: "Nothing in these documents is about that.",
    Reason.UNSUPPORTED: "The documents touch on this, but they do not answer it.",
}

# Characters kept on each side of a quote; what is farther away is folded. Two lines of a card at its usual width.
SURROUNDINGS = 220
# Folding less than a line would save nothing and interrupt the reader.
SHORTEST_FOLD = 90


def welcome() -> str:
    """Return what stands in the place of a conversation that has not begun."""
    return (
        '<div class="welcome"><h2>Ask your documents</h2><p>Every sentence of an answer is backed by a passage you can '
        "read. What the documents do not say, is not said.</p></div>"
    )


def question(text: str) -> str:
    """Return what the user typed, as text."""
    return f'<div class="question" dir="auto">{as_text(text)}</div>'


def notice(text: str) -> str:
    """Return a sentence of the program's own, such as an error, in the place of an answer."""
    return f'<div class="reply"><p class="notice">{as_text(text)}</p></div>'


def working(passages: int | None = None) -> str:
    """Return what stands in the place of an answer that has not begun; ``passages`` once they are found."""
    text = "Searching the documents" if passages is None else f"Reading {count(passages, 'passage')}"
    return f'<div class="reply"><p class="working">{text}<span class="dots">…</span></p></div>'


def saying(sentences: Sequence[Sentence], key: str) -> str:
    """Return an answer as far as it has come; ``key`` is unique to the message and begins its anchors."""
    return f'<div class="reply">{_prose(sentences, _anchors(sentences, key))}<p class="working">…</p></div>'


def outcome(result: Outcome, asked: str, key: str) -> str:
    """Return a whole answer or refusal with its evidence.

    Parameters
    ----------
    result
        What the assistant returned.
    asked
        What the user typed: what was searched is shown where it differs.
    key
        Unique to the message; begins the ids of its anchors.
    """
    body = _answer(result, key) if isinstance(result, Answer) else _refusal(result)
    return f'<div class="reply">{_searched(result.trace, asked)}{body}{_warnings(result.trace)}</div>'


def passage_text(passage: Passage, citations: Mapping[str, Citation]) -> str:
    """Return a passage's text, every quote of it marked; the text content is the passage's text, unchanged.

    Parameters
    ----------
    passage
        Of which the text is shown.
    citations
        By anchor: each quote's first mark has the anchor for its id, and all of them have it for a class.
    """
    chunk = passage.chunk
    ranges = {
        anchor: (max(citation.start, chunk.start) - chunk.start, min(citation.end, chunk.end) - chunk.start)
        for anchor, citation in citations.items()
    }
    cuts = sorted({0, len(chunk.text), *(offset for pair in ranges.values() for offset in pair)})
    begun: set[str] = set()
    parts = []
    for start, end in pairwise(cuts):
        anchors = [anchor for anchor, (low, high) in ranges.items() if low <= start and end <= high]
        if anchors:
            ids = "".join(f'<span id="{anchor}"></span>' for anchor in anchors if anchor not in begun)
            begun.update(anchors)
            parts.append(f'{ids}<mark class="{" ".join(anchors)}">{as_text(chunk.text[start:end])}</mark>')
        else:
            parts.append(_folded(chunk.text[start:end], is_first=start == 0, is_last=end == len(chunk.text)))
    return "".join(parts)


def _answer(answer: Answer, key: str) -> str:
    anchors = _anchors(answer.sentences, key)
    cited = {citation.passage for citation in anchors}
    titles = {citation.source: citation.title for citation in anchors}
    cards = "".join(_card(passage, anchors, titles) for passage in answer.passages if passage.number in cited)
    others = [passage for passage in answer.passages if passage.number not in cited]
    word = confidence_word(answer.confidence)
    return (
        _prose(answer.sentences, anchors)
        + f'<p class="meta"><span class="confidence {word}" title="Probability that this answer is right: '
        f'{answer.confidence:.2f}">{word.capitalize()} confidence</span></p>'
        + f'<div class="sources"><h3>{"Source" if len(cited) == 1 else "Sources"}</h3>{cards}</div>'
        + _more(f"{count(len(others), 'other passage')} read", others, titles)
    )


def _refusal(refusal: NoAnswer) -> str:
    nearest = "".join(_card(passage, {}, {}) for passage in refusal.nearest)
    found = f'<div class="sources nearest"><h3>Nearest, not an answer</h3>{nearest}</div>' if nearest else ""
    return f'<p class="refusal">{REFUSALS[refusal.reason]}</p>{found}'


def _prose(sentences: Sequence[Sentence], anchors: Mapping[Citation, str]) -> str:
    parts = [_sentence(sentence, anchors) for sentence in sentences]
    gaps = ["", *(as_text(separator(before, after)) for before, after in pairwise(sentences))]
    said = "".join(gap + part for gap, part in zip(gaps, parts, strict=False))
    return f'<p class="said" dir="auto">{said}</p>'


def _sentence(sentence: Sentence, anchors: Mapping[Citation, str]) -> str:
    text, chips = sentence.text, "".join(_chip(citation, anchors[citation]) for citation in sentence.citations)
    if sentence.span is None:
        return as_text(text) + chips
    start, end = sentence.span
    return f"{as_text(text[:start])}<strong>{as_text(text[start:end])}</strong>{as_text(text[end:])}{chips}"


def _chip(citation: Citation, anchor: str) -> str:
    return (
        f'<a class="chip" href="#{anchor}" title="{as_text(citation.quote)}">'
        f'<span class="unseen">source </span>{citation.passage}</a>'
    )


def _card(passage: Passage, anchors: Mapping[Citation, str], titles: Mapping[str, str]) -> str:
    chunk = passage.chunk
    citations = {anchor: citation for citation, anchor in anchors.items() if citation.passage == passage.number}
    page = next((citation.page for citation in citations.values() if citation.page is not None), None)
    # A passage knows its headings but not its document's title, which only citations bring.
    title = titles.get(chunk.source) or next(iter(chunk.headings), chunk.source)
    where = [chunk.source, *chunk.headings, *([f"page {page}"] if page is not None else [])]
    # A document's first heading is often its title: said once is enough.
    path = " › ".join(visible(part) for part in where if part != title)
    text = passage_text(passage, citations)
    more = '<button class="unfold" type="button">Whole passage</button>' if 'class="far"' in text else ""
    return (
        f'<div class="card"><div class="card-head"><span class="number">{passage.number}</span>'
        f'<span class="title" dir="auto">{as_text(visible(title))}</span>'
        f'<span class="path" dir="auto">{as_text(path)}</span></div>'
        f'<blockquote dir="auto">{text}</blockquote>{more}</div>'
    )


def _more(summary: str, passages: Iterable[Passage], titles: Mapping[str, str]) -> str:
    cards = "".join(_card(passage, {}, titles) for passage in passages)
    return f'<details class="others"><summary>{summary}</summary>{cards}</details>' if cards else ""


def _searched(trace: Trace, asked: str) -> str:
    if trace.standalone_question.strip() in {asked.strip(), ""}:
        return ""
    return f'<p class="searched" dir="auto">Searched for “{as_text(trace.standalone_question)}”</p>'


def _warnings(trace: Trace) -> str:
    return "".join(f'<p class="warning" dir="auto">{as_text(warning)}</p>' for warning in trace.warnings)


def _anchors(sentences: Sequence[Sentence], key: str) -> dict[Citation, str]:
    cited = dict.fromkeys(citation for sentence in sentences for citation in sentence.citations)
    return {citation: f"cite-{key}-{number}" for number, citation in enumerate(cited, 1)}


def _folded(text: str, *, is_first: bool, is_last: bool) -> str:
    """Return text beside a quote with what is far from every quote set apart, so that a card can be short."""
    # Before the first quote only the end is near; after the last one, or where there is none, only the beginning.
    start = 0 if is_first and not is_last else text.rfind(" ", 0, SURROUNDINGS) + 1
    end = len(text) if is_last else text.find(" ", max(len(text) - SURROUNDINGS, 0))
    if end - start < SHORTEST_FOLD:
        return as_text(text)
    return (
        f'{as_text(text[:start])}<span class="far"><span>{as_text(text[start:end])}</span></span>{as_text(text[end:])}'
    )
