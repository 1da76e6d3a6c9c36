"""Export a conversation as Markdown or HTML, with the quotes of every answer and without active content."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from ui.formats.plain_text import marks, where
from ui.formats.views.answer import grouped, view
from ui.templates.environment import html
from ui.text.markdown import line, plain
from ui.text.messages import STOPPED
from ui.text.sanitize import visible_block

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ui.chat.models import Conversation, Exchange
    from ui.formats.views.answer import AnswerView, SentenceView


def markdown(conversation: Conversation) -> str:
    """Return a conversation as Markdown. Text of documents is escaped."""
    parts = [f"# {plain(line(conversation.name))}"]
    for each in conversation.exchanges:
        parts += [f"## {plain(line(each.question))}", *_answered(each)]
    return "\n\n".join(parts) + "\n"


def web_page(conversation: Conversation) -> str:
    """Return a conversation as a self-contained HTML page without scripts."""
    return html("export", "page", name=line(conversation.name), replies=list(map(_reply, conversation.exchanges)))


def _answered(each: Exchange) -> list[str]:
    shown = view(each.outcome, by_quote=True) if each.outcome else None
    if shown is None or shown.refusal:
        closest = () if shown is None else shown.closest
        items = [block for columns, said in grouped(closest) for block in _closest(columns, said)]
        return [plain(_unanswered(each, shown)), *items, f"*{_asked(each)}*", *_quotes(shown)]
    said = "\n\n".join(
        _table(columns, group)
        if columns
        else "".join(part.gap + plain(visible_block(part.text)) + marks(part) for part in group)
        for columns, group in grouped(shown.sentences)
    )
    computed = [f"**{plain(line(shown.computed))}**"] if shown.computed else []
    return [*computed, said, *map(plain, shown.notes), f"*{_sure(each, shown)}{_asked(each)}*", *_quotes(shown)]


def _closest(columns: Sequence[str], said: Sequence[SentenceView]) -> list[str]:
    if columns:
        return [_table(columns, said)]
    return [f"- {plain(visible_block(part.text))}{marks(part)}" for part in said]


def _table(columns: Sequence[str], said: Sequence[SentenceView]) -> str:
    """Return rows as a table of Markdown; the number of a row's quote stands behind its last cell."""
    head = [_cell(name) for name in columns]
    rows = [[*(_cell(cell) for _, cell in part.cells[:-1]), _cell(part.cells[-1][1]) + marks(part)] for part in said]
    return "\n".join(f"| {' | '.join(line)} |" for line in (head, ["---"] * len(head), *rows))


def _cell(text: str) -> str:
    return plain(line(text))


def _quotes(shown: AnswerView | None) -> list[str]:
    notes = []
    for source in () if shown is None else shown.sources:
        quotes = [f"> {plain(visible_block(citation.quote))}".replace("\n", "\n> ") for citation in source.citations]
        notes += [f"**[{source.number}]** {plain(where(source.citations[0]))}", *quotes]
    return notes


def _reply(each: Exchange) -> dict[str, object]:
    """Return the parts of an exchange for its template."""
    shown = view(each.outcome, by_quote=True) if each.outcome else None
    is_answered = shown is not None and not shown.refusal
    return {
        "question": each.question,
        "unanswered": "" if is_answered else _unanswered(each, shown),
        "computed": shown.computed if shown else "",
        "sentences": grouped(shown.sentences) if shown else (),
        "closest": grouped(shown.closest) if shown else (),
        "notes": shown.notes if shown and is_answered else (),
        "asked": f"{_sure(each, shown)}{_asked(each)}" if shown else _asked(each),
        "sources": [(source.number, where(source.citations[0]), source.citations) for source in shown.sources]
        if shown
        else (),
    }


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
