"""Shared input and output of the page's event handlers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import gradio as gr

from ui.chat.error_boundary import Trouble, guarded
from ui.http.auth.identity import owner_of
from ui.http.auth.rights import EDITOR, rights_of
from ui.web.views import conversations as conversation_list
from ui.web.views import thread

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ui.chat.models import Conversation
    from ui.chat.store import Conversations

# What an event shows, one value for each of its outputs, in their order.
Shown = tuple[Any, ...]
SAME = gr.skip()


def shown(steps: Iterator[Shown], outputs: int = 5) -> Iterator[Shown]:
    """Pass on what to show, with what went wrong as the last output, of which else Gradio may show nothing.

    Where something did, all else stays as it is.
    """
    for step in guarded(steps):
        if isinstance(step, Trouble):
            yield *[SAME] * outputs, thread.trouble(step.text)
        else:
            yield step if len(step) > outputs else (*step, "")


def reply(conversations: Conversations, owner: str, conversation: Conversation) -> Shown:
    """Return a conversation as the outputs of an event.

    They are the thread, the id of the conversation, the text box, the bar above the thread and the list of
    conversations; what went wrong may follow.
    """
    listed = conversation_list.listed(conversations.listed(owner), conversation.id)
    return thread.thread(conversation), conversation.id, SAME, conversation_list.bar(conversation), listed


def whose(request: gr.Request) -> str:
    """Return the owner of a request: a user's name, or the browser's cookie."""
    # The request itself: Gradio's copy of the scope goes through JSON, which a scope does not survive.
    return owner_of(request.request.scope if request.request else {})


def may_change(request: gr.Request) -> bool:
    """Return whether who sent a request may change documents."""
    return rights_of(request.request.scope if request.request else {}).may(EDITOR)


def page_of(request: gr.Request) -> str:
    """Return the name of the session of one opened page. No other browser may use it."""
    return request.session_hash or ""


def said(event: gr.EventData, name: str) -> str:
    """Return a text field of an event; "" when it is no text."""
    data = event._data  # noqa: SLF001  (its attributes shadow each other; the data are public in Gradio's guides)
    value = data.get(name) if isinstance(data, dict) else None
    return value if isinstance(value, str) else ""


def number_said(event: gr.EventData, name: str) -> int:
    """Return a number field of an event; -1 when it is no number."""
    text = said(event, name)
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else -1
