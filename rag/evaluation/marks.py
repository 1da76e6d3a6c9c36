"""Score one question's result: the numbers behind every figure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rag.evaluation.gold import holds_answer, is_cited, is_right, normalised
from rag.types import Answer, NoAnswer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rag.evaluation.data import Question
    from rag.evaluation.gold import Relevance
    from rag.evaluation.runs import Result
    from rag.types import Passage, Sentence

# Passages shown with an answer, whose characters are counted.
SHOWN = 4
# Of the closest statements of an unsure reply, the first three are shown.
CLOSEST = 3
# An answer with as many sentences that do not help is still concise.
UNHELPFUL = 1


@dataclass(frozen=True, slots=True)
class Mark:
    """The scores of a result.

    Parameters
    ----------
    relevant
        Texts of the library's passages that hold evidence; empty where no passage holds a quote whole.
    found, raw, rewritten
        Texts of the passages found, best first; the last two as in ``Result``.
    in_document
        For each passage found: whether it is of a document with evidence.
    answerable, answered
        Whether the documents answer the question, and whether the assistant did.
    confidence
        Of the outcome.
    cited, cited_right, cited_characters
        Citations of the answer, those that are evidence, and the characters of all; 0 for a refusal.
    evidence, evidence_cited
        Evidence quotes known, and those among the answer's citations.
    answer_found
        Whether a known answer stands in the quotes; None where no answer in words is known.
    draft_found
        The same of the answer that would have been given without a threshold.
    draft_right
        Whether that answer is right: it cites evidence, or a known answer stands in its quotes.
    right
        Whether an answer was given whose quotes hold a known answer or, where none is known in words, that cites
        evidence; of an unanswerable question: whether none was given.
    concise
        Right, and at most one sentence neither cites evidence nor holds an answer.
    shown
        Right, or the first closest statements of an unsure reply would be.
    refused
        The documents answer, but there was no answer, and it is not among those statements either.
    invalid
        Citations that do not hold.
    shown_characters
        Of the first passages together.
    timings_ms
        Per step.
    """

    relevant: frozenset[str]
    found: tuple[str, ...]
    raw: tuple[str, ...] | None
    rewritten: tuple[str, ...] | None
    in_document: tuple[bool, ...]
    answerable: bool
    answered: bool
    confidence: float
    cited: int
    cited_right: int
    cited_characters: int
    evidence: int
    evidence_cited: int
    answer_found: bool | None
    draft_found: bool | None
    draft_right: bool
    right: bool
    concise: bool
    shown: bool
    refused: bool
    invalid: int
    shown_characters: int
    timings_ms: Mapping[str, float]


def mark(result: Result, relevance: Relevance) -> Mark:
    """Judge one result."""
    question, draft = result.question, result.draft
    answer = result.outcome if isinstance(result.outcome, Answer) else None
    citations = answer.citations if answer else ()
    drafted = draft.citations if draft else ()
    known = any(normalised(text) for text in question.answers)
    quotes, drafted_quotes = ([each.quote for each in some] for some in (citations, drafted))
    draft_found = holds_answer(drafted_quotes, question.answers)
    texts = relevance.of_documents(question)
    sentences = answer.sentences if answer else ()
    closest = result.outcome.closest[:CLOSEST] if isinstance(result.outcome, NoAnswer) else ()
    right = (answer is not None and _answers(question, sentences)) if question.answerable else answer is None
    unhelpful = sum(not _helps(question, sentence) for sentence in sentences) if question.answerable else 0
    shown = right or (question.answerable and _answers(question, closest))
    return Mark(
        relevant=frozenset(relevance.texts(question)),
        found=_texts(result.passages),
        raw=None if result.raw is None else _texts(result.raw),
        rewritten=None if result.rewritten is None else _texts(result.rewritten),
        in_document=tuple(passage.chunk.text in texts for passage in result.passages),
        answerable=question.answerable,
        answered=answer is not None,
        confidence=min(max(float(result.outcome.confidence), 0.0), 1.0),
        cited=len(citations),
        cited_right=sum(is_right(citation, question.evidence) for citation in citations),
        cited_characters=sum(map(len, quotes)),
        evidence=len(question.evidence),
        evidence_cited=sum(is_cited(evidence, citations) for evidence in question.evidence),
        answer_found=holds_answer(quotes, question.answers) if known else None,
        draft_found=draft_found if known else None,
        draft_right=draft_found or any(is_right(citation, question.evidence) for citation in drafted),
        right=right,
        concise=right and unhelpful <= UNHELPFUL,
        shown=shown,
        refused=question.answerable and answer is None and not shown,
        invalid=relevance.invalid(citations, answer.passages) if answer else 0,
        shown_characters=sum(len(passage.chunk.text) for passage in result.passages[:SHOWN]),
        timings_ms=result.outcome.trace.timings_ms,
    )


def _answers(question: Question, sentences: Sequence[Sentence]) -> bool:
    """Tell whether quotes hold a known answer or, where none is known in words, are evidence."""
    citations = [citation for sentence in sentences for citation in sentence.citations]
    if any(normalised(text) for text in question.answers):
        return holds_answer([citation.quote for citation in citations], question.answers)
    return any(is_right(citation, question.evidence) for citation in citations)


def _helps(question: Question, sentence: Sentence) -> bool:
    return holds_answer([citation.quote for citation in sentence.citations], question.answers) or any(
        is_right(citation, question.evidence) for citation in sentence.citations
    )


def _texts(passages: Sequence[Passage]) -> tuple[str, ...]:
    return tuple(passage.chunk.text for passage in passages)
