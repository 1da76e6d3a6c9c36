"""What a question gets: an answer, the reason why there is none, or passages alone."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from rag import notebook
from rag.types.evidence import Citation, Computed, Passage, Sentence  # noqa: TC001 (pydantic reads the annotations)
from rag.types.questions import ReplyKind, Trace


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
