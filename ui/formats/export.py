"""Export a conversation as Markdown or HTML, with the quotes of every answer and without active content."""

from __future__ import annotations

import re
import time
from itertools import pairwise
from typing import TYPE_CHECKING

from rag.types import Answer
from ui.formats.plain_text import UNSUPPORTED, by_passage, where
from ui.text.html_escape import as_text
from ui.text.layout import separator
from ui.text.messages import REFUSALS, STOPPED, confidence_word, note
from ui.text.sanitize import visible_block

if TYPE_CHECKING:
    from rag.types import Outcome, Trace
    from ui.chat.models import Conversation, Exchange

# What Markdown would take for a mark of its own: anywhere, in what it takes for an address, and where a line begins.
_ANYWHERE = re.compile(r"[\\`*_\[\]<>|~$@&]|:(?=/)|(?<=www)\.", re.IGNORECASE)
_AT_BEGINNING = re.compile(r"^(?:([-+#=])|(\d+)([.)]))", re.MULTILINE)
_STYLE = (
    "body{max-width:42rem;margin:2rem auto;padding:0 1rem;font:1rem/1.6 Georgia,serif;color:#21241f;background:#fbfaf7}"
    "h1,h2{line-height:1.3;font-weight:500}h2{margin-top:2.5rem}p,blockquote{white-space:pre-wrap}"
    "blockquote{margin:.5rem 0;padding-left:1rem;border-left:3px solid #f6cf55}sup{color:#2c6148}"
    ".quiet,.source{font:.85rem/1.5 sans-serif;color:#5d6259}"
    "@media(prefers-color-scheme:dark){body{color:#e6e7e1;background:#161815}.quiet,.source{color:#a4a99e}sup{color:#8fcdaa}}"
)


def markdown(conversation: Conversation) -> str:
    """Return a conversation as Markdown. Text of documents is escaped."""
    parts = [f"# {_plain(_line(conversation.name))}"]
    for each in conversation.exchanges:
        parts += [f"## {_plain(_line(each.question))}", *_answered(each)]
    return "\n\n".join(parts) + "\n"


def web_page(conversation: Conversation) -> str:
    """Return a conversation as a self-contained HTML page without scripts."""
    name = as_text(_line(conversation.name))
    parts = "".join(
        f'<section><h2 dir="auto">{as_text(each.question)}</h2>{_answered_html(each)}</section>'
        for each in conversation.exchanges
    )
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        '<meta name="viewport" content="width=device-width">'
        f'<title>{name}</title><style>{_STYLE}</style></head><body><h1 dir="auto">{name}</h1>{parts}</body></html>\n'
    )


def _answered(each: Exchange) -> list[str]:
    outcome, asked = each.outcome, time.strftime("%d %B %Y, %H:%M", time.localtime(each.asked)).lstrip("0")
    if not isinstance(outcome, Answer):
        return [_plain(_unanswered(each, outcome)), f"*{asked}*"]
    said = _said(outcome)
    notes = []
    for number, citations in by_passage(outcome).items():
        quotes = [f"> {_plain(visible_block(citation.quote))}".replace("\n", "\n> ") for citation in citations]
        notes += [f"**[{number}]** {_plain(where(citations[0]))}", *quotes]
    warnings = [_plain(line) for line in _notes(outcome.trace)]
    return [said, *warnings, f"*{_sure(outcome)}{asked}*", *notes]


def _answered_html(each: Exchange) -> str:
    outcome, asked = each.outcome, time.strftime("%d %B %Y, %H:%M", time.localtime(each.asked)).lstrip("0")
    if not isinstance(outcome, Answer):
        return f'<p dir="auto">{as_text(_unanswered(each, outcome))}</p><p class="quiet">{asked}</p>'
    parts = []
    for sentence in outcome.sentences:
        numbers = "".join(f" <sup>[{number}]</sup>" for number in sorted({c.passage for c in sentence.citations}))
        parts.append(as_text(sentence.text) + (numbers or f" {as_text(UNSUPPORTED)}"))
    gaps = ["", *(as_text(separator(before, after)) for before, after in pairwise(outcome.sentences))]
    said = "".join(gap + part for gap, part in zip(gaps, parts, strict=True))
    notes = "".join(
        f'<p class="source" dir="auto">[{number}] {as_text(where(citations[0]))}</p>'
        + "".join(f'<blockquote dir="auto">{as_text(citation.quote)}</blockquote>' for citation in citations)
        for number, citations in by_passage(outcome).items()
    )
    warnings = "".join(f'<p class="quiet" dir="auto">{as_text(line)}</p>' for line in _notes(outcome.trace))
    return f'<p dir="auto">{said}</p>{warnings}<p class="quiet">{_sure(outcome)}{asked}</p>{notes}'


def _said(answer: Answer) -> str:
    parts = []
    for sentence in answer.sentences:
        numbers = "".join(f" [{number}]" for number in sorted({citation.passage for citation in sentence.citations}))
        parts.append(_plain(visible_block(sentence.text)) + (numbers or f" {UNSUPPORTED}"))
    gaps = ["", *(separator(before, after) for before, after in pairwise(answer.sentences))]
    return "".join(gap + part for gap, part in zip(gaps, parts, strict=True))


def _unanswered(each: Exchange, outcome: Outcome | None) -> str:
    if outcome is None or isinstance(outcome, Answer):
        return each.trouble or STOPPED
    return " ".join(part for part in (REFUSALS[outcome.reason], note(outcome.trace.within)) if part)


def _notes(trace: Trace) -> list[str]:
    return [line for line in (note(trace.within), *trace.warnings) if line]


def _sure(answer: Answer) -> str:
    word = confidence_word(answer.confidence)
    return f"{word.capitalize()} confidence ({answer.confidence:.2f}) · " if word else ""


def _line(text: str) -> str:
    return " ".join(visible_block(text).split())


def _plain(text: str) -> str:
    """Escape a text for Markdown, line by line."""
    stripped = "\n".join(line.strip() for line in text.split("\n"))
    escaped = _ANYWHERE.sub(lambda found: f"\\{found[0]}", stripped)
    return _AT_BEGINNING.sub(lambda found: f"{found[2] or ''}\\{found[1] or found[3]}", escaped)
