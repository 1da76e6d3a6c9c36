"""The list of conversations and the bar above the one that is shown, as HTML."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from ui.chat.store import MAX_NAME_LENGTH
from ui.text.html_escape import as_text
from ui.text.layout import title
from ui.web.views.icons import icon

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ui.chat.models import Conversation, Kept

_DAY = 24 * 3600


def bar(conversation: Conversation) -> str:
    """Return the name of the conversation, which can be changed, its exports, and the way to a new one."""
    fresh = (
        f'<button type="button" id="fresh" class="tool named" data-event="clear">{icon("plus")}'
        "<span>New conversation</span></button>"
    )
    if not conversation.id:
        return f'<div class="bar" data-conversation=""><p class="name"></p>{fresh}</div>'
    name, short = as_text(conversation.name), as_text(title(conversation.name))
    address = f"conversations/{conversation.id}"
    return (
        f'<div class="bar" data-conversation="{conversation.id}"><details class="menu rename">'
        f'<summary class="name" title="Rename “{name}”"><span class="unseen">Conversation: </span><bdi>{short}</bdi>'
        '</summary><form data-event="edit"><input type="text" name="name" aria-label="Name" '
        f'value="{name}" maxlength="{MAX_NAME_LENGTH}"><button type="submit" class="do">Rename</button>'
        "</form></details>"
        f'<details class="menu export"><summary class="tool" aria-label="Export" title="Export">{icon("export")}'
        f'</summary><div class="choices"><a href="{address}.md" download>Markdown</a>'
        f'<a href="{address}.html" download>Web page</a></div></details>{fresh}</div>'
    )


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
    rows = "".join(_row(each, moment, is_now=each.id == now) for each in conversations)
    nothing = "No conversation holds these words." if words else "What you ask is kept here, for you alone."
    body = f'<ul class="conversations">{rows}</ul>' if rows else f'<p class="empty">{nothing}</p>'
    return (
        '<form class="find" role="search" data-event="input"><label class="unseen" for="find-conversation">'
        f'Search conversations</label>{icon("search")}<input type="search" id="find-conversation" name="words" '
        f'value="{as_text(words)}" placeholder="Search conversations" autocomplete="off"></form>{body}'
    )


def when(moment: float, clock: float) -> str:
    """Return the time of today, the weekday of this week, or the date."""
    then, now = time.localtime(moment), time.localtime(clock)
    if then[:3] == now[:3]:
        return time.strftime("%H:%M", then)
    if clock - moment < 6 * _DAY:
        return time.strftime("%A", then)
    return time.strftime("%d %B %Y", then).lstrip("0")


def _row(each: Kept, clock: float, *, is_now: bool) -> str:
    name, short = as_text(each.name), as_text(title(each.name))
    return (
        f'<li><button type="button" class="open" data-event="select" data-conversation="{each.id}"'
        f'{" aria-current=true" if is_now else ""} title="{name}"><span class="title" dir="auto">{short}</span>'
        f'<span class="path">{when(each.changed, clock)}</span></button>'
        f'<button type="button" class="remove" data-event="delete" data-conversation="{each.id}" '
        f'data-confirm="Delete “{short}” for good?" aria-label="Delete {short}" title="Delete">{icon("close")}</button>'
        "</li>"
    )
