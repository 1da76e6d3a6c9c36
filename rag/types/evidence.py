"""What an answer consists of: passages, citations, cited sentences, computed values.

``[n]`` in a text is made from the structure, never parsed out of a document's own words.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from index import Chunk


Operation = Literal["count", "count of different", "sum", "average", "smallest", "largest"]
# Shown after a sentence that no passage supports.
NOT_SUPPORTED = "(not supported by the documents)"


@dataclass(frozen=True, slots=True)
class Passage:
    """Numbered evidence shown with an answer.

    Parameters
    ----------
    number
        1, 2, 3 ...: what ``[n]`` means.
    chunk
        The stored piece of the document.
    score
        Probability, 0 to 1, that the passage helps to answer the question.
    """

    number: int
    chunk: Chunk
    score: float


@dataclass(frozen=True, slots=True)
class Citation:
    """A pointer to a verbatim quote; law: ``document.text[start:end] == quote`` in the answer's generation.

    Parameters
    ----------
    passage
        Number of the passage that the quote stands in.
    source, fingerprint, title, headings, page
        The document, and where in it; ``page`` is None in documents without pages.
    start, end
        Offsets into the document's text.
    quote
        The text between them.
    score
        Probability, 0 to 1, that the quote supports the sentence.
    date
        The date that the document states (YYYY-MM-DD); None when it states none.
    cells
        (name of the column, cell) of each cell, where the quote is a whole row of a table; empty otherwise.
    """

    passage: int
    source: str
    fingerprint: str
    title: str
    headings: tuple[str, ...]
    page: int | None
    start: int
    end: int
    quote: str
    score: float
    date: str | None = None
    cells: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of an answer with its citations.

    Parameters
    ----------
    text
        As shown.
    citations
        Never empty, unless a generative reader marked the sentence as unsupported.
    span
        (start, end) of the short answer in ``text``, or None when the whole sentence is the answer.
    """

    text: str
    citations: tuple[Citation, ...]
    span: tuple[int, int] | None = None

    @property
    def marked(self) -> str:
        """The text, followed by the numbers of its passages, ``... [1] [3]``, or by a note that there are none."""
        if not self.citations:
            return f"{self.text} {NOT_SUPPORTED}"
        numbers = dict.fromkeys(citation.passage for citation in self.citations)
        return " ".join([self.text, *(f"[{number}]" for number in numbers)])


@dataclass(frozen=True, slots=True)
class Computed:
    """A value that stands beside an answer and in no document: it was computed, and is never a quote.

    Parameters
    ----------
    value
        A number; of an extreme, the cell as it stands in the file.
    operation
        What was done.
    rows
        Citations of the rows that are shown; empty until the answer is written.
    column
        Name of the column that was computed with; "" where rows were counted.
    unit
        Of the value; "" where the column has none.
    of
        How many rows it rests on; more than ``rows`` where some are not shown.
    written
        The value with its unit in the form of the column's cells: "£3,215.90"; "" where it has no form of its own.
    """

    value: int | float | str
    operation: Operation
    rows: tuple[Citation, ...] = ()
    column: str = ""
    unit: str = ""
    of: int = 0
    written: str = ""

    @property
    def text(self) -> str:
        """The value and what was done, on one line: "Computed: £144.00 (sum of Amount over 3 rows)"."""
        rows = f"{self.of:,} {'row' if self.of == 1 else 'rows'}"
        match self.operation:
            case "count":
                what = "number of rows"
            case "count of different":
                what = f"different values of {self.column} in {rows}"
            case "smallest" | "largest":
                what = f"{self.operation} {self.column}"
            case _:
                what = f"{self.operation} of {self.column} over {rows}"
        told = "" if len(self.rows) >= self.of else f"; {len(self.rows):,} of {rows} shown"
        number = f"{self.value:,}" if isinstance(self.value, int) else str(self.value)
        written = self.written or " ".join(filter(None, (number, self.unit)))
        return f"Computed: {written} ({what}{told})"
