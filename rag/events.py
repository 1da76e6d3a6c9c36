"""The events of an answer, as ``Assistant.stream`` yields them: passages, sentences, then the outcome."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rag.types import Outcome, Passage, Sentence


@dataclass(frozen=True, slots=True)
class Found:
    """Event: these passages will be read; the answer numbers them anew, in the order in which it cites them."""

    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """Event: the answer has grown by this sentence."""

    sentence: Sentence


@dataclass(frozen=True, slots=True)
class Writing:
    """Event: a language model is writing the next sentence. It is not shown before it is checked.

    It comes several times a second, so that the listener can stop.
    """


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """Event: the sentences so far are withdrawn, and the answer starts again."""


@dataclass(frozen=True, slots=True)
class Done:
    """Event: the complete outcome. Nothing follows."""

    outcome: Outcome


Event = Found | Writing | Said | Withdrawn | Done
