"""An answer as plain text with footnotes, for pasting elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rag.events import Done, Found, Said, Withdrawn, Writing
from rag.types import NOT_SUPPORTED, Answer
from ui.formats.views.answer import view
from ui.text.layout import known_as
from ui.text.sanitize import visible, visible_block

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rag.events import Event
    from rag.types import Citation, NoAnswer, Sentence
    from ui.formats.views.answer import SentenceView, SourceView


def with_footnotes(answer: Answer) -> str:
    """Return what was computed, the sentences with their numbers, and each number's document and quote."""
    shown = view(answer, by_quote=True)
    said = "".join(each.gap + visible_block(each.text) + marks(each) for each in shown.sentences)
    notes = "\n".join(f"[{source.number}] {_note(source)}" for source in shown.sources)
    return "\n\n".join(filter(None, (visible(shown.computed), said, notes)))


def spoken(events: Iterator[Event]) -> Iterator[str]:
    """Yield an answer's text as it grows, with its markers; a refusal is its one sentence."""
    said: list[Sentence] = []
    for event in events:
        match event:
            case Said(sentence):
                said.append(sentence)
                yield " ".join(sentence.marked for sentence in said)
            case Writing():
                yield " ".join(sentence.marked for sentence in said)  # a listener who left is noticed here
            case Withdrawn():
                said.clear()
            case Done(outcome):
                yield outcome.text if isinstance(outcome, Answer) else refusal_text(outcome)
            case Found():
                pass


def refusal_text(outcome: NoAnswer) -> str:
    """Return a refusal as plain text: what is said of it, and the closest statements with their numbers."""
    shown = view(outcome)
    return "\n\n".join([shown.refusal, *(f"- {visible_block(each.text)}{marks(each)}" for each in shown.closest)])


def marks(sentence: SentenceView) -> str:
    """Return what stands behind a sentence: its numbers, or that no passage supports it."""
    return "".join(f" [{number}]" for number in sentence.numbers) or f" {NOT_SUPPORTED}"


def where(citation: Citation) -> str:
    """Return the document, its day and the page of a quote, on one line."""
    page = [] if citation.page is None else [f"page {citation.page}"]
    date = [] if citation.date is None else [citation.date]
    return ", ".join(visible(part) for part in dict.fromkeys([citation.title, known_as(citation.source), *date, *page]))


def _note(source: SourceView) -> str:
    quotes = (" ".join(visible_block(citation.quote).split()) for citation in source.citations)
    return f"{where(source.citations[0])}: {' '.join(f'“{quote}”' for quote in quotes)}"
