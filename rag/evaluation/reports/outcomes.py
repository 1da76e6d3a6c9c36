"""Every question's outcome as a line of JSON, to look at mistakes with and to choose thresholds from."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from rag.types import Answer

if TYPE_CHECKING:
    from rag.evaluation.data import Question
    from rag.evaluation.evaluate import Evaluation
    from rag.evaluation.marks import Mark
    from rag.evaluation.runs import Result
    from rag.types import Outcome


def lines(evaluation: Evaluation) -> str:
    """Return one line of JSON for each question; those of other data sets come last and are shorter.

    ``quotes`` and ``scores`` are those of the answer that was given or, where ``answered`` is false, would have been
    given without a threshold; ``draft_right`` is the truth that ``confidence`` is measured against. ``right``,
    ``concise``, ``shown`` and ``refused`` are of what is shown.
    """
    name = evaluation.data.name
    pairs = zip(evaluation.results, evaluation.marks, strict=True)
    unrelated = ((other, *asked) for other in evaluation.off_topic for asked in other.asked)
    records = [
        *(_record(name, result, mark) for result, mark in pairs),
        *(_off_topic(name, other.name, question, outcome) for other, question, outcome in unrelated),
    ]
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


def _record(data: str, result: Result, mark: Mark) -> dict[str, Any]:
    question, draft = result.question, result.draft
    citations = draft.citations if draft else ()
    return {
        "data": data,
        "position": question.position,
        "question": question.text,
        "standalone_question": result.outcome.trace.standalone_question,
        "follow_up": bool(question.history),
        "answerable": mark.answerable,
        "answered": mark.answered,
        "confidence": round(mark.confidence, 5),
        "right": mark.right,
        "concise": mark.concise,
        "shown": mark.shown,
        "refused": mark.refused,
        "draft_right": mark.draft_right,
        "draft_found": mark.draft_found,
        "answer_found": mark.answer_found,
        "quotes": [citation.quote for citation in citations],
        "scores": [round(citation.score, 5) for citation in citations],
        "spans": [sentence.text[slice(*sentence.span)] if sentence.span else None for sentence in draft.sentences]
        if draft
        else [],
        "gold_answers": list(question.answers),
        "gold_quotes": [evidence.quote for evidence in question.evidence],
        "cited": mark.cited,
        "cited_right": mark.cited_right,
        "evidence_cited": mark.evidence_cited,
        "rank": next((rank for rank, text in enumerate(mark.found, 1) if text in mark.relevant), None),
        "passages": [
            {
                "source": passage.chunk.source,
                "start": passage.chunk.start,
                "end": passage.chunk.end,
                "score": round(passage.score, 5),
                "relevant": passage.chunk.text in mark.relevant,
            }
            for passage in result.passages
        ],
        "timings_ms": dict(mark.timings_ms),
    }


def _off_topic(data: str, other: str, question: Question, outcome: Outcome) -> dict[str, Any]:
    answer = outcome if isinstance(outcome, Answer) else None
    return {
        "data": data,
        "off_topic": other,
        "position": question.position,
        "question": question.text,
        "answered": answer is not None,
        "confidence": round(outcome.confidence, 5),
        "quotes": [citation.quote for citation in answer.citations] if answer else [],
    }
