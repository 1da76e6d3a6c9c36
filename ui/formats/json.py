"""The JSON of results. Scripts depend on it.

The command line prints these objects, and the HTTP interfaces return them.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from rag.types import Answer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from index import Examination, LibraryStatus, SyncReport
    from rag import Findings
    from rag.extraction.types import AskedTable, Cell
    from rag.types import Citation, Outcome, Passage, Sentence
    from rag.verification.types import Check
    from ui.chat.models import Exchange
    from ui.formats.records.answers import (
        CellRecord,
        CheckRecord,
        CitationRecord,
        ComputedRecord,
        FindingsRecord,
        OutcomeRecord,
        PassageRecord,
        SentenceRecord,
        TableRecord,
    )
    from ui.formats.records.reports import (
        ChangeRecord,
        CopyRecord,
        DoneRecord,
        ExaminedRecord,
        JudgementsRecord,
        ReportRecord,
        StatusRecord,
    )


def outcome_record(question: str, outcome: Outcome) -> OutcomeRecord:
    """Return an answer or a refusal as one object; citations of sentences and rows are indexes into ``citations``."""
    trace = outcome.trace
    if isinstance(outcome, Answer):
        said, shown, reason, text = outcome.sentences, outcome.passages, None, outcome.text
        cited = outcome.citations
    else:
        said, shown, reason, text = (), outcome.nearest, str(outcome.reason), ""
        cited = outcome.citations
    closest = () if isinstance(outcome, Answer) else outcome.closest
    return {
        "question": question,
        "standalone_question": trace.standalone_question,
        "answered": reason is None,
        "text": text,
        "confidence": _probability(outcome.confidence),
        "reason": reason,
        "sentences": [_sentence_record(sentence, cited) for sentence in said],
        "closest": [_sentence_record(sentence, cited) for sentence in closest],
        "citations": [citation_record(citation) for citation in cited],
        "passages": [_passage_record(passage) for passage in shown],
        "generation": trace.generation,
        "reader": trace.reader,
        "timings_ms": _timings(trace.timings_ms),
        "warnings": list(trace.warnings),
        "kind": str(outcome.kind),
        "computed": _computed_record(outcome) if isinstance(outcome, Answer) else None,
    }


def findings_record(question: str, findings: Findings) -> FindingsRecord:
    """Return the passages that a search found."""
    return {
        "question": question,
        "passages": [_passage_record(passage) for passage in findings.passages],
        "generation": findings.trace.generation,
        "timings_ms": _timings(findings.trace.timings_ms),
        "warnings": list(findings.trace.warnings),
    }


def check_record(check: Check) -> CheckRecord:
    """Return a checked text; ``unsupported`` are offsets in the sentence's own text."""
    return {
        "sentences": [
            {
                "text": each.text,
                "start": each.start,
                "end": each.end,
                "verdict": str(each.verdict),
                "citations": [citation_record(citation) for citation in each.citations],
                "unsupported": [list(span) for span in each.unsupported],
            }
            for each in check.sentences
        ],
        "supported": check.supported,
        "claims": check.claims,
    }


def table_record(table: AskedTable) -> TableRecord:
    """Return a table of documents; ``value`` is null where a text could not be parsed as its column's kind."""
    return {
        "columns": [column.name for column in table.columns],
        "rows": [
            {"source": row.source, "title": row.title, "cells": [_cell_record(cell) for cell in row.cells]}
            for row in table.rows
        ],
        "documents": table.documents,
    }


def _cell_record(cell: Cell) -> CellRecord:
    return {
        "state": str(cell.state),
        "text": cell.text,
        "value": cell.value.isoformat() if isinstance(cell.value, date) else cell.value,
        "citations": [citation_record(citation) for citation in cell.citations],
    }


def report_record(report: SyncReport) -> ReportRecord:
    """Return what a sync did."""
    return {
        "added": report.added,
        "changed": report.changed,
        "removed": report.removed,
        "unchanged": report.unchanged,
        "skipped": [{"source": skipped.source, "reason": skipped.reason} for skipped in report.skipped],
        "copies": _copies(report.copies),
        "documents": report.documents,
        "chunks": report.chunks,
        "embedded": report.embedded,
        "generation": report.generation,
        "seconds": round(report.seconds, 3),
    }


