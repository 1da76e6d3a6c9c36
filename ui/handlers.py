"""What happens on each event of the page: from what Gradio hands over to what it shows."""

from __future__ import annotations

from collections.abc import Iterator  # noqa: TC003  (Gradio reads the annotations when it runs)
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr

from ui import listing
from ui.chat import Conversation, gradio_messages, respond
from ui.edge import Trouble, guarded
from ui.shelf import Changed, Shelf, Step, Upload

if TYPE_CHECKING:
    from ui.ports import Answers

# What an event shows, one value for each of its outputs, in their order.
Shown = tuple[Any, ...]


class Handlers:
    """The page's events over one assistant and one shelf; nothing of a visitor is kept here.

    Outputs of an answer are the messages, the conversation and the text box; those of a look are the header, the
    documents and the button that rebuilds; a change shows its state and the files to upload before these.
    """

    def __init__(self, assistant: Answers, shelf: Shelf) -> None:
        self._assistant = assistant
        self._shelf = shelf

    def look(self) -> Shown:
        """Show what is on the shelf."""
        *_, shown = self._looks()
        return shown

    def answer(self, question: str, conversation: Conversation) -> Iterator[Shown]:
        """Show the answer to what was typed as it grows; nothing typed is no question."""
        if not question.strip():
            yield (gr.skip(),) * 3
            return
        grown = conversation
        for grown in respond(self._assistant, question, conversation):
            yield gradio_messages(grown), gr.skip(), ""
        yield gr.skip(), grown, gr.skip()

    def answer_example(self, conversation: Conversation, event: gr.SelectData) -> Iterator[Shown]:
        """Show the answer to the example that was chosen."""
        yield from self.answer(str(event.value["text"]), conversation)

    def begin_anew(self) -> Shown:
        """Show an empty conversation."""
        return [], Conversation()

    def add(self, paths: list[str]) -> Iterator[Shown]:
        """Put uploaded files on the shelf."""
        yield from self._change(self._shelf.add([Upload(Path(path), Path(path).name) for path in paths]))

    def remove(self, event: gr.EventData) -> Iterator[Shown]:
        """Take the document whose button was pressed off the shelf."""
        yield from self._change(self._shelf.remove(str(event.source)))

    def rebuild(self) -> Iterator[Shown]:
        """Read the folders again."""
        yield from self._change(self._shelf.rebuild())

    def _change(self, steps: Iterator[Step]) -> Iterator[Shown]:
        for step in guarded(steps):
            match step:
                case Changed():
                    yield listing.changed(step), None, *self.look()
                case Trouble(text):
                    yield listing.trouble(text), None, *self.look()
                case _:
                    yield listing.progress(step), *[gr.skip()] * 4

    def _looks(self) -> Iterator[Shown]:
        def contents() -> Iterator[Any]:
            yield self._shelf.contents()

        for step in guarded(contents()):
            if isinstance(step, Trouble):
                yield gr.skip(), listing.trouble(step.text), gr.skip()
            else:
                yield listing.header(step), listing.documents(step), gr.Button(listing.rebuild(step))
