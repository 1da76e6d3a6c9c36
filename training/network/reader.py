"""Read with a trained network in PyTorch, or with the exported one through the product's own adapter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from tokenizers import Encoding, Tokenizer

from training.network.batches import prepare_tokenizer
from training.network.dequantise import dequantised
from training.network.model import ReadingModel
from training.pool.data import base_weights_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class RawReading:
    """A reading before calibration; see ``rag.protocols.Reading``.

    ``start`` and ``end`` are relative to "no answer".
    """

    relevance: float
    answerable: float
    offsets: NDArray[np.int32]
    start: NDArray[np.float32]
    end: NDArray[np.float32]
    evidence: NDArray[np.float32]


def load_weights(weights: Path, base: Path, attention: str = "sdpa") -> ReadingModel:
    """Load averaged weights as :class:`training.train.Run` writes them."""
    model = ReadingModel(base, attention=attention)
    model.load_state_dict(read_start(weights))
    return model.eval()


def read_start(path: Path) -> dict[str, torch.Tensor]:
    """Read the weights to go on from: ``weights.pt``, or the 8-bit ``reading.onnx`` that the product ships."""
    if path.suffix == ".onnx":
        return dequantised(path, "model")
    state: dict[str, torch.Tensor] = torch.load(path, weights_only=True, map_location="cpu")
    return {k: v.float() if v.dtype == torch.float16 else v for k, v in state.items()}


class TorchReader:
    """Read with weights as training writes them."""

    def __init__(self, weights: Path, base: Path | None = None, tokenizer: Path | None = None) -> None:
        base = base or base_weights_folder()
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        self.tokenizer = prepare_tokenizer(Tokenizer.from_file(str(tokenizer or base / "tokenizer.json")))
        self.model = load_weights(weights, base).to(self.device)

    def __call__(self, question: str, passages: Sequence[str]) -> list[RawReading]:
        """Read all passages for a question."""
        return self.pairs([(question, passage) for passage in passages])

    def pairs(self, pairs: Sequence[tuple[str, str]], batch: int = 512) -> list[RawReading]:
        """Read many pairs, those of like length together."""
        encodings = self.tokenizer.encode_batch(list(pairs))
        order = sorted(range(len(pairs)), key=lambda at: len(encodings[at].ids))
        found: dict[int, RawReading] = {}
        for begin in range(0, len(order), batch):
            rows = order[begin : begin + batch]
            found |= dict(zip(rows, self._read([encodings[at] for at in rows]), strict=True))
        return [found[at] for at in range(len(pairs))]

    @torch.inference_mode()
    def verdicts(self, pairs: Sequence[tuple[str, str]], batch: int = 256) -> NDArray[np.float32]:
        """Judge claims: ``(claim, passage)`` to probabilities of says nothing, supported, contradicted."""
        found = []
        for begin in range(0, len(pairs), batch):
            ids, mask, types = self._inputs(self.tokenizer.encode_batch(list(pairs[begin : begin + batch])))
            found.append(self.model(ids, mask, types).verdict.float().softmax(1).cpu().numpy())
        return np.concatenate(found)

    def _inputs(self, encodings: Sequence[Encoding]) -> torch.Tensor:
        longest = max(len(encoding.ids) for encoding in encodings)
        inputs = np.zeros((3, len(encodings), longest), dtype=np.int64)
        for at, encoding in enumerate(encodings):
            inputs[:, at, : len(encoding.ids)] = encoding.ids, encoding.attention_mask, encoding.type_ids
        return torch.from_numpy(inputs).to(self.device)

    @torch.inference_mode()
    def _read(self, encodings: Sequence[Encoding]) -> list[RawReading]:
        ids, mask, types = self._inputs(encodings)
        with torch.autocast(self.device.type, dtype=torch.bfloat16, enabled=self.device.type == "cuda"):
            outputs: Any = self.model(ids, mask, types)
        pooled, tokens = outputs.pooled.float().cpu().numpy(), outputs.tokens.float().cpu().numpy()
        readings = []
        for at, encoding in enumerate(encodings):
            offsets = np.asarray(encoding.offsets, dtype=np.int32)
            inside = np.flatnonzero((np.asarray(encoding.type_ids) == 1) & (offsets[:, 1] > offsets[:, 0]))
            logits = tokens[at]
            readings.append(
                RawReading(
                    float(pooled[at, 0]),
                    float(1 / (1 + np.exp(-pooled[at, 1]))),
                    offsets[inside],
                    logits[inside, 0] - logits[0, 0],
                    logits[inside, 1] - logits[0, 1],
                    1 / (1 + np.exp(-logits[inside, 2])),
                )
            )
        return readings


def open_reader(
    path: Path, base: Path | None = None, tokenizer: Path | None = None
) -> Callable[[str, Sequence[str]], Sequence[Any]]:
    """Open ``weights.pt`` with PyTorch, or a folder with ``reading.onnx`` with the product's adapter."""
    if path.suffix == ".pt":
        return TorchReader(path, base, tokenizer)
    from rag.models.onnx_reader import OnnxReadingModel  # noqa: PLC0415 (the product, met only here)

    return OnnxReadingModel(path).read
