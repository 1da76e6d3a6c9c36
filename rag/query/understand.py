"""Understand a message: what is wanted, and in which forms it is searched."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rag.errors import LanguageModelError
from rag.query import followups, intents
from rag.steps import Comparison, Query, Question, Summary

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rag.types import Turn

    Rewrite = Callable[[str, Sequence[Turn]], str]


def understand(question: str, history: Sequence[Turn] = (), rewrite: Rewrite | None = None) -> Query:
    """Return a validated question as it is understood in its conversation.

    1. Recognise what is wanted.
    2. Complete a follow-up by rules, and by a language model where there is one.
    3. Recall the beginning of the last answer, and what must not be repeated.

    Parameters
    ----------
    question, history
        As ``validation`` returns them.
    rewrite
        A language model's stand-alone form of a follow-up; it may raise ``LanguageModelError``.
    """
    intent = intents.recognise(question)
    forms, warnings = [followups.standalone(question, history), question], []
    guessed = followups.guessed(forms[0], question)
    if rewrite and history and _may_be_searched(intent) and not followups.stands_alone(question):
        try:
            forms.insert(0, rewrite(question, history))
            guessed = False
        except LanguageModelError as error:
            warnings.append(f"The language model did not rewrite the question: {error}.")
    return Query(
        question=question,
        intent=intent,
        forms=tuple(dict.fromkeys(forms)),
        recalled=followups.recalled(question, history),
        told=followups.told(question, history),
        guessed=guessed,
        warnings=tuple(warnings),
    )


def _may_be_searched(intent: object) -> bool:
    """Whether passages may have to be searched: a document may be named after what "summarise" is followed by."""
    return isinstance(intent, Question | Comparison) or (isinstance(intent, Summary) and intent.exactly)
