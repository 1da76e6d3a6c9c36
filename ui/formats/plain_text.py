"""An answer as plain text with footnotes, for pasting elsewhere."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from ui.text.layout import separator
from ui.text.sanitize import visible, visible_block

if TYPE_CHECKING:
    from rag.types import Answer, Citation

UNSUPPORTED = "[not in the documents]"


def with_footnotes(answer: Answer) -> str:
    """Return the sentences with their numbers, and below them each number's document and quotes."""
    parts = [
        visible_block(each.marked if each.citations else f"{each.text} {UNSUPPORTED}") for each in answer.sentences
    ]
    gaps = ["", *(separator(before, after) for before, after in pairwise(answer.sentences))]
    said = "".join(gap + part for gap, part in zip(gaps, parts, strict=True))
    notes = "\n".join(f"[{number}] {_note(citations)}" for number, citations in by_passage(answer).items())
    return f"{said}\n\n{notes}" if notes else said


def by_passage(answer: Answer) -> dict[int, list[Citation]]:
    """Return the citations of each passage, as they are numbered."""
    numbered: dict[int, list[Citation]] = {}
    for citation in sorted(answer.citations, key=lambda citation: (citation.passage, citation.start)):
        numbered.setdefault(citation.passage, []).append(citation)
    return numbered


def where(citation: Citation) -> str:
    """Return the document, its day and the page of a quote, on one line."""
    page = [] if citation.page is None else [f"page {citation.page}"]
    date = [] if citation.date is None else [citation.date]
    return ", ".join(visible(part) for part in dict.fromkeys([citation.title, citation.source, *date, *page]))


def _note(citations: list[Citation]) -> str:
    quotes = (" ".join(visible_block(citation.quote).split()) for citation in citations)
    return f"{where(citations[0])}: {' '.join(f'“{quote}”' for quote in quotes)}"
