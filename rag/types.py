"""The types of ``rag``: answers, citations, passages. All are frozen.

``[n]`` in a text is made from the structure, never parsed out of a document's own words.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Literal

from index.filters import EVERYTHING, Filter
from rag import notebook
from rag.errors import QuestionError

if TYPE_CHECKING:
    from index import Chunk


Operation = Literal["count", "count of different", "sum", "average", "smallest", "largest"]
# Shown after a sentence that no passage supports.
NOT_SUPPORTED = "(not supported by the documents)"


@dataclass(frozen=True, slots=True)
class Turn:
    """One message of a conversation.

    Raises
    ------
    QuestionError
        When somebody else said it, or it is no text.
    """

    role: Literal["user", "assistant"]
    text: str

    def __post_init__(self) -> None:
        if self.role not in ("user", "assistant"):
            raise QuestionError(f"The role of a turn is {self.role!r}; it must be 'user' or 'assistant'.")
        if not isinstance(self.text, str):
            raise QuestionError(f"What was said in a turn is of type {type(self.text).__name__}; it must be text.")


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
        Citations of the rows that are told; empty until the answer is told.
    column
        Name of the column that was computed with; "" where rows were counted.
    unit
        Of the value; "" where the column has none.
    of
        How many rows it rests on; more than ``rows`` where some are not told.
    """

    value: int | float | str
    operation: Operation
    rows: tuple[Citation, ...] = ()
    column: str = ""
    unit: str = ""
    of: int = 0

    @property
    def text(self) -> str:
        """The value and what was done, on one line: "Computed: 144 (sum of Amount over 3 rows)"."""
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
        return f"Computed: {' '.join(filter(None, (number, self.unit)))} ({what}{told})"


@dataclass(frozen=True, slots=True)
class Trace:
    """How an outcome was made.

    Parameters
    ----------
    standalone_question
        The question that was searched.
    generation
        Of the library; 0 for an empty one.
    reader
        Name of the reader that wrote the answer.
    timings_ms
        Milliseconds per step, and "total".
    warnings
        One sentence each.
    within
        Which documents were searched.
    """

    standalone_question: str
    generation: int
    reader: str
    timings_ms: dict[str, float] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    within: Filter = EVERYTHING


class ReplyKind(StrEnum):
    """What sort of message was replied to, and so what sort of reply it got."""

    QUESTION = "question"
    ROWS = "rows"
    OVERVIEW = "overview"
    SUMMARY = "summary"
    COMPARISON = "comparison"
    COURTESY = "courtesy"


@dataclass(frozen=True, slots=True)
class Answer:
    """A cited answer.

    Parameters
    ----------
    sentences
        At least one.
    passages
        Numbered 1, 2, 3 ... in the order in which they are cited, then the others; every citation names one of them.
    confidence
        Probability, 0 to 1, that the answer is right, calibrated.
    trace
        How it was made.
    kind
        What sort of reply it is.
    computed
        What was computed over the rows that the sentences are; None where nothing was.
    """

    sentences: tuple[Sentence, ...]
    passages: tuple[Passage, ...]
    confidence: float
    trace: Trace
    kind: ReplyKind = ReplyKind.QUESTION
    computed: Computed | None = None

    @property
    def text(self) -> str:
        """What was computed, marked as such, and the sentences, each followed by the numbers of its passages."""
        computed = [f"{self.computed.text}."] if self.computed else []
        return " ".join((*computed, *(sentence.marked for sentence in self.sentences)))

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Every citation once, in the order of the sentences."""
        return tuple(dict.fromkeys(citation for sentence in self.sentences for citation in sentence.citations))

    def _repr_html_(self) -> str:
        head = self.computed.text if self.computed else ""
        return notebook.shown(head, map(_statement, self.sentences), f"Confidence: {self.confidence:.2f}")


class Reason(StrEnum):
    """Why there is no answer."""

    EMPTY_LIBRARY = "EMPTY_LIBRARY"
    NOTHING_RELEVANT = "NOTHING_RELEVANT"
    UNSUPPORTED = "UNSUPPORTED"
    UNSURE = "unsure"
    NOTHING_ASKED = "NOTHING_ASKED"


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """The documents do not say: a value, not a sentence to be recognised.

    Parameters
    ----------
    reason
        Nothing is indexed; nothing indexed is about this; it is, but does not answer; it may answer, but that is not
        sure; or nothing was asked, as by "thanks".
    nearest
        The nearest passages; they are not citations.
    closest
        Where the reason is ``UNSURE``: the statements nearest to an answer, the best first, each with its citation. At
        most three.
    confidence
        Probability, 0 to 1, that an answer made from them would have been right.
    trace
        How it was made.
    kind
        What sort of reply it is.
    """

    reason: Reason
    nearest: tuple[Passage, ...]
    closest: tuple[Sentence, ...]
    confidence: float
    trace: Trace
    kind: ReplyKind = ReplyKind.QUESTION

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Every citation of the closest statements once, in their order."""
        return tuple(dict.fromkeys(citation for sentence in self.closest for citation in sentence.citations))

    def _repr_html_(self) -> str:
        if self.closest:
            return notebook.shown("Not sure. The closest the documents say:", map(_statement, self.closest))
        nearest = (notebook.Statement(each.chunk.source, [(each.chunk.text, "")]) for each in self.nearest)
        return notebook.shown(f"No answer: {self.reason}", nearest)


Outcome = Answer | NoAnswer


def _statement(sentence: Sentence) -> notebook.Statement:
    """Return a sentence with its quotes, as a notebook shows them."""
    behind = []
    for each in sentence.citations:
        page = "" if each.page is None else f", page {each.page}"
        behind.append((each.quote, f"{each.title} ({each.source}{page}, characters {each.start}-{each.end})"))
    return notebook.Statement(sentence.marked, behind)


@dataclass(frozen=True, slots=True)
class Findings:
    """Passages without an answer, best first, and how they were found."""

    passages: tuple[Passage, ...]
    trace: Trace
