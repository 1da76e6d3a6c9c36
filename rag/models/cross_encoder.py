"""Any sentence-transformers CrossEncoder as a reading model: it judges passages and sentences, not spans."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import numpy as np

from index import sentences
from rag.errors import ModelError
from rag.ports import Reading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from sentence_transformers import CrossEncoder


class CrossEncoderReadingModel:
    """Scores each passage, and each of its sentences, as an answer to the question.

    Its readings have one "token" a sentence and no opinion on short answers.

    Parameters
    ----------
    name
        Name on the hub, or path, of a CrossEncoder with one label whose logit grows with relevance.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._model: CrossEncoder | None = None
        self._lock = threading.Lock()

    def read(self, question: str, passages: Sequence[str]) -> list[Reading]:
        """Read each passage.

        Raises
        ------
        ModelError
            When the model cannot be loaded or has more than one label.
        """
        spans = [sentences(passage) for passage in passages]
        texts = [
            *passages,
            *(text[low:high] for text, found in zip(passages, spans, strict=True) for low, high in found),
        ]
        if not texts:
            return []
        scores = self._scores(question, texts)
        relevance, of_sentences = scores[: len(passages)], scores[len(passages) :]
        readings, position = [], 0
        for score, found in zip(relevance, spans, strict=True):
            evidence = of_sentences[position : position + len(found)]
            position += len(found)
            undecided = np.zeros(len(found), np.float32)
            offsets = np.array(found, np.int32).reshape(-1, 2)
            readings.append(Reading(float(score), offsets, undecided, undecided, evidence))
        return readings

    def _scores(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        with self._lock:
            model = self._loaded()
            logits = np.asarray(model.predict([(question, text) for text in texts], show_progress_bar=False))
        if logits.ndim != 1:
            raise ModelError(
                f"The reading model {self.name} has {logits.shape[-1]} labels; name one with a single label."
            )
        if logits.min() >= 0 and logits.max() <= 1:  # CrossEncoder applies the sigmoid itself by default
            return logits.astype(np.float32)
        return np.asarray(1 / (1 + np.exp(-logits)), np.float32)

    def _loaded(self) -> CrossEncoder:
        if self._model is None:
            from sentence_transformers import CrossEncoder  # noqa: PLC0415 (takes seconds to import)

            try:
                self._model = CrossEncoder(self.name, device="cpu")
            except (OSError, ValueError) as error:
                raise ModelError(
                    f"The reading model {self.name} cannot be loaded ({str(error).splitlines()[0]}). "
                    "Check its name or path, or choose reading_model = 'bundled'."
                ) from error
        return self._model
