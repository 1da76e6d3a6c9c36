"""A question as it may be asked: text, short enough, and not empty."""

from __future__ import annotations

import unicodedata

from rag.errors import QuestionError

# Longer than any question that a person types; a pasted document is no question.
LONGEST = 4000
INVISIBLE = frozenset({"Cc", "Cs", "Co", "Cn"})


def cleaned(question: str) -> str:
    """Return the question with control characters and runs of white space made one space.

    Raises
    ------
    QuestionError
        When nothing is left to ask, or it is longer than ``LONGEST`` characters.
    """
    if len(question) > LONGEST:
        raise QuestionError(
            f"The question is {len(question):,} characters long; at most {LONGEST:,} can be asked. Ask it shorter."
        )
    text = "".join(" " if unicodedata.category(character) in INVISIBLE else character for character in question)
    text = " ".join(text.split())
    if not any(character.isalnum() for character in text):
        raise QuestionError("The question is empty. Type a question about your documents.")
    return text
