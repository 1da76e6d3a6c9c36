"""The page: what stands where, and which handler answers which event. It decides nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr
from gradio.events import api

from ui import render
from ui.chat import Conversation
from ui.endpoints import Endpoints
from ui.handlers import Handlers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ui.ports import Answers
    from ui.shelf import Shelf

STATIC = Path(__file__).parent / "static"
# Answering is bound by the processor: more at once make each slower and none sooner.
AT_ONCE = 2
# Half a second each, two at a time: the last of these waits 16 s, and whoever comes after them hears "busy".
MOST_WAITING = 64
_QUESTIONS: dict[str, Any] = {"concurrency_id": "questions", "concurrency_limit": AT_ONCE}
# A line of their own, so that questions go on during a rebuild.
_CHANGES: dict[str, Any] = {"concurrency_id": "changes", "concurrency_limit": 1}
_PRIVATE: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
# The remove buttons of the list tell their document to the server; asking first, for the file goes for good.
_REMOVE = """
element.addEventListener('click', (event) => {
  const button = event.target.closest('button[data-source]');
  if (button && confirm(`Remove “${button.dataset.source}” from the library?`)) {
    trigger('click', { source: button.dataset.source });
  }
});
"""


def build_app(assistant: Answers, shelf: Shelf, examples: Sequence[str] = ()) -> gr.Blocks:
    """Return the page.

    Parameters
    ----------
    assistant
        Answers the questions.
    shelf
        The documents.
    examples
        Questions offered at the start.
    """
    do = Handlers(assistant, shelf)
    endpoints = Endpoints(assistant)
    page = gr.Blocks(title="citeseed", analytics_enabled=False, fill_width=True, delete_cache=(3600, 3600))
    with page:
        conversation = gr.State(Conversation())
        with gr.Row(elem_id="top"):
            header = gr.HTML(elem_id="header", apply_default_css=False)
            fresh = gr.Button("New conversation", elem_id="fresh", size="sm", scale=0)
        with gr.Row(elem_id="panes"):
            with gr.Column(elem_id="conversation"):
                messages = _messages(examples)
                asked = _question()
            with gr.Column(elem_id="shelf"):
                documents = gr.HTML(elem_id="documents", js_on_load=_REMOVE, apply_default_css=False)
                state = gr.HTML(elem_id="shelf-state", apply_default_css=False)
                uploads = gr.File(
                    elem_id="uploads", label="Add documents", show_label=False, file_count="multiple", height=96
                )
                rebuild = gr.Button("Rebuild", elem_id="rebuild", size="sm")

        reply = [messages, conversation, asked]
        shown = [header, documents, rebuild]
        changed = [state, uploads, *shown]
        page.load(do.look, None, shown, queue=False, **_PRIVATE)
        asked.submit(do.answer, [asked, conversation], reply, **_QUESTIONS, **_PRIVATE)
        messages.example_select(do.answer_example, [conversation], reply, **_QUESTIONS, **_PRIVATE)
        fresh.click(do.begin_anew, None, [messages, conversation], queue=False, **_PRIVATE)
        uploads.upload(do.add, [uploads], changed, **_CHANGES, **_PRIVATE)
        documents.click(do.remove, None, changed, **_CHANGES, **_PRIVATE)
        rebuild.click(do.rebuild, None, changed, **_CHANGES, **_PRIVATE)
        for endpoint in (endpoints.ask, endpoints.search, endpoints.chat):
            api(endpoint, api_name=endpoint.__name__, **_QUESTIONS)
    page.queue(max_size=MOST_WAITING, default_concurrency_limit=AT_ONCE, api_open=False)
    return page


def _messages(examples: Sequence[str]) -> gr.Chatbot:
    # No buttons, tags or formulas: what a message holds is ours alone, and the page scrolls to questions by itself.
    return gr.Chatbot(
        elem_id="messages",
        label="Conversation",
        show_label=False,
        container=False,
        height="100%",
        layout="panel",
        autoscroll=False,
        latex_delimiters=[],
        allow_tags=False,
        buttons=[],
        feedback_options=None,
        group_consecutive_messages=False,
        placeholder=render.welcome(),
        examples=[{"text": example} for example in examples],
    )


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
        autofocus=True,
    )
