"""The sentences that every interface says, and the words for a probability."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from index.filters import EVERYTHING
from rag.types import Reason, ReplyKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from index.filters import Filter
    from rag.types import NoAnswer

REFUSALS: Mapping[Reason, str] = {
    Reason.EMPTY_LIBRARY: "There are no documents yet. Add some, then ask again.",
    Reason.NOTHING_RELEVANT: "Nothing in these documents is about that.",
    Reason.UNSUPPORTED: "The documents come near this, but don’t say it.",
    Reason.UNSURE: "Not sure. The closest the documents say:",
    Reason.NOTHING_ASKED: "Glad to help. Ask again whenever you like.",
}
REFUSALS_IN_TERMINAL: Mapping[Reason, str] = {
    Reason.EMPTY_LIBRARY: "No answer: the library is empty. Add documents with: citeseed index FOLDER",
    Reason.NOTHING_RELEVANT: "No answer: nothing in the documents is about this.",
    Reason.UNSUPPORTED: "No answer: the documents come near this, but do not say it.",
    Reason.UNSURE: "Not sure. The closest the documents say:",
    Reason.NOTHING_ASKED: "Glad to help. Ask again whenever you like.",
}
GONE = (
    "The library’s folder is gone: somebody moved or deleted it. Put it back and ask again, or add documents to begin a"
    " new library."
)
GREETING = "Hello. Ask anything about the documents."
# A part of a message that names a command, with what separates it from the part before, and what else would help.
_COMMAND = re.compile(r"(?:[;:,.]\s+|^)[^;:,.]*'citeseed [^']*'[^;:,.]*(?:, or [^;:.]*)?(?=[;:,.]|$)")
STOPPED = "Stopped before it was answered."


def refusal(outcome: NoAnswer, sentences: Mapping[Reason, str] = REFUSALS) -> str:
    """Return what is said where there is no answer: why, or a greeting where somebody said hello."""
    is_greeting = outcome.kind is ReplyKind.GREETING and outcome.reason is Reason.NOTHING_ASKED
    return GREETING if is_greeting else sentences[outcome.reason]


def note(within: Filter) -> str:
    """Return the sentence that says with an answer which documents were asked; "" for all of them."""
    return f"Only some documents were asked: {within}." if within != EVERYTHING else ""


def confidence_word(probability: float) -> str:
    """Return what a probability means in a word; none for a certain reply, which shows what there is."""
    if probability == 1:
        return ""
    if probability >= 0.8:
        return "high"
    return "fair" if probability >= 0.65 else "low"


def for_visitors(text: str) -> str:
    """Return a message without the commands that it advises: a visitor of the page has no terminal."""
    said = _COMMAND.sub("", text).lstrip()
    return said if said.endswith((".", "!", "?")) or not said else f"{said}."
