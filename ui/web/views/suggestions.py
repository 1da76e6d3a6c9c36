"""Suggested questions at the start, as HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.templates.environment import html

if TYPE_CHECKING:
    from collections.abc import Sequence


def welcome(questions: Sequence[str], *, is_empty: bool = False) -> str:
    """Return what is shown before a conversation begins: questions to begin with, or how the documents come in."""
    return html("suggestions", "empty") if is_empty else html("suggestions", "welcome", questions=questions)
