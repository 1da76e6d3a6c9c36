"""The layout of the page: its parts, from the left to the right."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import gradio as gr

from index.loaders import SUFFIXES
from ui.chat.models import Conversation
from ui.http.upload_limits import MAX_FILE_SIZE
from ui.web.views import conversations as conversation_list
from ui.web.views import documents as document_list
from ui.web.views import suggestions, viewer

if TYPE_CHECKING:
    from collections.abc import Sequence

STATIC = Path(__file__).parent / "static"
_TELLS = (STATIC / "tell.js").read_text(encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Parts:
    """What events change on the page. Only the browser knows the first three, and they are not shown.

    Parameters
    ----------
    current, within, linked
        The conversation that is shown, the documents that are chosen, and the quote that the address names.
    libraries
        Links to the other libraries.
    state, adding, work, documents, rebuild
        Of the documents: how many there are, the place where they are added, what a change did, the list, the button
        that reads the folders again.
    past, notes
        The lists of conversations and of notes.
    bar, failed, messages, offered, related, asked
        Of the conversation: its name, what went wrong, the thread, the questions to begin with, those that go on, and
        the text box.
    view
        The viewer.
    """

    current: gr.Textbox
    within: gr.Textbox
    linked: gr.Textbox
    libraries: gr.HTML
    state: gr.HTML
    adding: gr.HTML
    work: gr.HTML
    documents: gr.HTML
    rebuild: gr.HTML
    past: gr.HTML
    notes: gr.HTML
    bar: gr.HTML
    failed: gr.HTML
    messages: gr.HTML
    offered: gr.HTML
    related: gr.HTML
    asked: gr.Textbox
    view: gr.HTML


def laid_out(examples: Sequence[str], *, fetches: bool, has_others: bool) -> Parts:
    """Lay out the page; with ``fetches`` a page can be added by its address, ``has_others`` are other libraries."""
    current, within, linked = (gr.Textbox(visible=False) for _ in range(3))
    _part("header", document_list.header())
    libraries = gr.HTML(elem_id="libraries", visible=has_others)
    with gr.Row(elem_id="panes"):
        with gr.Column(elem_id="shelf"):
            _part("tabs", document_list.tabs())
            with gr.Column(elem_id="documents-tab"):
                state = _part("state")
                adding = _part("adding", document_list.adding(SUFFIXES, MAX_FILE_SIZE, fetches=fetches))
                work = _part("work")
                _part("filter", document_list.filtering())
                documents = _part("documents")
                rebuild = _part("rebuild")
            with gr.Column(elem_id="history-tab"):
                past = _part("history")
            with gr.Column(elem_id="notes-tab"):
                notes = _part("notes")
        with gr.Column(elem_id="conversation"):
            bar, failed = _part("bar", conversation_list.bar(Conversation())), _part("failed")
            messages = _part("messages")
            offered = _part("welcome", suggestions.welcome(examples))
            related = _part("related")
            _part("narrow", document_list.scope())
            asked = _question()
        with gr.Column(elem_id="reading"):
            view = _part("viewer", viewer.blank())
    return Parts(
        current=current,
        libraries=libraries,
        within=within,
        linked=linked,
        state=state,
        adding=adding,
        work=work,
        documents=documents,
        rebuild=rebuild,
        past=past,
        notes=notes,
        bar=bar,
        failed=failed,
        messages=messages,
        offered=offered,
        related=related,
        asked=asked,
        view=view,
    )


def _part(name: str, value: str = "") -> gr.HTML:
    """Return a part of the page; what is pressed in it tells the server."""
    return gr.HTML(value, elem_id=name, js_on_load=_TELLS, apply_default_css=False)


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
