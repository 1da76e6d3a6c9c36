"""Suggested questions, as HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rag.types import NoAnswer, Reason
from ui.templates.environment import html

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rag.types import Outcome


def welcome(questions: Sequence[str]) -> str:
    """Return what is shown before a conversation begins, with questions to begin with."""
    return html("suggestions", "welcome", questions=questions)


def empty(*, may_change: bool, is_gone: bool = False) -> str:
    """Return what is shown where there are no documents: how they come in, for who may add them.

    ``is_gone`` is whether there were some, and the folder of their library was moved or deleted.
    """
    return html("suggestions", "empty", may_change=may_change, is_gone=is_gone)


def related(questions: Sequence[str], outcome: Outcome) -> str:
    """Return the questions that are offered after an outcome; "" for none."""
    is_refused = isinstance(outcome, NoAnswer) and outcome.reason is not Reason.NOTHING_ASKED
    return html("suggestions", "related", questions=questions, is_refused=is_refused)