def change_record(report: SyncReport) -> ChangeRecord:
    """Return what a sync did, and with which documents."""
    done: list[DoneRecord] = [{"source": source, "done": what} for source, what in report.sources.items()]
    return {**report_record(report), "sources": done}


def status_record(status: LibraryStatus) -> StatusRecord:
    """Return what a library holds."""
    return {
        "documents": status.documents,
        "chunks": status.chunks,
        "generation": status.generation,
        "embedder": status.embedder,
        "languages": list(status.languages),
        "size": status.size,
        "memory": status.memory,
        "built": status.built,
        "roots": list(status.roots),
        "stale": list(status.stale),
        "copies": _copies(status.copies),
        "unread": [{"source": entry.source, "parts": list(entry.unread)} for entry in status.entries if entry.unread],
        "sources": [{"source": entry.source, "title": entry.title, "stale": entry.stale} for entry in status.entries],
        "warnings": list(status.warnings),
        "engine": None
        if status.engine is None
        else {
            "version": status.engine.version,
            "writing": status.engine.writing,
            "readers": status.engine.readers,
            "lag": status.engine.lag,
            "oldest": status.engine.oldest,
            "unfinished": list(status.engine.unfinished),
        },
    }


def judged_record(judged: Sequence[Exchange]) -> JudgementsRecord:
    """Return the rated answers, each with its thumb, the reason, and the time (UTC)."""
    return {
        "judged": [
            {
                "thumb": each.thumb,
                "reason": each.reason,
                "asked": datetime.fromtimestamp(each.asked, UTC).isoformat(timespec="seconds"),
                "outcome": outcome_record(each.question, each.outcome) if each.outcome else None,
            }
            for each in judged
        ]
    }


def examined_record(found: Examination) -> ExaminedRecord:
    """Return the present and repaired damage. ``ok`` is true when the live generation is intact."""
    return {
        "ok": found.sound,
        "answering": found.answering,
        "problems": [{"file": each.file, "reason": each.reason, "live": each.live} for each in found.problems],
        "healed": [
            {"generation": each.generation, "built": each.built, "damage": list(each.damage)} for each in found.healings
        ],
    }


def _copies(copies: Mapping[str, str]) -> list[CopyRecord]:
    return [{"source": source, "of": first} for source, first in copies.items()]


def _sentence_record(sentence: Sentence, cited: Sequence[Citation]) -> SentenceRecord:
    return {
        "text": sentence.text,
        "citations": [cited.index(citation) for citation in sentence.citations],
        "span": list(sentence.span) if sentence.span else None,
    }


def _computed_record(answer: Answer) -> ComputedRecord | None:
    computed, cited = answer.computed, answer.citations
    return (
        None
        if computed is None
        else {
            "value": computed.value,
            "unit": computed.unit,
            "operation": computed.operation,
            "column": computed.column,
            "rows": [cited.index(citation) for citation in computed.rows],
            "of": computed.of,
        }
    )


def citation_record(citation: Citation) -> CitationRecord:
    """Return a citation as an object."""
    return {
        "passage": citation.passage,
        "source": citation.source,
        "fingerprint": citation.fingerprint,
        "title": citation.title,
        "headings": list(citation.headings),
        "page": citation.page,
        "start": citation.start,
        "end": citation.end,
        "quote": citation.quote,
        "score": _probability(citation.score),
        "date": citation.date,
        "cells": [{"column": column, "text": text} for column, text in citation.cells],
    }


def _passage_record(passage: Passage) -> PassageRecord:
    chunk = passage.chunk
    return {
        "number": passage.number,
        "source": chunk.source,
        "headings": list(chunk.headings),
        "start": chunk.start,
        "end": chunk.end,
        "text": chunk.text,
        "labelled": chunk.labelled.text if chunk.labelled else None,
        "score": _probability(passage.score),
    }


def _probability(value: float) -> float:
    # Four digits: the models are not calibrated any finer.
    return round(float(value), 4)


def _timings(timings: dict[str, float]) -> dict[str, float]:
    return {step: round(float(milliseconds), 1) for step, milliseconds in timings.items()}
