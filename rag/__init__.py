"""A question goes in, a cited answer comes out. May import ``index``, never ``ui``."""

from rag.assistant import Assistant
from rag.errors import ModelError, QuestionError, RagError, SettingsError
from rag.events import Done, Event, Found, Said
from rag.extraction.types import AskedTable, Cell, CellState, RowDone, TableColumn, TablePlan, TableRow
from rag.factory import open_assistant
from rag.settings import Settings
from rag.types import Answer, Citation, Findings, NoAnswer, Outcome, Passage, Reason, Sentence, Trace, Turn
from rag.verification.types import Check, CheckedSentence, CheckStep, ClaimVerdict

__all__ = [
    "Answer",
    "AskedTable",
    "Assistant",
    "Cell",
    "CellState",
    "Check",
    "CheckStep",
    "CheckedSentence",
    "Citation",
    "ClaimVerdict",
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
    "RowDone",
    "Said",
    "Sentence",
    "Settings",
    "SettingsError",
    "TableColumn",
    "TablePlan",
    "TableRow",
    "Trace",
    "Turn",
    "open_assistant",
]
