"""Handle the page's events of questions and answers."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator  # noqa: TC003  (Gradio reads the annotations when it runs)
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

import gradio as gr  # noqa: TC002  (as above)

from index.errors import FilterError, LibraryError, LibraryGone, NoLibrary
from index.filters import EVERYTHING
from rag.query.validation import MAX_CHARACTERS
from rag.types import NoAnswer, Reason
from ui.chat import choice
from ui.chat.error_boundary import Trouble
from ui.chat.models import Conversation, Exchange, Growing, respond
from ui.errors import ConversationError
from ui.suggestions.suggestions import OFFERED, RELATED
from ui.web.event_io import SAME, Shown, may_change, page_of, reply, said, shown, whose
from ui.web.views import conversations as conversation_list
from ui.web.views import suggestions
from ui.web.views import thread as thread_view

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    from index.filters import Filter
    from rag.types import Outcome
    from ui.chat.hidden import HiddenDocuments
    from ui.chat.protocols import Answers
    from ui.chat.store import Conversations
    from ui.suggestions.suggestions import Suggestions

# More than may be asked, so that what is kept of a question is refused like the question.
MAX_KEPT = 2 * MAX_CHARACTERS


class ChatEvents:
    """The events that lead to an answer; no visitor is known here. Outputs are those of ``event_io.reply``.

    ``within`` are the documents that were chosen, as the page keeps them (see ``choice``).
    """

    def __init__(
        self,
        assistant: Answers,
        conversations: Conversations,
        hidden: HiddenDocuments,
        suggested: Suggestions,
        *,
        examples: Sequence[str] = (),
    ) -> None:
        self._assistant = assistant
        self._conversations = conversations
        self._hidden = hidden
        self._examples = tuple(examples)
        self._running = suggested.running
        self._suggestions = suggested

    async def greet(self, within: str, request: gr.Request) -> str:
        """Show questions to begin with: the given ones, then those that the chosen documents are known to answer."""
        try:
            is_empty = await asyncio.to_thread(self._is_empty)  # a new generation is checked when it is opened
        except LibraryGone:
            return suggestions.empty(may_change=may_change(request), is_gone=True)
        if is_empty:
            return suggestions.empty(may_change=may_change(request))
        try:
            chosen = self._within(whose(request), within)
        except FilterError:
            return suggestions.welcome(())
        offered = await self._suggestions.offered(chosen)
        examples = self._examples if chosen == EVERYTHING else ()
        return suggestions.welcome(tuple(dict.fromkeys((*examples, *offered)))[:OFFERED])

    async def relate(self, conversation: str, request: gr.Request) -> str:
        """Show questions that go on from the last answer of a conversation."""
        try:
            whole = await asyncio.to_thread(self._conversations.conversation, whose(request), conversation)
        except ConversationError:
            return ""
        outcome = whole.exchanges[-1].outcome if whole.exchanges else None
        if outcome is None:
            return ""
        asked = [each.question for each in whole.exchanges]
        if isinstance(outcome, NoAnswer) and outcome.reason is Reason.NOTHING_ASKED:
            offered = [each for each in await self._suggestions.offered(outcome.trace.within) if each not in asked]
            return suggestions.related(offered[:RELATED], outcome)
        return suggestions.related(await self._suggestions.related(outcome, asked), outcome)

    def ask(self, question: str, conversation: str, within: str, request: gr.Request) -> Iterator[Shown]:
        """Stream the answer to the typed question. Empty text is no question."""
        yield from self._asks(request, conversation, question, within)

    def ask_example(self, conversation: str, within: str, event: gr.EventData, request: gr.Request) -> Iterator[Shown]:
        """Stream the answer to a suggested question, which was tried alone: it is no follow-up of what was asked."""
        yield from self._asks(request, conversation, said(event, "question"), within, alone=True)

    def ask_again(self, within: str, event: gr.EventData, request: gr.Request) -> Iterator[Shown]:
        """Ask a question again, and delete the exchanges after it."""

        def steps() -> Iterator[Shown]:
            whole, old = self._conversations.around(whose(request), said(event, "exchange"))
            yield from self._answers(request, whole.id, old.question, within, old)

        yield from shown(steps())

    def edit(self, within: str, event: gr.EventData, request: gr.Request) -> Iterator[Shown]:
        """Replace a question by an edited one, and delete the exchanges after it."""

        def steps() -> Iterator[Shown]:
            question = said(event, "question")
            if question.strip():
                whole, old = self._conversations.around(whose(request), said(event, "exchange"))
                yield from self._answers(request, whole.id, question, within, old)
            else:
                yield (SAME,) * 5

        yield from shown(steps())

    def stop(self, request: gr.Request) -> None:
        """Stop the answer of this page. It shows the sentences so far."""
        self._running.stop(page_of(request))

    def reword(self, event: gr.EventData, conversation: str, request: gr.Request) -> Iterator[Shown]:
        """Show the answer of another reader. It is made once and stored beside the first one."""

        def steps() -> Iterator[Shown]:
            owner, key = whose(request), said(event, "exchange")
            whole = self._conversations.conversation(owner, conversation)
            each = self._conversations.exchange(owner, key)
            failed = None
            if each.other is not None:
                self._conversations.reword(owner, key)
            else:
                failed = yield from self._rewords(request, whole, each)
            after = reply(self._conversations, owner, self._conversations.conversation(owner, conversation))
            yield (*after, thread_view.trouble(failed.text)) if failed else after

        yield from shown(steps())

    def _asks(
        self, request: gr.Request, conversation: str, question: str, within: str, *, alone: bool = False
    ) -> Iterator[Shown]:
        def steps() -> Iterator[Shown]:
            if question.strip():
                yield from self._answers(request, conversation, question, within, alone=alone)
            else:
                yield (SAME,) * 5

        yield from shown(steps())

    def _answers(
        self,
        request: gr.Request,
        conversation: str,
        question: str,
        chosen: str,
        old: Exchange | None = None,
        *,
        alone: bool = False,
    ) -> Iterator[Shown]:
        """Show the answer to a question as it grows; it takes the place of an old exchange and of what followed.

        ``alone`` is whether it is understood without what was asked before.
        """
        owner = whose(request)
        with suppress(NoLibrary):
            self._assistant.library.open_lazily()  # says that it is gone before its folder is begun anew
        within = self._within(owner, chosen)
        searched = None if within == EVERYTHING else choice.counted(within, self._assistant.library.open())
        with self._running.begin(page_of(request)) as run:
            whole, exchange = self._conversations.ask(owner, conversation, question[:MAX_KEPT], chosen, searched)
            before = whole.before(old.id) if old else whole
            so_far = "".join(thread_view.exchange(each, is_last=False) for each in before.exchanges)
            listed = conversation_list.listed(self._conversations.listed(owner), before.id)
            yield (
                so_far + thread_view.growing(exchange, Growing()),
                before.id,
                "",
                conversation_list.bar(before),
                listed,
            )
            for step in respond(self._assistant, question, () if alone else before.turns, within):
                if old and (run.stopped or isinstance(step, Trouble)):
                    yield self._given_up(owner, before.id, exchange, old, step)
                    return
                if run.stopped:
                    yield reply(self._conversations, owner, self._conversations.conversation(owner, before.id))
                    return
                if isinstance(step, Growing):
                    yield so_far + thread_view.growing(exchange, step), *[SAME] * 4
                else:
                    done = self._ended(exchange, step, old)
                    yield so_far + thread_view.exchange(done), *[SAME] * 4
                    if old and done.outcome is not None:  # a first question gives its conversation a name
                        named = self._conversations.conversation(owner, before.id)
                        listed = conversation_list.listed(self._conversations.listed(owner), before.id)
                        yield *[SAME] * 3, conversation_list.bar(named), listed

    def _rewords(
        self, request: gr.Request, whole: Conversation, each: Exchange
    ) -> Generator[Shown, None, Trouble | None]:
        """Show another reader's answer, from the documents that were asked, as it grows; return why there is none."""
        before = whole.before(each.id)
        within = each.outcome.trace.within if each.outcome else EVERYTHING
        with self._running.begin(page_of(request)) as run:
            for step in respond(self._assistant, each.question, before.turns, within, each.other_reader):
                if run.stopped:
                    return None
                if isinstance(step, Growing):
                    yield thread_view.thread(whole, {each.id: step}), *[SAME] * 4
                elif isinstance(step, Trouble):
                    return step
                else:
                    self._conversations.reword(whose(request), each.id, step)
        return None

    def _given_up(
        self, owner: str, conversation: str, exchange: Exchange, old: Exchange, step: Growing | Outcome | Trouble
    ) -> Shown:
        """Show the old exchange again, because it was not replaced, and put the new question back into the text box."""
        self._conversations.forget(exchange.id)
        before = reply(self._conversations, owner, self._conversations.conversation(owner, conversation))
        if not isinstance(step, Trouble):
            return before
        typed = SAME if exchange.question == old.question else exchange.question
        return (*before[:2], typed, *before[3:], thread_view.trouble(step.text))

    def _ended(self, exchange: Exchange, end: Outcome | Trouble, old: Exchange | None) -> Exchange:
        """Store the outcome of a question. An answer that cannot be stored is not shown."""
        try:
            if isinstance(end, Trouble):
                self._conversations.fail(exchange.id, end.text)
                return replace(exchange, trouble=end.text)
            self._conversations.answer(exchange.id, end, old.id if old else "")
            return replace(exchange, outcome=end)
        except ConversationError as error:
            return replace(exchange, trouble=str(error))

    def _within(self, owner: str, chosen: str) -> Filter:
        """Return the filter of what a visitor chose and has not hidden; raise ``FilterError`` when it is nothing."""
        return choice.from_text(chosen, self._hidden.of(owner))

    def _is_empty(self) -> bool:
        try:
            return self._assistant.library.open().is_empty()
        except NoLibrary:
            return True
        except LibraryGone:
            raise
        except LibraryError:
            return False  # which is told in the panel of the documents
