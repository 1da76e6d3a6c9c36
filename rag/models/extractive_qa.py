"""Use any extractive question answering model with a null answer, as of SQuAD 2, as a reading model."""

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
    from transformers import PreTrainedModel, PreTrainedTokenizerBase

# Tokens of question and passage together. Models of SQuAD are trained on 384.
MAX_TOKENS = 384
# Tokens. A longer question is cut, so that the passage has room.
MAX_QUESTION_TOKENS = 64
# Tokens of a short answer at most.
MAX_SPAN = 30


class ExtractiveQAReadingModel:
    """Finds the span of each passage that answers, or none.

    The null answer is the span of the first special token, [CLS] (Devlin et al. 2019, section 4.3). A span's log-odds
    against it are the sum of the differences of start and end logits; relevance is the probability of the best span,
    were only it and the null answer possible. Evidence of a sentence is the share of all spans' probability that
    begins in it, the null answer's counted too.

    Parameters
    ----------
    name
        Name on the hub, or path, of a model that transformers opens as ``AutoModelForQuestionAnswering``. One that
        never saw questions without an answer, as of SQuAD 1, finds an answer everywhere.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._opened: tuple[PreTrainedModel, PreTrainedTokenizerBase] | None = None
        self._lock = threading.Lock()

    def read(self, question: str, passages: Sequence[str]) -> list[Reading]:
        """Read each passage; what lies beyond its first tokens, about 1,400 characters, is not read.

        Raises
        ------
        ModelError
            When the model cannot be found or loaded, or has no logits of spans.
        """
        if not passages:
            return []
        with self._lock:
            model, tokenizer = self._open()
            question = _shortened(question, tokenizer)
            return [self._reading(model, tokenizer, question, passage) for passage in passages]

    def _open(self) -> tuple[PreTrainedModel, PreTrainedTokenizerBase]:
        if self._opened is None:
            folder = hub.folder(self.name)
            # All files are in the folder; the network must not be asked for newer ones.
            os.environ.setdefault("HF_HUB_OFFLINE", "1")
            import torch  # noqa: PLC0415 (takes seconds to import)
            from transformers import AutoModelForQuestionAnswering, AutoTokenizer  # noqa: PLC0415
            from transformers.utils.logging import disable_progress_bar  # noqa: PLC0415

            disable_progress_bar()  # type: ignore[no-untyped-call]
            try:
                tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
                model = AutoModelForQuestionAnswering.from_pretrained(
                    folder, local_files_only=True, use_safetensors=True, dtype=torch.float32
                )
            except (OSError, ValueError, RuntimeError, KeyError, ImportError) as error:
                raise hub.unloadable(self.name, folder, error) from error
            if not tokenizer.is_fast:
                raise hub.unloadable(self.name, folder, ValueError("its tokenizer does not tell where tokens stand"))
            self._opened = model.eval(), tokenizer
        return self._opened

    def _reading(
        self, model: PreTrainedModel, tokenizer: PreTrainedTokenizerBase, question: str, passage: str
    ) -> Reading:
        import torch  # noqa: PLC0415 (takes seconds to import)

        encoded = tokenizer(
            question,
            passage,
            truncation="only_second",
            max_length=min(MAX_TOKENS, tokenizer.model_max_length),
            return_offsets_mapping=True,
            return_tensors="pt",
        )
        offsets = encoded.pop("offset_mapping")[0].numpy()
        with torch.inference_mode():
            output = model(**encoded)
        if output.get("start_logits") is None or output.get("end_logits") is None:
            raise ModelError(f"The reading model {self.name} gives no logits of spans; name another one.")
        ids = encoded["input_ids"][0].tolist()
        null = ids.index(tokenizer.cls_token_id) if tokenizer.cls_token_id in ids else 0
        start, end = (logits[0].numpy() for logits in (output["start_logits"], output["end_logits"]))
        inside = np.array([part == 1 for part in encoded.sequence_ids()], bool)
        return _of_spans(passage, offsets[inside], start[inside] - start[null], end[inside] - end[null])


def _shortened(question: str, tokenizer: PreTrainedTokenizerBase) -> str:
    offsets = tokenizer(question, add_special_tokens=False, return_offsets_mapping=True)["offset_mapping"]
    return question if len(offsets) <= MAX_QUESTION_TOKENS else question[: offsets[MAX_QUESTION_TOKENS - 1][1]]


def _of_spans(passage: str, places: NDArray[np.int64], start: NDArray[np.float32], end: NDArray[np.float32]) -> Reading:
    """Make a reading of tokens, and of their logits relative to those of the null answer."""
    offsets, start, end = _in_order(passage, places, start, end)
    if not len(offsets):
        return Reading(0.0, offsets, start, end, end)
    spans = np.add.outer(start, end).astype(np.float64)
    possible = np.triu(np.ones_like(spans, dtype=bool)) & ~np.triu(np.ones_like(spans, dtype=bool), MAX_SPAN)
    spans = np.where(possible, spans, -np.inf)
    best = spans.max()
    top = max(best, 0.0)
    weights = np.exp(spans - top)
    begins = weights.sum(axis=1) / (weights.sum() + np.exp(-top))
    evidence = np.zeros(len(offsets), np.float32)
    for low, high in sentences(passage):
        of_sentence = (offsets[:, 0] >= low) & (offsets[:, 0] < high)
        evidence[of_sentence] = min(begins[of_sentence].sum(), 1.0)
    return Reading(float(0.5 * (1 + np.tanh(0.5 * best))), offsets, start, end, evidence)


def _in_order(
    passage: str, places: NDArray[np.int64], start: NDArray[np.float32], end: NDArray[np.float32]
) -> tuple[NDArray[np.int32], NDArray[np.float32], NDArray[np.float32]]:
    """Return tokens without the spaces before them, none empty, and one where several make up one character."""
    placed = np.array(
        [(high - len(passage[low:high].lstrip()), high) for low, high in places.tolist()], np.int32
    ).reshape(-1, 2)
    told = placed[:, 0] < placed[:, 1]
    placed, start, end = placed[told], start[told], end[told]
    if not len(placed):
        return placed, start, end
    first = np.unique(placed[:, 0], return_index=True)[1]
    start, end = np.maximum.reduceat(start, first), np.maximum.reduceat(end, first)
    return np.stack([placed[first, 0], np.maximum.reduceat(placed[:, 1], first)], axis=1), start, end
