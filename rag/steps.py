"""The values that pass from one step of answering to the next: query, readings, supporting sentences, evidence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

from index import Hit
from rag.types import ReplyKind

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from index import Chunk, Document, Snapshot
    from index.types.blocks import Kind
    from rag.types import Computed, Reason


@dataclass(frozen=True, slots=True)
class Question:
    """The user asks something that passages may answer."""

    kind: ClassVar = ReplyKind.QUESTION


@dataclass(frozen=True, slots=True)
class Courtesy:
    """The user thanks, praises or says goodbye, and asks nothing."""

    kind: ClassVar = ReplyKind.COURTESY


@dataclass(frozen=True, slots=True)
class Greeting:
    """The user says hello, and asks nothing."""

    kind: ClassVar = ReplyKind.GREETING


@dataclass(frozen=True, slots=True)
class Overview:
    """The user wants to know what the library holds."""

    kind: ClassVar = ReplyKind.OVERVIEW


@dataclass(frozen=True, slots=True)
class Summary:
    """The user wants the key sentences of a document; ``target`` is its name as typed, or "".

    ``exactly`` when it is one only if every word of the target names a document: "what is the bill about?" may ask
    for a document or for something that a document tells.
    """

    target: str
    exactly: bool = False
    kind: ClassVar = ReplyKind.SUMMARY


@dataclass(frozen=True, slots=True)
class Comparison:
    """The user wants both sides of a comparison.

    ``of_facts``: one fact is asked of each, "Which is older, A or B?". Key sentences of two documents do not tell it.
    """

    first: str
    second: str
    of_facts: bool = False
    kind: ClassVar = ReplyKind.COMPARISON


Intent = Question | Courtesy | Greeting | Overview | Summary | Comparison


@dataclass(frozen=True, slots=True)
class Query:
    """A message as it is understood; ``understand`` makes it.

    Parameters
    ----------
    question
        As typed, without control characters.
    intent
        What the user wants.
    forms
        The question in each form that is searched and read: the best guess of its stand-alone form first, the typed
        one among them, each once.
    recalled
        The question with the beginning of the last answer, which is searched too but not read; or None.
    told
        The answers that must not be repeated; "" unless the user wants more of the same.
    guessed
        Whether the first form only has words of the conversation appended.
    warnings
        One sentence each.
    """

    question: str
    intent: Intent
    forms: tuple[str, ...]
    recalled: str | None = None
    told: str = ""
    guessed: bool = False
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """The output of a reading model for one passage and one question.

    Parameters
    ----------
    relevance
        Probability, 0 to 1, that the passage answers the question.
    offsets
        Shape (tokens, 2): where each token that was read stands in the passage, in code points.
    start, end
        Shape (tokens,): logits that the short answer begins, or ends, at the token, where 0 is "there is none".
    evidence
        Shape (tokens,): probability that the token stands in a sentence that supports the answer.
    """

    relevance: float
    offsets: NDArray[np.int32]
    start: NDArray[np.float32]
    end: NDArray[np.float32]
    evidence: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class ReadHit:
    """A chunk that was read.

    Parameters
    ----------
    chunk
        The chunk.
    reading
        The model's output.
    score
        Probability, 0 to 1, that it answers the question.
    asked
        The form of the question that it was read with.
    document
        That the chunk stands in.
    subject
        Fields of the document that it was read below.
    """

    chunk: Chunk
    reading: Reading
    score: float
    asked: str
    document: Document
    subject: tuple[str, ...] = ()

    @property
    def found(self) -> Hit:
        """The chunk and its score, without the reading."""
        return Hit(self.chunk, self.score)


@dataclass(frozen=True, slots=True)
class Support:
    """A sentence of a chunk that helps to answer.

    Parameters
    ----------
    chunk
        That it stands in.
    start, end
        Offsets into the document's text.
    score
        Probability, 0 to 1, that the quote supports the sentence it is cited for; a sentence of a document is said in
        answer to the question.
    span
        (start, end) of the short answer inside it, as offsets into the document's text, or None.
    headings
        That it stands under, outermost first.
    kind
        Of the block that it stands in, "" where that is not known.
    labelled
        As models read it, with the names of columns in front of cells.
    before
        The question that it stands below, as among frequently asked questions; or the sentence before it, where it
        begins with a word that points back, such as "These"; "" otherwise.
    """

    chunk: Chunk
    start: int
    end: int
    score: float
    span: tuple[int, int] | None
    headings: tuple[str, ...] = ()
    kind: Kind | Literal[""] = ""
    labelled: str = ""
    before: str = ""

    @property
    def quote(self) -> str:
        """The sentence."""
        return self.chunk.text[self.start - self.chunk.start : self.end - self.chunk.start]

    @property
    def answer(self) -> str:
        """The short answer; "" where the whole sentence is the answer."""
        start, end = self.span or (self.chunk.start, self.chunk.start)
        return self.chunk.text[start - self.chunk.start : end - self.chunk.start]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The judgement of the passages that were read.

    Parameters
    ----------
    confidence
        Probability, 0 to 1, that an answer made of ``supports`` is right.
    supports
        The fewest sentences that answer, in the order to be read; empty when nothing was read.
    differing
        Those of ``supports`` that give different short answers in different documents, the best first; empty where
        the documents agree, or the question asks for more than a fact.
    closest
        The statements that come nearest to an answer, the best first, at most three.
    computed
        What was computed over the rows that ``supports`` are; None where nothing was.
    """

    confidence: float
    supports: tuple[Support, ...]
    differing: tuple[Support, ...] = ()
    closest: tuple[Support, ...] = ()
    computed: Computed | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a library holds for a query, and whether that is enough to answer; ``retrieve`` makes it.

    Parameters
    ----------
    kind
        What sort of reply it is for: the query's intent, or a question where the library cannot serve the intent.
    searched
        The question as it was understood in the end.
    snapshot
        The generation that was searched, within the filter.
    read_hits
        Passages that were read, best first; empty where sentences were chosen without a search.
    verdict
        The sentences that answer, and how sure that is.
    refusal
        Why they are not enough; None where they are.
    """

    kind: ReplyKind
    searched: str
    snapshot: Snapshot
    read_hits: tuple[ReadHit, ...]
    verdict: Verdict
    refusal: Reason | None

    @property
    def hits(self) -> list[Hit]:
        """The passages, best first: those that rows or chosen sentences stand in, and those that were read."""
        read = {hit.chunk.id: hit.found for hit in self.read_hits}
        chosen = (*self.verdict.supports, *self.verdict.closest)
        supports = {each.chunk.id: Hit(each.chunk, each.score) for each in chosen}
        return [*(hit for key, hit in supports.items() if key not in read), *read.values()]


@dataclass(frozen=True, slots=True)
class ClaimPair:
    """A claim, and a statement of the documents that may say it, or say otherwise.

    Parameters
    ----------
    claim
        One sentence, in which pronouns are replaced by what they stand for.
    statement
        One to three sentences of one or two documents, a line each.
    context
        What the statement is about, a line each: title, headings, and the fields at the head of its document.
    """

    claim: str
    statement: str
    context: str = ""


@dataclass(frozen=True, slots=True)
class Judgement:
    """Probabilities, 0 to 1, that a statement supports a claim, and that it contradicts it; the rest: says nothing."""

    supported: float
    contradicted: float
