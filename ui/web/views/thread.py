"""A conversation as HTML."""

from __future__ import annotations

import time
from types import MappingProxyType
from typing import TYPE_CHECKING

from rag.query.every_document import column
from rag.types import Answer
from ui.formats.plain_text import with_footnotes
from ui.templates.environment import html
from ui.text.messages import STOPPED
from ui.web.views.answer import rewording, said_so_far, shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rag.types import Outcome
    from ui.chat.models import Conversation, Exchange, Growing

# Of a longer question the beginning is shown, so that its answer is in view; "Edit" shows all of it.
MAX_SHOWN = 600
# Offered when a thumb points down.
REASONS = ("It is wrong", "It misses the point", "The quotes do not support it", "Something is missing")


def trouble(text: str) -> str:
    """Return why something could not be done."""
    return html("thread", "trouble", text=text, told=time.monotonic_ns())


def thread(conversation: Conversation, on_their_way: Mapping[str, Growing] = MappingProxyType({})) -> str:
    """Return a conversation; the answers on their way, by the ids of their exchanges, as far as they have come."""
    last = len(conversation.exchanges) - 1
    return "".join(
        growing(each, on_their_way[each.id]) if each.id in on_their_way else exchange(each, is_last=number == last)
        for number, each in enumerate(conversation.exchanges)
    )


def exchange(each: Exchange, *, is_last: bool = True) -> str:
    """Return a question with what came of it, and what can be done with it; the last question can be taken back."""
    return html(
        "thread",
        "exchange",
        each=each,
        question=_beginning(each.question),
        shown=shown(each.outcome, each.question, rewording(each), each.searched) if each.outcome else None,
        notice=each.trouble or STOPPED,
        copied=with_footnotes(each.outcome) if isinstance(each.outcome, Answer) else "",
        reasons=REASONS,
        is_last=is_last,
        every=column(each.question) if each.outcome else None,
        folder=_folder(each.outcome) if each.outcome else "",
    )


def growing(each: Exchange, answer: Growing) -> str:
    """Return a question with its answer as far as it has come."""
    question, said = _beginning(each.question), said_so_far(answer.said)
    return html("thread", "growing", each=each, question=question, answer=answer, said=said)


def _folder(outcome: Outcome) -> str:
    """Return the only folder that was asked, "" where it was not one alone."""
    only = sorted(outcome.trace.within.only)
    return only[0].rstrip("/") if len(only) == 1 and only[0].endswith("/") else ""


def _beginning(question: str) -> str:
    return question if len(question) <= MAX_SHOWN else question[:MAX_SHOWN] + "…"
