"""Suggested questions, as HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rag.types import NoAnswer, Reason
from ui.templates.environment import html

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rag.types import Outcome


def welcome(questions: Sequence[str], *, is_empty: bool = False) -> str:
    """Return what is shown before a conversation begins: questions to begin with, or how the documents come in."""
    return html("suggestions", "empty") if is_empty else html("suggestions", "welcome", questions=questions)


def related(questions: Sequence[str], outcome: Outcome) -> str:
    """Return the questions that are offered after an outcome; "" for none."""
    is_refused = isinstance(outcome, NoAnswer) and outcome.reason is not Reason.NOTHING_ASKED
    return html("suggestions", "related", questions=questions, is_refused=is_refused)
