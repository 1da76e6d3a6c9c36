"""Handle the page's events of notes."""

from __future__ import annotations

from collections.abc import Iterator  # noqa: TC003  (Gradio reads the annotations when it runs)
from typing import TYPE_CHECKING

import gradio as gr  # noqa: TC002  (as above)

from ui.chat.notes import quote_alone
from ui.errors import ConversationError
from ui.web.event_io import SAME, Shown, number_said, said, shown, whose
from ui.web.views import notes as note_list

if TYPE_CHECKING:
    from ui.chat.notes import Notes
    from ui.chat.store import Conversations


class NoteEvents:
    """The events of notes; outputs are the list of them, and what went wrong."""

    def __init__(self, notes: Notes, conversations: Conversations) -> None:
        self._notes = notes
        self._conversations = conversations

    def look(self, request: gr.Request) -> Shown:
        """Show the notes."""
        *_, last = shown(self._listed(whose(request)), outputs=1)
        return last

    def keep(self, event: gr.EventData, request: gr.Request) -> Iterator[Shown]:
        """Keep an answer, or one quote of it, as a note."""
        owner = whose(request)

        def steps() -> Iterator[Shown]:
            exchange = self._conversations.exchange(owner, said(event, "exchange"))
            outcome, citation = exchange.outcome, number_said(event, "citation")
            if outcome is None:
                raise ConversationError("There is no answer to keep.")
            if 0 <= citation < len(outcome.citations):
                self._notes.keep(owner, "", quote_alone(outcome, outcome.citations[citation]))
            else:
                self._notes.keep(owner, exchange.question, outcome)
            yield from self._listed(owner, is_new=True)

        yield from shown(steps(), outputs=1)

    def begin(self, request: gr.Request) -> Iterator[Shown]:
        """Add an empty note."""
        owner = whose(request)

        def steps() -> Iterator[Shown]:
            self._notes.keep(owner)
            yield from self._listed(owner, is_new=True)

        yield from shown(steps(), outputs=1)

    def write(self, event: gr.EventData, request: gr.Request) -> Iterator[Shown]:
        """Store what is written in a note. Nothing is drawn anew, so that writing goes on."""

        def steps() -> Iterator[Shown]:
            self._notes.write(whose(request), said(event, "note"), said(event, "text"))
            yield (SAME,)

        yield from shown(steps(), outputs=1)

    def move(self, event: gr.EventData, request: gr.Request) -> Iterator[Shown]:
        """Move a note up or down."""
        owner = whose(request)

        def steps() -> Iterator[Shown]:
            self._notes.move(owner, said(event, "note"), up=said(event, "way") == "up")
            yield from self._listed(owner)

        yield from shown(steps(), outputs=1)

    def delete(self, event: gr.EventData, request: gr.Request) -> Iterator[Shown]:
        """Delete a note, which can be undone."""
        owner, note = whose(request), said(event, "note")

        def steps() -> Iterator[Shown]:
            self._notes.delete(owner, note)
            yield from self._listed(owner, gone=note)

        yield from shown(steps(), outputs=1)

    def restore(self, event: gr.EventData, request: gr.Request) -> Iterator[Shown]:
        """Bring the deleted note back."""
        owner = whose(request)

        def steps() -> Iterator[Shown]:
            self._notes.restore(owner, said(event, "note"))
            yield from self._listed(owner)

        yield from shown(steps(), outputs=1)

    def _listed(self, owner: str, *, gone: str = "", is_new: bool = False) -> Iterator[Shown]:
        yield (note_list.notes(self._notes.of(owner), gone=gone, is_new=is_new),)
