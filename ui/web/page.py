"""The page: which handler answers which event."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gradio.events import api

from ui.api.gradio.client import Endpoints
from ui.chat.hidden import HiddenDocuments
from ui.chat.notes import Notes
from ui.http.upload_limits import KEPT_FOR
from ui.http.work_queue import AT_ONCE, MAX_WAITING
from ui.web.chat_events import ChatEvents
from ui.web.conversation_events import ConversationEvents
from ui.web.document_events import DocumentEvents
from ui.web.gradio_blocks import Page
from ui.web.layout import laid_out
from ui.web.library_choice import LibraryChoice
from ui.web.note_events import NoteEvents
from ui.web.viewer_events import ViewerEvents

if TYPE_CHECKING:
    from collections.abc import Sequence

    import gradio as gr

    from ui.chat.protocols import Answers
    from ui.chat.store import Conversations
    from ui.documents.service import DocumentsService
    from ui.suggestions.suggestions import Suggestions
    from ui.web.layout import Parts

_QUESTIONS: dict[str, Any] = {"concurrency_id": "questions", "concurrency_limit": AT_ONCE}
# A line of their own, so that questions go on during a rebuild.
_CHANGES: dict[str, Any] = {"concurrency_id": "changes", "concurrency_limit": 1}
_PRIVATE: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
# What needs no line: it is done in a few milliseconds, and waits for no answer.
_QUICK: dict[str, Any] = {"queue": False, **_PRIVATE}
# Seconds between two looks whether files that were uploaded lie there for too long.
_PRUNED = 300
# A tab shows what it showed before it was loaded again.
_REOPENS = "() => window.citeseed.opened"
# The documents that are chosen are known to the page: they are the last input of whatever asks.
_CHOSEN = "(...given) => [...given.slice(0, -1), window.citeseed.chosen()]"
# Which quote the viewer shows, where a link leads to one.
_LINKED = "() => window.location.search"


def build_app(
    assistant: Answers,
    service: DocumentsService,
    conversations: Conversations,
    suggested: Suggestions,
    examples: Sequence[str] = (),
    *,
    others: Sequence[tuple[str, str]] = (),
    library: str = "",
) -> gr.Blocks:
    """Return the page.

    Parameters
    ----------
    assistant
        Answers the questions.
    service
        The documents.
    conversations
        What was asked before.
    suggested
        Finds the questions that are offered.
    examples
        Questions offered at the start.
    others, library
        Name and path of each of several libraries, and which of them this is.
    """
    hidden = HiddenDocuments(conversations.path)
    talk = ChatEvents(assistant, conversations, hidden, suggested, examples=examples)
    endpoints = Endpoints(assistant)
    page = Page(title="citeseed", analytics_enabled=False, fill_width=True, delete_cache=(_PRUNED, KEPT_FOR))
    with page:
        parts = laid_out(examples, fetches=service.fetches, has_others=bool(others))
        if others:
            # The links to the other libraries depend on who opens the page.
            page.load(LibraryChoice(others, library).show, None, [parts.libraries], **_QUICK)
        # First, since an event of the page that has no name takes that of its function, "ask" or "search".
        for endpoint in (endpoints.ask, endpoints.search, endpoints.chat):
            api(endpoint, api_name=endpoint.__name__, **_QUESTIONS)
        greeting: Any = (talk.greet, [parts.within], [parts.offered], _CHOSEN)
        relating: Any = (talk.relate, [parts.current], [parts.related], None)
        _wire_documents(page, parts, DocumentEvents(service, hidden), greeting)
        _wire_conversations(page, parts, ConversationEvents(conversations), greeting, relating)
        _wire_viewer(page, parts, ViewerEvents(assistant, conversations, hidden))
        _wire_questions(parts, talk, relating)
        _wire_notes(page, parts, NoteEvents(Notes(conversations.path), conversations))
    page.queue(max_size=MAX_WAITING, default_concurrency_limit=AT_ONCE, api_open=False)
    return page


def _then(event: Any, following: tuple[Any, list[gr.Textbox], list[gr.HTML], str | None]) -> None:
    """Let something follow an event."""
    done, given, outputs, script = following
    event.then(done, given, outputs, js=script, **_QUICK)


def _wire_questions(parts: Parts, talk: ChatEvents, relating: Any) -> None:
    current, within, reply = parts.current, parts.within, _reply(parts)
    # What is typed while an answer comes waits in the page, but for the end of the event, which comes after it.
    settings: dict[str, Any] = {"js": _CHOSEN, **_QUESTIONS, **_PRIVATE}
    asking = [parts.asked, current, within]
    _then(parts.asked.submit(talk.ask, asking, reply, trigger_mode="always_last", **settings), relating)
    for event, answer, known in (
        (parts.offered.example_select, talk.ask_example, [current, within]),
        (parts.related.example_select, talk.ask_example, [current, within]),
        (parts.view.example_select, talk.ask_example, [current, within]),
        (parts.messages.retry, talk.ask_again, [within]),
        (parts.messages.edit, talk.edit, [within]),
    ):
        _then(event(answer, known, reply, **settings), relating)
    parts.messages.option_select(talk.reword, [current], reply, **_QUESTIONS, **_PRIVATE)
    parts.asked.stop(talk.stop, None, None, **_QUICK)


def _wire_conversations(page: Page, parts: Parts, keeping: ConversationEvents, greeting: Any, relating: Any) -> None:
    current, reply = parts.current, _reply(parts)
    _then(page.load(keeping.reopen, [current], reply, js=_REOPENS, **_QUICK), relating)
    for event, done, given in (
        (parts.messages.undo, keeping.take_back, None),
        (parts.bar.clear, keeping.begin_anew, None),
        (parts.past.select, keeping.resume, None),
        (parts.past.delete, keeping.delete, [current]),
    ):
        _then(event(done, given, reply, **_QUICK), relating)
    for event, done, given in (
        (parts.messages.like, keeping.judge, [current]),
        (parts.bar.edit, keeping.rename, [current]),
        (parts.past.input, keeping.search, [current]),
    ):
        event(done, given, reply, **_QUICK)
    _then(parts.documents.input(keeping.choose, [current], None, **_QUICK), greeting)


def _wire_notes(page: Page, parts: Parts, do: NoteEvents) -> None:
    outputs = [parts.notes, parts.failed]
    page.load(do.look, None, outputs, **_QUICK)
    for event, done in (
        (parts.messages.apply, do.keep),
        (parts.view.apply, do.keep),
        (parts.notes.click, do.begin),
        (parts.notes.apply, do.move),
        (parts.notes.delete, do.delete),
        (parts.notes.undo, do.restore),
    ):
        event(done, None, outputs, **_QUICK)
    # Two notes may be written in at a time.
    parts.notes.edit(do.write, None, outputs, trigger_mode="multiple", **_QUICK)


def _wire_documents(page: Page, parts: Parts, do: DocumentEvents, greeting: Any) -> None:
    shown = [parts.state, parts.documents, parts.rebuild]
    _then(page.load(do.look, None, shown, **_QUICK), greeting)
    parts.work.clear(do.forget, None, parts.work, **_QUICK)
    for event, change in (
        (parts.adding.upload, do.add),
        (parts.adding.submit, do.fetch),
        (parts.adding.apply, do.paste),
        (parts.documents.delete, do.remove),
        (parts.documents.clear, do.hide),
        (parts.documents.apply, do.show),
        (parts.work.apply, do.show),
        (parts.work.undo, do.restore),
        (parts.rebuild.click, do.rebuild),
    ):
        _then(event(change, None, [parts.work, *shown], **_CHANGES, **_PRIVATE), greeting)


def _wire_viewer(page: Page, parts: Parts, viewing: ViewerEvents) -> None:
    outputs = [parts.view, parts.failed]
    page.load(viewing.follow, [parts.linked], outputs, js=_LINKED, **_QUICK)
    for opener in (parts.messages, parts.view, parts.notes):
        opener.select(viewing.open, None, outputs, **_QUICK)
    parts.documents.select(viewing.open_document, None, outputs, **_QUICK)
    parts.state.select(viewing.overview, [parts.within], outputs, js=_CHOSEN, **_QUICK)


def _reply(parts: Parts) -> list[Any]:
    """Return the outputs of ``event_io.reply``, and what went wrong."""
    return [parts.messages, parts.current, parts.asked, parts.bar, parts.past, parts.failed]
