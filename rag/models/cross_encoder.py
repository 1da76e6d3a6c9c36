"""Use any sentence-transformers CrossEncoder as a reading model. It scores passages and sentences, not spans."""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING

import numpy as np

from index import sentences
from rag.errors import ModelError
from rag.models import hub
from rag.steps import Reading

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
            When the model cannot be found or loaded, or has more than one label.
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
            from torch.nn import Sigmoid  # noqa: PLC0415

            # Said, since many models are saved to give bare logits, which nothing in the numbers tells for sure.
            pairs = [(question, text) for text in texts]
            scores = np.asarray(model.predict(pairs, activation_fn=Sigmoid(), show_progress_bar=False), np.float32)
        if scores.ndim != 1:
            raise ModelError(
                f"The reading model {self.name} has {scores.shape[-1]} labels; name one with a single label."
            )
        return scores

    def _loaded(self) -> CrossEncoder:
        if self._model is None:
            folder = hub.folder(self.name)
            # All files are in the folder; the network must not be asked for newer ones.
            os.environ.setdefault("HF_HUB_OFFLINE", "1")
            from sentence_transformers import CrossEncoder  # noqa: PLC0415 (takes seconds to import)
            from transformers.utils.logging import disable_progress_bar  # noqa: PLC0415

            disable_progress_bar()  # type: ignore[no-untyped-call]
            try:
                self._model = CrossEncoder(
                    str(folder), device="cpu", local_files_only=True, model_kwargs={"use_safetensors": True}
                )
            except (OSError, ValueError, RuntimeError, KeyError, ImportError) as error:
                raise hub.unloadable(self.name, folder, error) from error
        return self._model
