"""The page: its layout, and which handler answers which event."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr
from gradio.events import api

from index.loaders import SUFFIXES
from ui.api.gradio.client import Endpoints
from ui.chat.models import Conversation
from ui.http.upload_limits import KEPT_FOR, MAX_FILE_SIZE
from ui.http.work_queue import AT_ONCE, MAX_WAITING
from ui.web.chat_events import ChatEvents
from ui.web.conversation_events import ConversationEvents
from ui.web.document_events import DocumentEvents
from ui.web.gradio_blocks import Page
from ui.web.library_choice import LibraryChoice
from ui.web.viewer_events import ViewerEvents
from ui.web.views import conversations as conversation_list
from ui.web.views import documents as document_list
from ui.web.views import filter_panel, suggestions, viewer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ui.chat.protocols import Answers
    from ui.chat.store import Conversations
    from ui.documents.service import DocumentsService

STATIC = Path(__file__).parent / "static"
_QUESTIONS: dict[str, Any] = {"concurrency_id": "questions", "concurrency_limit": AT_ONCE}
# A line of their own, so that questions go on during a rebuild.
_CHANGES: dict[str, Any] = {"concurrency_id": "changes", "concurrency_limit": 1}
_PRIVATE: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
# What needs no line: it is done in a few milliseconds, and waits for no answer.
_AT_ONCE: dict[str, Any] = {"queue": False, **_PRIVATE}
# Seconds between two looks whether files that were uploaded lie there for too long.
_PRUNED = 300
# A tab shows what it showed before it was loaded again.
_REOPENS = "() => window.citeseed.opened"
# Which quote the viewer shows, where a link leads to one.
_LINKED = "() => window.location.search"
_TELLS = (STATIC / "tell.js").read_text(encoding="utf-8")


def build_app(
    assistant: Answers,
    service: DocumentsService,
    conversations: Conversations,
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
    examples
        Questions offered at the start.
    others, library
        Name and path of each of several libraries, and which of them this is.
    """
    talk, do = ChatEvents(assistant, conversations, examples), DocumentEvents(service)
    keeping, viewing = ConversationEvents(conversations), ViewerEvents(assistant, conversations)
    endpoints = Endpoints(assistant)
    page = Page(title="citeseed", analytics_enabled=False, fill_width=True, delete_cache=(_PRUNED, KEPT_FOR))
    with page:
        # In the browser, so that a page outlives the server that made it.
        current, within, linked = (gr.Textbox(visible=False) for _ in range(3))
        _part("header", document_list.header())
        _choice(page, LibraryChoice(others, library), is_one=not others)
        with gr.Row(elem_id="panes"):
            with gr.Column(elem_id="shelf"):
                _part("tabs", document_list.tabs())
                with gr.Column(elem_id="documents-tab"):
                    state = _part("state")
                    adding = _part("adding", document_list.adding(SUFFIXES, MAX_FILE_SIZE, fetches=service.fetches))
                    work = _part("work")
                    _part("filter", document_list.filtering())
                    documents = _part("documents")
                    rebuild = _part("rebuild")
                with gr.Column(elem_id="history-tab"):
                    past = _part("history")
            with gr.Column(elem_id="conversation"):
                bar, failed = _part("bar", conversation_list.bar(Conversation())), _part("failed")
                messages = _part("messages")
                offered = _part("welcome", suggestions.welcome(examples))
                narrow = _part("narrow", filter_panel.panel())
                asked = _question()
            with gr.Column(elem_id="reading"):
                view = _part("viewer", viewer.blank())

        reply = [messages, current, asked, bar, past, failed]
        shown = [state, documents, rebuild]
        changed = [work, *shown]
        greeting: Any = (talk.greet, None, [offered])
        # First, since an event of the page that has no name takes that of its function, "ask" or "search".
        for endpoint in (endpoints.ask, endpoints.search, endpoints.chat):
            api(endpoint, api_name=endpoint.__name__, **_QUESTIONS)
        page.load(do.look, None, shown, **_AT_ONCE)
        page.load(keeping.reopen, [current], reply, js=_REOPENS, **_AT_ONCE)
        page.load(viewing.follow, [linked], [view, failed], js=_LINKED, **_AT_ONCE)
        page.load(*greeting, **_AT_ONCE)
        # What is typed while an answer comes waits in the page, but for the end of the event, which comes after it.
        asked.submit(talk.ask, [asked, current, within], reply, trigger_mode="always_last", **_QUESTIONS, **_PRIVATE)
        for event, answer, known in (
            (offered.example_select, talk.ask_example, [current, within]),
            (messages.example_select, talk.ask_example, [current, within]),
            (messages.retry, talk.ask_again, [within]),
            (messages.edit, talk.edit, [within]),
            (messages.option_select, talk.reword, [current]),
        ):
            event(answer, known, reply, **_QUESTIONS, **_PRIVATE)
        asked.stop(talk.stop, None, None, **_AT_ONCE)
        for opener in (messages, view):
            opener.select(viewing.open, None, [view, failed], **_AT_ONCE)
        documents.select(viewing.open_document, None, [view, failed], **_AT_ONCE)
        for event, done, given in (
            (messages.undo, keeping.take_back, None),
            (messages.like, keeping.judge, [current]),
            (bar.clear, keeping.begin_anew, None),
            (bar.edit, keeping.rename, [current]),
            (past.select, keeping.resume, None),
            (past.delete, keeping.delete, [current]),
            (past.input, keeping.search, [current]),
        ):
            event(done, given, reply, **_AT_ONCE)
        narrow.edit(talk.narrow, [within], [narrow, within, failed], **_AT_ONCE)
        narrow.clear(talk.widen, None, [narrow, within, failed], **_AT_ONCE)
        work.clear(do.forget, None, work, **_AT_ONCE)
        for event, change in (
            (adding.upload, do.add),
            (adding.submit, do.fetch),
            (adding.apply, do.paste),
            (documents.delete, do.remove),
            (work.undo, do.restore),
            (rebuild.click, do.rebuild),
        ):
            event(change, None, changed, **_CHANGES, **_PRIVATE).then(*greeting, **_AT_ONCE)
    page.queue(max_size=MAX_WAITING, default_concurrency_limit=AT_ONCE, api_open=False)
    return page


def _part(name: str, value: str = "") -> gr.HTML:
    """Return a part of the page; what is pressed in it tells the server."""
    return gr.HTML(value, elem_id=name, js_on_load=_TELLS, apply_default_css=False)


def _choice(page: gr.Blocks, libraries: LibraryChoice, *, is_one: bool) -> None:
    """Add the links to the other libraries, which depend on who opens the page."""
    if not is_one:
        page.load(libraries.show, None, [gr.HTML(elem_id="libraries")], **_AT_ONCE)


def _question() -> gr.Textbox:
    return gr.Textbox(
        elem_id="question",
        label="Your question",
        show_label=False,
        container=False,
        placeholder="Ask these documents",
        lines=1,
        max_lines=6,
        submit_btn=True,
        stop_btn=True,  # the style shows one of both
        autofocus=True,
    )
