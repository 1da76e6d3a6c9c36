"""Outcomes made by hand, for the tests of everything that shows them."""

from __future__ import annotations

from dataclasses import replace

from index.types import Chunk
from rag.types import Answer, Citation, Computed, NoAnswer, Passage, Reason, Sentence, Trace

TEXT = "Costs rose by 5 percent. The price of fuel is the reason, the report says.\nSales fell."


def passage(number: int = 1, text: str = TEXT, source: str = "reports/2024.txt") -> Passage:
    return Passage(number, Chunk(source, "f" * 64, number - 1, 0, len(text), ("Results",), text), 0.91239)


def citation(quote: str, number: int = 1, text: str = TEXT, source: str = "reports/2024.txt") -> Citation:
    start = text.index(quote)
    return Citation(
        passage=number,
        source=source,
        fingerprint="f" * 64,
        title="Annual report",
        headings=("Results", "Costs"),
        page=3,
        start=start,
        end=start + len(quote),
        quote=quote,
        score=0.97123,
    )


def trace(question: str = "why did costs rise?") -> Trace:
    timings = {"retrieve": 1.23456, "total": 9.87654}
    return Trace(question, generation=7, reader="extractive", timings_ms=timings, warnings=("Something is odd.",))


def answer() -> Answer:
    first, second = citation("Costs rose by 5 percent."), citation("The price of fuel is the reason, the report says.")
    other = citation("Sales fell.", number=2)
    return Answer(
        sentences=(
            Sentence(second.quote, (second,), span=(4, 17)),
            Sentence(first.quote, (first, other)),
            Sentence(second.quote, (second,)),
        ),
        passages=(passage(1), passage(2)),
        confidence=0.931234,
        trace=trace(),
    )


def computed() -> Answer:
    """Return an answer over rows, with what was computed from them."""
    rows = answer().citations
    return replace(answer(), computed=Computed(144.5, "sum", rows, column="Amount <b>", unit="EUR", of=5))


def rows() -> Answer:
    """Return an answer of a sentence and two rows of a table, of which one has a mark of Markdown in it."""
    text = "Costs rose.\nFuel <b> | 12\nWages | 30"
    quotes = [citation(quote, text=text) for quote in text.split("\n")]
    tabled = [
        replace(each, cells=tuple(zip(("Item", "EUR"), each.quote.rsplit(" | ", 1), strict=True)))
        for each in quotes[1:]
    ]
    sentences = [Sentence(each.quote, (each,)) for each in (quotes[0], *tabled)]
    return replace(answer(), sentences=tuple(sentences), passages=(passage(1, text),))


def refusal(reason: Reason = Reason.UNSUPPORTED) -> NoAnswer:
    nearest = () if reason is Reason.EMPTY_LIBRARY else (passage(1), passage(2))
    return NoAnswer(reason, nearest, (), 0.12, trace())
