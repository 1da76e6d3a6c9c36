"""Read one cell: find the column as a label of the document, or ask the document."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property
from math import log
from typing import TYPE_CHECKING

from index import Hit, sentences
from index.chunking.chunker import Splitting, split
from index.text.tokenizer import question_terms, terms
from rag.evidence import selection
from rag.extraction import labels
from rag.extraction.cell_store import Found
from rag.extraction.relevance import asks_twice, may_fill, speaks_of
from rag.extraction.types import CellState
from rag.extraction.values import DAY, fits
from rag.retrieval import rerank

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index import Chunk, Document, Snapshot
    from rag.extraction.types import TableColumn
    from rag.protocols import ReadingModel
    from rag.steps import Support

# Chunks of a document, or section, that are read for a question: those that share most of its rare words, and the
# first, where documents say what they are about.
READ = 8
# Confidence from which on a statement fills a cell, and from which on it is shown as not sure: of one that speaks of
# what is asked, and of another. They lie below what an answer needs: which document is asked is known, and so only
# whether it answers is open. `python -m bench.cells` prints what they give.
SURE, UNSURE = 0.25, 0.2
SURE_OF_ANOTHER, UNSURE_OF_ANOTHER = 0.45, 0.4
# Probability that the only day of a document is the one that is asked for.
ONLY_DAY = 0.6
# Probability that a value is right whose label fits wholly, and half.
LABELLED, LABELLED_HALF = 0.95, 0.8
_YEAR = re.compile(r"(?<!\d)[12]\d{3}(?!\d)")
# A fused score that changes no odds: all chunks of the document are read alike.
EVEN = 0.5


@dataclass(frozen=True, slots=True)
class Part:
    """What a row is read from: a document, or a section of it.

    Parameters
    ----------
    source, fingerprint
        Of the document.
    title
        Of the row.
    start, end
        Of the part in the document's text.
    """

    source: str
    fingerprint: str
    title: str
    start: int
    end: int


class PartReader:
    """Reads the cells of one part.

    Parameters
    ----------
    part
        What is read.
    snapshot
        That its document stands in.
    model
        Reads passages.
    """

    def __init__(self, part: Part, snapshot: Snapshot, model: ReadingModel) -> None:
        self._part = part
        self._snapshot = snapshot
        self._model = model

    @cached_property
    def document(self) -> Document:
        """The whole document."""
        return self._snapshot.document(self._part.source)

    @cached_property
    def _chunks(self) -> list[Chunk]:
        return [each for each in split(self.document, Splitting()) if self._part.start <= each.start < self._part.end]

    def read(self, column: TableColumn) -> Found:
        """Return a cell.

        1. A form field, a row, a line or a heading that has the column as its label says the value.
        2. The day in a document's head is the day of what the head names: "Board meeting, 3 May 2024".
        3. Otherwise the question is asked of the part's chunks, as every question is asked of passages.
        4. Where nothing sure, or no day, is found for "date", the day of the head or the only one of the part is taken.
        """
        if value := labels.find(column, self.document, self._part.start, self._part.end):
            score = LABELLED if value.fit >= 1 else LABELLED_HALF
            return Found(CellState.QUOTE, value.start, value.end, value.quoted, score)
        own = [word for word in labels.asked_words(column.name) if not labels.is_of_day(word)]
        if column.kind == "date" and own and (day := self._day_of_head(own)):
            return day
        found = self._asked(column)
        is_day = DAY.search(self.document.text, found.start, found.end) is not None
        if column.kind == "date" and len(column.questions) > 1 and (found.state is not CellState.QUOTE or not is_day):
            return self._day_of_head(own) or self._only_day() or self._dated(found)
        return found

    def _dated(self, found: Found) -> Found:
        """Return what was found for "date"; not sure where it has no year: "they lapse on 31 March"."""
        has_year = _YEAR.search(self.document.text, found.start, found.end) is not None
        return found if has_year or found.state is CellState.EMPTY else replace(found, state=CellState.UNSURE)

    def _asked(self, column: TableColumn) -> Found:
        """Ask the part; a sentence that speaks of what is asked counts from a lower confidence on than another."""
        hits = [Hit(chunk, EVEN) for chunk in _nearest(column.questions, self._chunks)]
        verdict = selection.judge(self._model, rerank.read(self._model, column.questions, self._snapshot, hits))
        score = verdict.confidence
        told = dict.fromkeys((*verdict.supports[:1], *verdict.closest))
        fitting = [each for each in told if fits(column.kind, each.quote) and may_fill(column, each)]
        speaking = next((each for each in fitting if speaks_of(column, each)), None)
        sure, unsure = (SURE, UNSURE) if speaking else (SURE_OF_ANOTHER, UNSURE_OF_ANOTHER)
        chosen = speaking or next(iter(fitting), None)
        if chosen is None or score < unsure:
            return Found(CellState.EMPTY, score=score)
        quote = self._with_lead(chosen)
        span = None if chosen.before or asks_twice(column) else chosen.span
        low, high = span or quote
        if not fits(column.kind, self.document.text[low:high]):
            low, high = quote
        return Found(CellState.QUOTE if score >= sure else CellState.UNSURE, low, high, quote, score)

    def _with_lead(self, support: Support) -> tuple[int, int]:
        """Return where a sentence stands, with the one before it where it points back to that: "This is the cause"."""
        text = self.document.text[self._part.start : support.start]
        for low, high in sentences(text)[-1:] if support.before else ():
            if text[low:high] == support.before:
                return self._part.start + low, support.end
        return support.start, support.end

    def _day_of_head(self, named: Sequence[str]) -> Found | None:
        """Return the day that the head of a document names, where the head has all the words; None of a section."""
        if self._part.start:
            return None
        head = labels.head(self.document)
        said = labels.asked_words(head)
        is_named = all(any(labels.same(word, each) for each in said) for word in named)
        return self._only_day(len(head)) if is_named else None

    def _only_day(self, length: int | None = None) -> Found | None:
        """Return the first place of the day that a part, or its beginning, names; None where it names several."""
        end = self._part.end if length is None else self._part.start + length
        text = self.document.text[self._part.start : end]
        days = [(match.start() + self._part.start, match[0]) for match in DAY.finditer(text)]
        if len({day for _, day in days}) != 1:
            return None
        start, day = days[0]
        line = text.rfind("\n", 0, start - self._part.start) + 1
        low, high = next((low, high) for low, high in sentences(text[line:]) if line + high > start - self._part.start)
        quote = self._part.start + line + low, self._part.start + line + high
        return Found(CellState.QUOTE, start, start + len(day), quote, ONLY_DAY)


def _nearest(questions: tuple[str, ...], chunks: list[Chunk]) -> list[Chunk]:
    """Return the chunks that are read, in their order."""
    if len(chunks) <= READ:
        return chunks
    asked = {term for question in questions for term in question_terms(question)}
    said = [set(terms(chunk.reading.text)) for chunk in chunks]
    frequency = Counter(term for each in said for term in asked & each)
    weights = [sum(log(1 + len(chunks) / frequency[term]) for term in asked & each) for each in said]
    ranked = sorted(range(1, len(chunks)), key=lambda place: -weights[place])[: READ - 1]
    return [chunks[place] for place in sorted((0, *ranked))]
