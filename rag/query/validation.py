"""Validate a question and its history."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import TYPE_CHECKING

from rag.errors import QuestionError
from rag.types import Turn

if TYPE_CHECKING:
    from collections.abc import Sequence

# Characters of a question at most; a pasted document is no question.
MAX_CHARACTERS = 4000
INVISIBLE = frozenset({"Cc", "Cs", "Co", "Cn"})


def cleaned(question: str) -> str:
    """Return the question with control characters and runs of white space replaced by one space.

    Raises
    ------
    QuestionError
        When nothing is left to ask, it is longer than ``MAX_CHARACTERS`` characters, or no text.
    """
    if not isinstance(question, str):
        raise QuestionError(f"The question is of type {type(question).__name__}; it must be text.")
    if len(question) > MAX_CHARACTERS:
        raise QuestionError(
            f"The question is {len(question):,} characters long; at most {MAX_CHARACTERS:,} can be asked. "
            "Ask it shorter."
        )
    text = "".join(" " if unicodedata.category(character) in INVISIBLE else character for character in question)
    text = " ".join(text.split())
    if not any(character.isalnum() for character in text):
        raise QuestionError("The question is empty. Type a question about your documents.")
    return text


def conversation(history: Sequence[Turn]) -> tuple[Turn, ...]:
    """Return the validated turns before a question.

    Raises
    ------
    QuestionError
        When it is no sequence of turns.
    """
    odd = [each for each in history if not isinstance(each, Turn)] if isinstance(history, Iterable) else [history]
    if odd:
        raise QuestionError(
            f"The history is, or holds, a value of type {type(odd[0]).__name__}; it must be a list of"
            ' Turn("user", "...") and Turn("assistant", "...").'
        )
    return tuple(history)
