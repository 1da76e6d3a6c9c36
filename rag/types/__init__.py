"""The types of ``rag``: questions, evidence, outcomes. All are frozen."""

from rag.types.evidence import NOT_SUPPORTED, Citation, Computed, Operation, Passage, Sentence
from rag.types.outcomes import Answer, Findings, NoAnswer, Outcome, Reason
from rag.types.questions import ReplyKind, Trace, Turn

__all__ = [
    "NOT_SUPPORTED",
    "Answer",
    "Citation",
    "Computed",
    "Findings",
    "NoAnswer",
    "Operation",
    "Outcome",
    "Passage",
    "Reason",
    "ReplyKind",
    "Sentence",
    "Trace",
    "Turn",
]
