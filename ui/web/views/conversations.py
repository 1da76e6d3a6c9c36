"""The list of conversations and the bar above the one that is shown, as HTML."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from ui.chat.store import MAX_NAME_LENGTH
from ui.templates.environment import html
from ui.text.layout import title

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ui.chat.models import Conversation, Kept

_DAY = 24 * 3600


def bar(conversation: Conversation) -> str:
    """Return the name of the conversation, which can be changed, its exports, and the way to a new one."""
    short = title(conversation.name)
    return html("conversations", "bar", conversation=conversation, short=short, max_length=MAX_NAME_LENGTH)


def listed(conversations: Sequence[Kept], now: str, words: str = "", clock: float | None = None) -> str:
    """Return the list of conversations, with the field that searches it.

    Parameters
    ----------
    conversations
        The last one first.
    now
        Id of the one that is shown.
    words
        That were searched for.
    clock
        Seconds since 1970; the present when None.
    """
    moment = time.time() if clock is None else clock
    rows = [(each, title(each.name), when(each.changed, moment)) for each in conversations]
    return html("conversations", "listed", rows=rows, now=now, words=words)


def when(moment: float, clock: float) -> str:
    """Return the time of today, the weekday of this week, or the date."""
    then, now = time.localtime(moment), time.localtime(clock)
    if then[:3] == now[:3]:
        return time.strftime("%H:%M", then)
    if clock - moment < 6 * _DAY:
        return time.strftime("%A", then)
    return time.strftime("%d %B %Y", then).lstrip("0")
