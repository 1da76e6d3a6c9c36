"""Export a conversation as Markdown or HTML, with the quotes of every answer and without active content."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

from ui.formats.answer_view import view
from ui.formats.plain_text import marks, where
from ui.text.html_escape import as_text
from ui.text.messages import STOPPED
from ui.text.sanitize import visible_block

if TYPE_CHECKING:
    from ui.chat.models import Conversation, Exchange
    from ui.formats.answer_view import AnswerView, SentenceView

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
    shown = view(each.outcome) if each.outcome else None
    if shown is None or shown.refusal:
        closest = () if shown is None else shown.closest
        items = [f"- {_plain(visible_block(part.text))}{marks(part)}" for part in closest]
        return [_plain(_unanswered(each, shown)), *items, f"*{_asked(each)}*", *_quotes(shown)]
    said = "".join(part.gap + _plain(visible_block(part.text)) + marks(part) for part in shown.sentences)
    computed = [f"**{_plain(_line(shown.computed))}**"] if shown.computed else []
    return [*computed, said, *map(_plain, shown.notes), f"*{_sure(each, shown)}{_asked(each)}*", *_quotes(shown)]


def _quotes(shown: AnswerView | None) -> list[str]:
    notes = []
    for source in () if shown is None else shown.sources:
        quotes = [f"> {_plain(visible_block(citation.quote))}".replace("\n", "\n> ") for citation in source.citations]
        notes += [f"**[{source.number}]** {_plain(where(source.citations[0]))}", *quotes]
    return notes


def _answered_html(each: Exchange) -> str:
    shown = view(each.outcome) if each.outcome else None
    if shown is None or shown.refusal:
        closest = () if shown is None else shown.closest
        items = "".join(f"<li>{as_text(part.text)}{_marks_html(part)}</li>" for part in closest)
        listed = f'<ul dir="auto">{items}</ul>' if items else ""
        refused = f'<p dir="auto">{as_text(_unanswered(each, shown))}</p>'
        return f'{refused}{listed}<p class="quiet">{_asked(each)}</p>{_quotes_html(shown)}'
    said = "".join(as_text(part.gap + part.text) + _marks_html(part) for part in shown.sentences)
    notes = "".join(f'<p class="quiet" dir="auto">{as_text(line)}</p>' for line in shown.notes)
    computed = f'<p dir="auto"><strong>{as_text(shown.computed)}</strong></p>' if shown.computed else ""
    asked = f'<p class="quiet">{_sure(each, shown)}{_asked(each)}</p>'
    return f'{computed}<p dir="auto">{said}</p>{notes}{asked}{_quotes_html(shown)}'


def _quotes_html(shown: AnswerView | None) -> str:
    return "".join(
        f'<p class="source" dir="auto">[{source.number}] {as_text(where(source.citations[0]))}</p>'
        + "".join(f'<blockquote dir="auto">{as_text(citation.quote)}</blockquote>' for citation in source.citations)
        for source in (() if shown is None else shown.sources)
    )


def _marks_html(sentence: SentenceView) -> str:
    return "".join(f" <sup>[{number}]</sup>" for number in sentence.numbers) or as_text(marks(sentence))


def _unanswered(each: Exchange, shown: AnswerView | None) -> str:
    if shown is None:
        return each.trouble or STOPPED
    return " ".join((shown.refusal, *shown.notes))


def _asked(each: Exchange) -> str:
    return time.strftime("%d %B %Y, %H:%M", time.localtime(each.asked)).lstrip("0")


def _sure(each: Exchange, shown: AnswerView) -> str:
    if not shown.confidence or each.outcome is None:
        return ""
    return f"{shown.confidence.capitalize()} confidence ({each.outcome.confidence:.2f}) · "


def _line(text: str) -> str:
    return " ".join(visible_block(text).split())


def _plain(text: str) -> str:
    """Escape a text for Markdown, line by line."""
    stripped = "\n".join(line.strip() for line in text.split("\n"))
    escaped = _ANYWHERE.sub(lambda found: f"\\{found[0]}", stripped)
    return _AT_BEGINNING.sub(lambda found: f"{found[2] or ''}\\{found[1] or found[3]}", escaped)
