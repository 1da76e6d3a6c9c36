"""The parts of an answer that every format shows: sentences with gaps and numbers, sources, notes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from rag.types import Answer
from ui.text.layout import separator
from ui.text.messages import confidence_word, note, refusal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from rag.types import Citation, Outcome, Sentence


@dataclass(frozen=True, slots=True)
class SentenceView:
    """A sentence in its place.

    Parameters
    ----------
    gap
        What stands between it and the sentence before: "" for the first, a space, or a new line.
    text, span
        Of the sentence; ``span`` is (start, end) of the short answer in it, or None.
    numbers
        Of its quotes or passages, each once; empty where no passage supports it.
    citations
        Of the sentence.
    """

    gap: str
    text: str
    span: tuple[int, int] | None
    numbers: tuple[int, ...]
    citations: tuple[Citation, ...]

    @property
    def cells(self) -> tuple[tuple[str, str], ...]:
        """(name of the column, cell) where the sentence is a row of a table; none for prose."""
        first = next(iter(self.citations), None)
        is_row = len(self.citations) == 1 and first is not None and first.quote == self.text
        return first.cells if first is not None and is_row else ()

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns of a row; none for prose."""
        return tuple(name for name, _ in self.cells)


@dataclass(frozen=True, slots=True)
class SourceView:
    """A number that is cited: a quote, or a passage with its quotes in the order of the document."""

    number: int
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class AnswerView:
    """An outcome as every format shows it.

    Parameters
    ----------
    sentences
        Of the answer; none of a refusal.
    sources
        By number.
    refusal
        Why there is no answer; "" where there is one.
    computed
        What was computed, marked as such; "" where nothing was.
    closest
        The closest statements of a refusal that is not sure.
    notes
        Which documents were asked where that was not all, then the warnings.
    confidence
        "high", "fair" or "low"; "" where there is nothing to be unsure of.
    """

    sentences: tuple[SentenceView, ...]
    sources: tuple[SourceView, ...]
    refusal: str
    notes: tuple[str, ...]
    confidence: str
    computed: str = ""
    closest: tuple[SentenceView, ...] = ()


def view(outcome: Outcome, *, by_quote: bool = False) -> AnswerView:
    """Return the parts of an answer or a refusal.

    Parameters
    ----------
    outcome
        The answer or refusal.
    by_quote
        Whether a number stands for one quote, as on the page; else for a passage, as programs see it.
    """
    narrowed = note(outcome.trace.within)
    notes = (*([narrowed] if narrowed else []), *outcome.trace.warnings)
    numbers = quote_numbers(outcome.citations) if by_quote else _passage_numbers(outcome.citations)
    by_number: dict[int, list[Citation]] = {}
    for citation in sorted(outcome.citations, key=lambda citation: (numbers[citation], citation.start)):
        by_number.setdefault(numbers[citation], []).append(citation)
    sources = tuple(
        SourceView(number, tuple(citations[:1] if by_quote else citations)) for number, citations in by_number.items()
    )
    if not isinstance(outcome, Answer):
        closest = tuple(replace(each, gap="") for each in in_place(outcome.closest, numbers))
        return AnswerView((), sources, refusal(outcome), notes, "", closest=closest)
    computed = outcome.computed.text if outcome.computed else ""
    said = in_place(outcome.sentences, numbers)
    return AnswerView(said, sources, "", notes, confidence_word(outcome.confidence), computed)


def grouped(sentences: Sequence[SentenceView]) -> list[tuple[tuple[str, ...], list[SentenceView]]]:
    """Return sentences in groups: rows of one table below the names of its columns, prose below none."""
    groups: list[tuple[tuple[str, ...], list[SentenceView]]] = []
    for each in sentences:
        if groups and groups[-1][0] == each.columns:
            groups[-1][1].append(each)
        else:
            groups.append((each.columns, [replace(each, gap="")]))
    return groups


def quote_numbers(citations: Iterable[Citation]) -> dict[Citation, int]:
    """Return a number for each citation, from 1 on in their order; those of one quote have one number."""
    places: dict[tuple[str, int, int], int] = {}
    return {each: places.setdefault((each.source, each.start, each.end), len(places) + 1) for each in citations}


def _passage_numbers(citations: Iterable[Citation]) -> dict[Citation, int]:
    return {each: each.passage for each in citations}


def in_place(sentences: Sequence[Sentence], numbers: Mapping[Citation, int]) -> tuple[SentenceView, ...]:
    """Return the sentences of an answer, also of one that is still growing, with the numbers of their citations."""
    gaps = ["", *(separator(before, after) for before, after in pairwise(sentences))]
    return tuple(
        SentenceView(
            gap, each.text, each.span, tuple(dict.fromkeys(numbers[one] for one in each.citations)), each.citations
        )
        for gap, each in zip(gaps, sentences, strict=False)
    )
