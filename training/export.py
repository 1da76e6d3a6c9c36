"""Export a trained model to ONNX, with calibration inside, and quantise it: ``python -m training.export``."""

from __future__ import annotations

import argparse
import hashlib
import json
import logging
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from torch import Tensor, nn

from training.network.model import MAX_TOKENS, ReadingModel
from training.network.reader import load_weights
from training.pool.data import base_weights_folder

if TYPE_CHECKING:
    from collections.abc import Sequence

log = logging.getLogger("training.export")
INPUTS = ("input_ids", "attention_mask", "token_type_ids")
READING, STATEMENTS, VERDICT = "reading.onnx", "statements.onnx", "verdict.onnx"
A_PAIR = frozenset({"relevance", "answers", "verdict"})
"""Outputs with one row a pair; the others have one a token."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """``logit = ranking * relevance + answerable * answerable + bias``: the one relevance the product sees.

    Fitted by logistic regression (Platt 1999) on the development questions, see :mod:`training.calibrate`.
    """

    ranking: float = 0.0
    answerable: float = 1.0
    bias: float = 0.0

    def mixed(self, pooled: Tensor) -> Tensor:
        """Return the one logit of each pair; ``pooled`` has the shape ``(pairs, 2)``."""
        mixed: Tensor = self.ranking * pooled[:, 0] + self.answerable * pooled[:, 1] + self.bias
        return mixed


class RowEmbedding(nn.Module):
    """Word vectors in 8 bits with a scale each: half the file, and one frequent long vector spoils no other."""

    def __init__(self, weight: Tensor) -> None:
        super().__init__()
        scale = weight.abs().amax(1, keepdim=True).clamp(min=1e-9) / 127
        self.register_buffer("whole", (weight / scale).round().to(torch.int8))
        self.register_buffer("scale", scale)

    def forward(self, ids: Tensor) -> Tensor:
        """Look up vectors: ``(pairs, tokens)`` to ``(pairs, tokens, width)``."""
        whole: Tensor = nn.functional.embedding(ids, self.get_buffer("whole"))
        return whole.float() * nn.functional.embedding(ids, self.get_buffer("scale"))


class Reading(nn.Module):
    """The network as it reads passages: calibrated relevance, spans relative to "no answer"."""

    outputs = ("relevance", "start", "end", "evidence")

    def __init__(self, model: ReadingModel, calibration: Calibration) -> None:
        super().__init__()
        self.model, self.calibration = model, calibration

    def forward(self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor) -> Sequence[Tensor]:
        """Return ``outputs``: logits of shape ``(pairs,)`` and three times ``(pairs, tokens)``."""
        outputs = self.model(input_ids, attention_mask, token_type_ids)
        start, end = outputs.tokens[..., 0], outputs.tokens[..., 1]
        relevance = self.calibration.mixed(outputs.pooled)
        return relevance, start - start[:, :1], end - end[:, :1], outputs.tokens[..., 2]


class Weighing(nn.Module):
    """The network as it weighs statements: one calibrated logit, that the statement answers."""

    outputs = ("answers",)

    def __init__(self, model: ReadingModel, calibration: Calibration) -> None:
        super().__init__()
        self.model, self.calibration = model, calibration

    def forward(self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor) -> Tensor:
        """Return logits of shape ``(pairs,)``."""
        return self.calibration.mixed(self.model(input_ids, attention_mask, token_type_ids).pooled)


class Judging(nn.Module):
    """The network as a judge of claims: the logits of says nothing, supported and contradicted."""

    outputs = ("verdict",)

    def __init__(self, model: ReadingModel, calibration: Calibration) -> None:
        super().__init__()
        self.model, self.calibration = model, calibration

    def forward(self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor) -> Tensor:
        """Return logits of shape ``(pairs, 3)``; nothing is calibrated."""
        verdict: Tensor = self.model(input_ids, attention_mask, token_type_ids).verdict
        return verdict


Network = Reading | Weighing | Judging
NETWORKS: dict[str, type[Network]] = {READING: Reading, STATEMENTS: Weighing, VERDICT: Judging}


def export_float(network: Network, path: Path, *, small_words: bool = False) -> None:
    """Write the network as a float32 ONNX file with free batch size and length, words perhaps in 8 bits already."""
    if small_words:
        encoder: Any = network.model.encoder
        encoder.set_input_embeddings(RowEmbedding(encoder.get_input_embeddings().weight.detach()))
    example = torch.ones((2, 16), dtype=torch.int64)
    example_types = torch.tensor([[0] * 6 + [1] * 10] * 2)
    free = {0: "pairs", 1: "tokens"}
    with torch.inference_mode():
        torch.onnx.export(
            network.eval(),
            (example, example, example_types),
            str(path),
            input_names=list(INPUTS),
            output_names=list(network.outputs),
            opset_version=17,
            dynamo=False,
            dynamic_axes=dict.fromkeys((*INPUTS, *network.outputs), free)
            | {key: {0: "pairs"} for key in A_PAIR.intersection(network.outputs)},
        )
    onnx.checker.check_model(str(path))


def quantise(source: Path, path: Path, *, per_channel: bool = True, weights: str = "QInt8") -> None:
    """Write an int8 version: weights of matrices in 8 bits, activations scaled as they come; the heads stay float32.

    Parameters
    ----------
    source
        Float32 ONNX file.
    path
        Where to write.
    per_channel
        One scale per output column instead of one per matrix.
    weights
        ``QInt8`` runs 2.1 times as fast as ``QUInt8`` and as float32 on a processor with VNNI.
    """
    with tempfile.TemporaryDirectory() as folder:
        prepared = Path(folder) / "prepared.onnx"
        quant_pre_process(str(source), str(prepared), skip_symbolic_shape=True)
        quantize_dynamic(
            str(prepared),
            str(path),
            op_types_to_quantize=["MatMul"],
            per_channel=per_channel,
            weight_type=QuantType[weights],
            extra_options={"MatMulConstBOnly": True},
        )


def ship(model: Path, tokenizer: Path, folder: Path, name: str = READING) -> None:
    """Put model, tokenizer and their checksums where the product looks for them."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(model, folder / name)
    settings = json.loads(tokenizer.read_text(encoding="utf-8"))
    settings["padding"] = None
    settings["truncation"] = {"direction": "Right", "max_length": MAX_TOKENS, "strategy": "OnlySecond", "stride": 0}
    (folder / "tokenizer.json").write_text(json.dumps(settings, ensure_ascii=False), encoding="utf-8")
    sums = [
        f"{hashlib.sha256((folder / file).read_bytes()).hexdigest()}  {file}\n"
        for file in (*NETWORKS, "tokenizer.json")
        if (folder / file).exists()
    ]
    (folder / "SHA256SUMS").write_text("".join(sums), encoding="utf-8")
    log.info("%s: %.1f MB", folder / name, model.stat().st_size / 1e6)


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("weights", type=Path, help="weights.pt of a run")
    parser.add_argument("--base", type=Path, default=None, help="folder of the encoder that the run started from")
    parser.add_argument("--tokenizer", type=Path, default=None, help="tokenizer.json, when not the one in --base")
    parser.add_argument("--calibration", type=Path, default=None, help="JSON written by training.calibrate")
    parser.add_argument("--out", type=Path, default=Path("rag/models/weights"))
    parser.add_argument("--float", action="store_true", help="ship float32, to compare")
    parser.add_argument("--as", dest="name", choices=NETWORKS, default=READING, help="what the network is used for")
    given = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    base = given.base or base_weights_folder()
    calibration = Calibration(**json.loads(given.calibration.read_text())) if given.calibration else Calibration()
    network = NETWORKS[given.name](load_weights(given.weights, base, attention="eager"), calibration)
    with tempfile.TemporaryDirectory() as folder:
        whole, small = Path(folder) / "float.onnx", Path(folder) / "int8.onnx"
        export_float(network, whole, small_words=not given.float)
        if not given.float:
            quantise(whole, small)
        ship(whole if given.float else small, given.tokenizer or base / "tokenizer.json", given.out, given.name)


if __name__ == "__main__":
    main()
