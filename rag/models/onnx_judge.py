"""The bundled judge of claims in onnxruntime: whether a statement supports a claim, contradicts it, or says nothing."""

from __future__ import annotations

import os
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from rag.models.onnx_session import WEIGHTS, open_session
from rag.steps import Judgement

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from onnxruntime import InferenceSession
    from tokenizers import Encoding, Tokenizer

    from rag.steps import ClaimPair

MODEL = "verdict.onnx"
# Tokens of claim and statement together, about 700 characters of English.
MAX_TOKENS = 160


class OnnxClaimJudge:
    """Judges claims with a fine-tuned all-MiniLM-L6-v2. ``weights/MODEL_CARD.md`` describes it.

    Its files are opened once, on first use. Several threads may judge at a time. Each pair is judged alone, so that a
    judgement does not depend on its neighbours.

    Parameters
    ----------
    folder
        Holds ``verdict.onnx``, ``tokenizer.json`` and ``SHA256SUMS``.
    """

    def __init__(self, folder: Path = WEIGHTS) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._opened: tuple[InferenceSession, Tokenizer, ThreadPoolExecutor] | None = None

    def judge(self, pairs: Sequence[ClaimPair]) -> list[Judgement]:
        """Judge each pair; what lies beyond ``MAX_TOKENS`` is not read.

        Raises
        ------
        ModelError
            When a file of the model is missing or differs from its checksum.
        """
        if not pairs:
            return []
        session, tokenizer, judges = self._open()
        encodings = tokenizer.encode_batch(
            [(pair.claim, f"{pair.context}\n{pair.statement}".strip()) for pair in pairs]
        )
        return list(judges.map(partial(_judgement, session), encodings))

    def _open(self) -> tuple[InferenceSession, Tokenizer, ThreadPoolExecutor]:
        with self._lock:
            if self._opened is None:
                opened = open_session(self._folder, MODEL, MAX_TOKENS)
                self._opened = (*opened, ThreadPoolExecutor(os.cpu_count(), "judging"))
            return self._opened


def _judgement(session: InferenceSession, encoding: Encoding) -> Judgement:
    inputs = {
        "input_ids": np.array([encoding.ids], np.int64),
        "attention_mask": np.ones((1, len(encoding.ids)), np.int64),
        "token_type_ids": np.array([encoding.type_ids], np.int64),
    }
    (logits,) = session.run(["verdict"], inputs)
    chances = np.exp(logits[0].astype(np.float64) - logits[0].max())
    _, supported, contradicted = (chances / chances.sum()).tolist()
    return Judgement(supported, min(contradicted, 1 - supported))
