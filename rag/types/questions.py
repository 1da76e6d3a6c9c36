"""What was said, what sort of question it is, and how it was answered."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from index.filters import EVERYTHING, Filter
from rag.errors import QuestionError


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


class ReplyKind(StrEnum):
    """What sort of message was replied to, and so what sort of reply it got."""

    QUESTION = "question"
    ROWS = "rows"
    OVERVIEW = "overview"
    SUMMARY = "summary"
    COMPARISON = "comparison"
    COURTESY = "courtesy"
    GREETING = "greeting"


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
