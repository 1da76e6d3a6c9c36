"""Use a model of the Hugging Face hub as a reading model, by what its configuration says it is."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from rag.models import hub
from rag.models.cross_encoder import CrossEncoderReadingModel
from rag.models.extractive_qa import ExtractiveQAReadingModel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rag.protocols import ReadingModel
    from rag.steps import Reading

# How transformers names the classes of extractive question answering.
QUESTION_ANSWERING = "ForQuestionAnswering"


class HuggingFaceReadingModel:
    """Reads with an extractive question answering model, or else with a CrossEncoder.

    Which of the two it is, the ``architectures`` of its ``config.json`` tell. Nothing is opened before the first
    question.

    Parameters
    ----------
    name
        Name on the hub, or path of a folder.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._adapter: ReadingModel | None = None
        self._lock = threading.Lock()

    def read(self, question: str, passages: Sequence[str]) -> list[Reading]:
        """Read each passage.

        Raises
        ------
        ModelError
            When the model cannot be found or loaded, or is of another kind.
        """
        return self._opened().read(question, passages)

    def _opened(self) -> ReadingModel:
        with self._lock:
            if self._adapter is None:
                named = hub.architectures(hub.folder(self.name))
                answers = any(each.endswith(QUESTION_ANSWERING) for each in named)
                self._adapter = ExtractiveQAReadingModel(self.name) if answers else CrossEncoderReadingModel(self.name)
            return self._adapter
