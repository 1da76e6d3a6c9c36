"""The bundled reading model in onnxruntime: whether, where and with which sentences a passage answers."""

from __future__ import annotations

import os
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from rag.models.onnx_session import WEIGHTS, open_session
from rag.steps import Reading

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray
    from onnxruntime import InferenceSession
    from tokenizers import Encoding, Tokenizer

MODEL = "reading.onnx"
# Tokens of question and passage together, about 1,400 characters of English; the network was trained on no more.
MAX_TOKENS = 320
# Tokens. A longer question is cut, so that the passage has room.
MAX_QUESTION_TOKENS = 64


class OnnxReadingModel:
    """Reads passages with a fine-tuned all-MiniLM-L6-v2 in onnxruntime. ``weights/MODEL_CARD.md`` describes it.

    Its files are opened once, on first use. Several threads may read at a time. Each passage is read alone:
    quantisation scales activations over a whole batch, so a reading would depend on its neighbours.

    Parameters
    ----------
    folder
        Holds ``reading.onnx``, ``tokenizer.json`` and ``SHA256SUMS``.
    """

    def __init__(self, folder: Path = WEIGHTS) -> None:
        self.name = "citeseed-reader"
        self._folder = folder
        self._lock = threading.Lock()
        self._opened: tuple[InferenceSession, Tokenizer, ThreadPoolExecutor] | None = None

    def read(self, question: str, passages: Sequence[str]) -> list[Reading]:
        """Read each passage; what lies beyond its first tokens, about 1,400 characters, is not read.

        Raises
        ------
        ModelError
            When a file of the model is missing or differs from its checksum.
        """
        if not passages:
            return []
        session, tokenizer, readers = self._open()
        question = _shortened(question, tokenizer)
        encodings = tokenizer.encode_batch([(question, passage) for passage in passages])
        return list(readers.map(partial(_reading, session), encodings))

    def _open(self) -> tuple[InferenceSession, Tokenizer, ThreadPoolExecutor]:
        with self._lock:
            if self._opened is None:
                self._opened = (
                    *open_session(self._folder, MODEL, MAX_TOKENS),
                    ThreadPoolExecutor(os.cpu_count(), "reading"),
                )
            return self._opened


def _shortened(question: str, tokenizer: Tokenizer) -> str:
    # as a second sequence, since the tokenizer cuts only those, and the longest question is cut here
    offsets = tokenizer.encode("", question, add_special_tokens=False).offsets
    return question if len(offsets) <= MAX_QUESTION_TOKENS else question[: offsets[MAX_QUESTION_TOKENS - 1][1]]


def _reading(session: InferenceSession, encoding: Encoding) -> Reading:
    inputs = {
        "input_ids": np.array([encoding.ids], np.int64),
        "attention_mask": np.ones((1, len(encoding.ids)), np.int64),
        "token_type_ids": np.array([encoding.type_ids], np.int64),
    }
    relevance, start, end, evidence = session.run(["relevance", "start", "end", "evidence"], inputs)
    offsets = np.array(encoding.offsets, np.int32).reshape(-1, 2)
    # the passage's tokens: the second segment, without its closing [SEP], which has no width
    inside = np.flatnonzero((np.array(encoding.type_ids) == 1) & (offsets[:, 1] > offsets[:, 0]))
    return Reading(
        relevance=float(_probability(relevance)[0]),
        offsets=offsets[inside],
        start=start[0, inside],
        end=end[0, inside],
        evidence=_probability(evidence[0, inside]),
    )


def _probability(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray(0.5 * (1.0 + np.tanh(0.5 * logits)), np.float32)  # the logistic function, without overflow
