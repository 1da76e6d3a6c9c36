"""The page: what stands where, and which function answers which event. It decides nothing else."""

from __future__ import annotations

from collections.abc import Iterator  # noqa: TC003  (Gradio reads the annotations when it runs)
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr

from ui import listing, render
from ui.chat import Conversation, gradio_messages, respond
from ui.edge import Trouble, guarded
from ui.endpoints import Endpoints
from ui.shelf import Changed, Shelf, Step, Upload

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ui.ports import Answers

STATIC = Path(__file__).parent / "static"
# Answering is bound by the processor: more at once make each slower and none sooner.
AT_ONCE = 2
# Waiting at most this long a line: at half a second each, the last one waits 16 s.
MOST_WAITING = 64
_QUESTIONS: dict[str, Any] = {"concurrency_id": "questions", "concurrency_limit": AT_ONCE}
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
    with gr.Blocks(title="citeseed", analytics_enabled=False, fill_width=True, delete_cache=(3600, 3600)) as page:
        conversation = gr.State(Conversation())
        with gr.Row(elem_id="top"):
            header = gr.HTML(elem_id="header", apply_default_css=False)
            fresh = gr.Button("New conversation", elem_id="fresh", size="sm", scale=0)
        with gr.Row(elem_id="panes"):
            with gr.Column(elem_id="conversation"):
                chatbot = gr.Chatbot(
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
                asked = gr.Textbox(
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
            with gr.Column(elem_id="shelf"):
                with gr.Accordion("Documents", elem_id="shelf-fold"):
                    documents = gr.HTML(elem_id="documents", js_on_load=_REMOVE, apply_default_css=False)
                    state = gr.HTML(elem_id="shelf-state", apply_default_css=False)
                    uploads = gr.File(
                        elem_id="uploads",
                        label="Add documents",
                        show_label=False,
                        file_count="multiple",
                        height=120,
                    )
                    rebuild = gr.Button("Rebuild from folders", elem_id="rebuild", size="sm")

        def look() -> tuple[str, str]:
            contents = shelf.contents()
            return listing.header(contents), listing.documents(contents)

        def answer(question: str, so_far: Conversation) -> Iterator[tuple[Any, ...]]:
            if not question.strip():
                yield gr.skip(), gr.skip(), gr.skip()
                return
            grown = so_far
            for grown in respond(assistant, question, so_far):
                yield gradio_messages(grown), gr.skip(), ""
            yield gr.skip(), grown, gr.skip()

        def choose(so_far: Conversation, event: gr.SelectData) -> Iterator[tuple[Any, ...]]:
            yield from answer(str(event.value["text"]), so_far)

        def change(steps: Iterator[Step]) -> Iterator[tuple[Any, ...]]:
            for step in guarded(steps):
                match step:
                    case Changed():
                        yield listing.changed(step), None, *look()
                    case Trouble(text):
                        yield listing.trouble(text), None, *look()
                    case progress:
                        yield listing.progress(progress), gr.skip(), gr.skip(), gr.skip()

        def add(paths: list[str]) -> Iterator[tuple[Any, ...]]:
            yield from change(shelf.add([Upload(Path(path), Path(path).name) for path in paths]))

        def remove(event: gr.EventData) -> Iterator[tuple[Any, ...]]:
            yield from change(shelf.remove(str(event.source)))

        def read_again() -> Iterator[tuple[Any, ...]]:
            yield from change(shelf.rebuild())

        panel = [state, uploads, header, documents]
        page.load(look, None, [header, documents], queue=False, **_PRIVATE)
        asked.submit(answer, [asked, conversation], [chatbot, conversation, asked], **_QUESTIONS, **_PRIVATE)
        chatbot.example_select(choose, [conversation], [chatbot, conversation, asked], **_QUESTIONS, **_PRIVATE)
        uploads.upload(add, [uploads], panel, **_CHANGES, **_PRIVATE)
        documents.click(remove, None, panel, **_CHANGES, **_PRIVATE)
        rebuild.click(read_again, None, panel, **_CHANGES, **_PRIVATE)

        fresh.click(lambda: ([], Conversation()), None, [chatbot, conversation], queue=False, **_PRIVATE)

        endpoints = Endpoints(assistant)
        for name in ("ask", "search", "chat"):
            gr.api(getattr(endpoints, name), api_name=name, **_QUESTIONS)
    return page.queue(max_size=MOST_WAITING, default_concurrency_limit=AT_ONCE, api_open=False)
