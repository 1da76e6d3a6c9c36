"""Handle the page's events of the viewer."""

from __future__ import annotations

from collections.abc import Iterator  # noqa: TC003  (Gradio reads the annotations when it runs)
from typing import TYPE_CHECKING

import gradio as gr  # noqa: TC002  (as above)

from index.errors import LibraryError
from rag.types import Answer
from ui.chat import choice
from ui.documents.guides import guide_to_library
from ui.formats.quote_link import QuoteLink
from ui.web.event_io import SAME, Shown, number_said, said, shown, whose
from ui.web.views import guide, viewer

if TYPE_CHECKING:
    from index.types import Document
    from ui.chat.hidden import HiddenDocuments
    from ui.chat.models import Exchange
    from ui.chat.protocols import Answers
    from ui.chat.store import Conversations


class ViewerEvents:
    """The events that open something in the viewer; outputs are what it shows, and what went wrong."""

    def __init__(self, assistant: Answers, conversations: Conversations, hidden: HiddenDocuments) -> None:
        self._assistant = assistant
        self._hidden = hidden
        self._conversations = conversations

    def open(self, event: gr.EventData, request: gr.Request) -> Iterator[Shown]:
        """Show a quote, or a passage that came near, in its document; or a place in a document that is named."""

        def steps() -> Iterator[Shown]:
            if source := said(event, "source"):
                yield (
                    self._place(source, number_said(event, "start"), number_said(event, "end"), said(event, "version")),
                )
                return
            exchange = self._conversations.exchange(whose(request), said(event, "exchange"))
            yield (self._view(exchange, number_said(event, "citation"), number_said(event, "passage")),)

        yield from shown(steps(), outputs=1)

    def open_document(self, event: gr.EventData) -> Iterator[Shown]:
        """Show a document of the list."""

        def steps() -> Iterator[Shown]:
            library, source = self._assistant.library, said(event, "source")
            held = library.open().document(source)
            yield (viewer.document(held, is_original_here=library.has_original(source)),)

        yield from shown(steps(), outputs=1)

    def overview(self, within: str, request: gr.Request) -> Iterator[Shown]:
        """Show the guide to the chosen documents."""

        def steps() -> Iterator[Shown]:
            chosen = choice.from_text(within, self._hidden.of(whose(request)))
            yield (guide.overview(guide_to_library(self._assistant.library.open(), chosen), within),)

        yield from shown(steps(), outputs=1)

    def follow(self, query: str) -> Iterator[Shown]:
        """Show the quote that the address of the page names, if it names one."""

        def steps() -> Iterator[Shown]:
            if (link := QuoteLink.from_query(query)) is None:
                yield (SAME,)
                return
            library = self._assistant.library
            held = library.open().document(link.source)
            yield (viewer.linked(held, link, is_original_here=library.has_original(link.source)),)

        yield from shown(steps(), outputs=1)

    def _place(self, source: str, start: int, end: int, version: str) -> str:
        library = self._assistant.library
        held = library.open().document(source)
        link = QuoteLink(source, max(start, 0), max(end, 0), version or held.fingerprint)
        return viewer.linked(held, link, is_original_here=library.has_original(source))

    def _view(self, exchange: Exchange, citation: int, passage: int) -> str:
        outcome = exchange.outcome
        if outcome is not None and 0 <= citation < len(outcome.citations):
            held, is_here = self._held(outcome.citations[citation].source)
            return viewer.citation(outcome, exchange.id, citation, held, is_original_here=is_here)
        near = () if outcome is None else outcome.passages if isinstance(outcome, Answer) else outcome.nearest
        for each in near:
            if each.number == passage:
                held, is_here = self._held(each.chunk.source)
                return viewer.passage(each, held, is_original_here=is_here)
        return viewer.blank()

    def _held(self, source: str) -> tuple[Document | None, bool]:
        """Return a document as it is now, if it is there, and whether its file can be opened."""
        library = self._assistant.library
        try:
            return library.open().document(source), library.has_original(source)
        except LibraryError:
            return None, False
