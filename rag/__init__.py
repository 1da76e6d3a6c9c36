"""A question goes in, a cited answer comes out. May import ``index``, never ``ui``."""

from typing import TYPE_CHECKING

from rag.assistant import Assistant
from rag.errors import ModelError, QuestionError, RagError, SettingsError
from rag.events import Done, Event, Found, Said
from rag.factory import open_assistant
from rag.settings import Settings
from rag.types import Answer, Citation, Findings, NoAnswer, Outcome, Passage, Reason, Sentence, Trace, Turn

if TYPE_CHECKING:
    from rag.extraction.types import AskedTable, Cell, CellState, RowDone, TableColumn, TablePlan, TableRow
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

if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        """Import the types of tables and checks when one is named: no question needs them."""
        from rag.extraction import types as of_tables  # noqa: PLC0415
        from rag.verification import types as of_checks  # noqa: PLC0415

        for home in (of_tables, of_checks):
            if name in __all__ and hasattr(home, name):
                return getattr(home, name)
        raise AttributeError(f"module 'rag' has no attribute {name!r}")
