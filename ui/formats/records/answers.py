"""The shapes of the JSON objects that commands print and interfaces return.

``ui.formats.json`` makes them; ``ui.api.json_schemas`` publishes a JSON Schema of each. A docstring here becomes the
description in the schema.
"""

from __future__ import annotations

# The one of typing cannot be read by pydantic before Python 3.12.
from typing_extensions import TypedDict


class SentenceRecord(TypedDict):
    """A sentence; its citations are positions in the list of citations, span is where the short answer stands in it."""

    text: str
    citations: list[int]
    span: list[int] | None


class RowCellRecord(TypedDict):
    """A cell of a row of a table, with the name of its column; "" where it has none."""

    column: str
    text: str


class CitationRecord(TypedDict):
    """A verbatim quote: start and end are offsets into the document's canonical text, in Unicode code points.

    cells are those of a whole row of a table; empty for other quotes.
    """

    passage: int
    source: str
    fingerprint: str
    title: str
    headings: list[str]
    page: int | None
    start: int
    end: int
    quote: str
    score: float
    date: str | None
    cells: list[RowCellRecord]


class PassageRecord(TypedDict):
    """A numbered piece of a document; start and end are offsets into its canonical text.

    labelled is the text with the names of columns before the cells of tables, "Part: Lamp; Pounds: 90"; null where that
    is the text.
    """

    number: int
    source: str
    headings: list[str]
    start: int
    end: int
    text: str
    labelled: str | None
    score: float


class ComputedRecord(TypedDict):
    """A value computed over rows of a table; rows are positions in the list of citations, of is how many there are."""

    value: int | float | str
    unit: str
    operation: str
    column: str
    rows: list[int]
    of: int


class OutcomeRecord(TypedDict):
    """The answer to a question, or the reason why there is none."""

    question: str
    standalone_question: str
    answered: bool
    text: str
    confidence: float
    reason: str | None
    sentences: list[SentenceRecord]
    closest: list[SentenceRecord]
    citations: list[CitationRecord]
    passages: list[PassageRecord]
    generation: int
    reader: str
    timings_ms: dict[str, float]
    warnings: list[str]
    kind: str
    computed: ComputedRecord | None


class FindingsRecord(TypedDict):
    """The passages that match a question best, the best first."""

    question: str
    passages: list[PassageRecord]
    generation: int
    timings_ms: dict[str, float]
    warnings: list[str]


class CheckedRecord(TypedDict):
    """A sentence of a checked text.

    start and end are offsets in the text. verdict is supported, contradicted, partly, not_found or no_claim.
    unsupported are stretches without support, each from start to end, counted from the beginning of the sentence.
    """

    text: str
    start: int
    end: int
    verdict: str
    citations: list[CitationRecord]
    unsupported: list[list[int]]


class CheckRecord(TypedDict):
    """A checked text; how many of its sentences claim something, and how many of these the documents support."""

    sentences: list[CheckedRecord]
    supported: int
    claims: int


class CellRecord(TypedDict):
    """A cell of a table of documents.

    state is quote, unsure or empty. value is the text as a number, true or false, or a day (YYYY-MM-DD) where the
    column asks for one; null where it could not be parsed, and in an empty cell.
    """

    state: str
    text: str
    value: str | int | float | bool | None
    citations: list[CitationRecord]


class TableRowRecord(TypedDict):
    """A document, or a section of it, with a cell for each column."""

    source: str
    title: str
    cells: list[CellRecord]


class TableRecord(TypedDict):
    """A table of documents; documents is how many were read."""

    columns: list[str]
    rows: list[TableRowRecord]
    documents: int


class EntryRecord(TypedDict):
    """A document of the library; characters is the length of its canonical text."""

    source: str
    title: str
    kind: str
    characters: int
    pages: int
    date: str | None
    author: str | None
    unread: list[str]


class ListingRecord(TypedDict):
    """Documents of the library; next is the offset of the rest, null at the end."""

    documents: list[EntryRecord]
    total: int
    next: int | None
    generation: int


class ReadingRecord(TypedDict):
    """A part of a document's canonical text; next is where to read on, null at the end."""

    source: str
    title: str
    fingerprint: str
    date: str | None
    author: str | None
    characters: int
    start: int
    end: int
    text: str
    headings: list[str]
    page: int | None
    next: int | None
    generation: int
