"""Handle the page's events of conversations and of their list."""

from __future__ import annotations

from collections.abc import Iterator  # noqa: TC003  (Gradio reads the annotations when it runs)
from contextlib import suppress
from typing import TYPE_CHECKING

import gradio as gr  # noqa: TC002  (as above)

from ui.chat.models import Conversation
from ui.errors import ConversationError
from ui.web.event_io import SAME, Shown, reply, said, shown, whose
from ui.web.views.conversations import listed
from ui.web.views.thread import thread

if TYPE_CHECKING:
    from ui.chat.store import Conversations


class ConversationEvents:
    """The events of conversations that are kept; outputs are those of ``event_io.reply``."""

    def __init__(self, conversations: Conversations) -> None:
        self._conversations = conversations

    def take_back(self, event: gr.EventData, request: gr.Request) -> Iterator[Shown]:
        """Delete a question and those after it, and put it into the text box again."""

        def steps() -> Iterator[Shown]:
            before, dropped = self._conversations.cut(whose(request), said(event, "exchange"))
            after = reply(self._conversations, whose(request), before)
            yield *after[:2], dropped.question, *after[3:]

        yield from shown(steps())

    def show(self, conversation: str, request: gr.Request) -> Iterator[Shown]:
        """Show a conversation as it is."""

        def steps() -> Iterator[Shown]:
            owner = whose(request)
            kept = self._conversations.conversation(owner, conversation) if conversation else Conversation()
            yield reply(self._conversations, owner, kept)

        yield from shown(steps())

    def reopen(self, conversation: str, request: gr.Request) -> Iterator[Shown]:
        """Show the conversation of a reloaded page, if it still exists."""

        def steps() -> Iterator[Shown]:
            owner = whose(request)
            try:
                yield reply(self._conversations, owner, self._conversations.conversation(owner, conversation))
            except ConversationError:
                yield reply(self._conversations, owner, Conversation())

        yield from shown(steps())

    def resume(self, event: gr.EventData, request: gr.Request) -> Iterator[Shown]:
        """Show the conversation that was chosen from the list."""
        yield from self.show(said(event, "conversation"), request)

    def begin_anew(self, request: gr.Request) -> Iterator[Shown]:
        """Show an empty conversation."""
        yield from self.show("", request)

    def judge(self, event: gr.EventData, conversation: str, request: gr.Request) -> Iterator[Shown]:
        """Store a visitor's rating of an answer."""

        def steps() -> Iterator[Shown]:
            reason = said(event, "words").strip() or said(event, "reason")
            owner = whose(request)
            self._conversations.judge(owner, said(event, "exchange"), said(event, "thumb"), reason)
            yield (thread(self._conversations.conversation(owner, conversation)), *[SAME] * 4)

        yield from shown(steps())

    def search(self, event: gr.EventData, conversation: str, request: gr.Request) -> Iterator[Shown]:
        """List the conversations in which some words stand."""
        owner, words = whose(request), said(event, "words")

        def steps() -> Iterator[Shown]:
            yield *[SAME] * 4, listed(self._conversations.listed(owner, words), conversation, words)

        yield from shown(steps())

    def rename(self, event: gr.EventData, conversation: str, request: gr.Request) -> Iterator[Shown]:
        """Give the conversation a name."""

        def steps() -> Iterator[Shown]:
            self._conversations.rename(whose(request), conversation, said(event, "name"))
            yield reply(
                self._conversations, whose(request), self._conversations.conversation(whose(request), conversation)
            )

        yield from shown(steps())

    def choose(self, event: gr.EventData, conversation: str, request: gr.Request) -> None:
        """Store the documents that were chosen for the conversation, if it has begun."""
        with suppress(ConversationError):  # which the next question tells
            if conversation:
                self._conversations.choose(whose(request), conversation, said(event, "chosen"))

    def delete(self, event: gr.EventData, conversation: str, request: gr.Request) -> Iterator[Shown]:
        """Delete a conversation; when it is the one shown, start a new one."""
        owner, gone = whose(request), said(event, "conversation")

        def steps() -> Iterator[Shown]:
            self._conversations.delete(owner, gone)
            if gone == conversation:
                yield reply(self._conversations, owner, Conversation())
            else:
                yield *[SAME] * 4, listed(self._conversations.listed(owner), conversation)

        yield from shown(steps())
