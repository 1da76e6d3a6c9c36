"""A question goes in, a cited answer comes out. May import ``index``, never ``ui``."""

from rag.answers import (
    Answer,
    Citation,
    Done,
    Event,
    Findings,
    Found,
    NoAnswer,
    Outcome,
    Passage,
    Reason,
    Said,
    Sentence,
    Trace,
    Turn,
)
from rag.assistant import Assistant
from rag.errors import ModelError, QuestionError, RagError, SettingsError
from rag.settings import Settings
from rag.wiring import open_assistant

__all__ = [
    "Answer",
    "Assistant",
    "Citation",
    "Done",
    "Event",
    "Findings",
    "Found",
    "ModelError",
    "NoAnswer",
    "Outcome",
    "Passage",
    "QuestionError",
    "RagError",
    "Reason",
    "Said",
    "Sentence",
    "Settings",
    "SettingsError",
    "Trace",
    "Turn",
    "open_assistant",
]
