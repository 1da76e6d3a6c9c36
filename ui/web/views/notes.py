"""The list of notes, as HTML."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ui.formats.plain_text import where
from ui.formats.quote_link import QuoteLink
from ui.formats.views.answer import view
from ui.templates.environment import html

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rag.types import Citation
    from ui.chat.notes import Note
    from ui.formats.views.answer import AnswerView


@dataclass(frozen=True, slots=True)
class Source:
    """A quote of a note: its number, its place, and where it stands."""

    number: int
    link: QuoteLink
    where: str
    quote: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A note as its template takes it."""

    note: Note
    answer: AnswerView | None
    sources: tuple[Source, ...]


def notes(kept: Sequence[Note], *, gone: str = "", is_new: bool = False) -> str:
    """Return the notes; ``gone`` is the id of one that was just deleted, ``is_new`` says that the last is new."""
    return html("notes", "notes", rows=list(map(_shown, kept)), gone=gone, is_new=is_new)


def _shown(note: Note) -> Shown:
    answer = view(note.kept, by_quote=True) if note.kept else None
    sources = tuple(_source(each.number, each.citations[0]) for each in answer.sources) if answer else ()
    return Shown(note, answer, sources)


def _source(number: int, citation: Citation) -> Source:
    return Source(number, QuoteLink.to(citation), where(citation), citation.quote)
