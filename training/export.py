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
OUTPUTS = ("relevance", "start", "end", "evidence")
READING, VERDICT = "reading.onnx", "verdict.onnx"


@dataclass(frozen=True, slots=True)
class Calibration:
    """``logit = ranking * relevance + answerable * answerable + bias``: the one relevance the product sees.

    Fitted by logistic regression (Platt 1999) on the development questions, see :mod:`training.calibrate`.
    """

    ranking: float = 0.0
    answerable: float = 1.0
    bias: float = 0.0


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


class Exported(nn.Module):
    """The network as the product meets it: named inputs, calibrated relevance, spans relative to "no answer"."""

    def __init__(self, model: ReadingModel, calibration: Calibration) -> None:
        super().__init__()
        self.model, self.calibration = model, calibration

    def forward(self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor) -> Sequence[Tensor]:
        """Return ``OUTPUTS``: logits of shape ``(pairs,)`` and three times ``(pairs, tokens)``."""
        outputs = self.model(input_ids, attention_mask, token_type_ids)
        pooled, tokens = outputs.pooled, outputs.tokens
        by = self.calibration
        relevance = by.ranking * pooled[:, 0] + by.answerable * pooled[:, 1] + by.bias
        start, end = tokens[..., 0], tokens[..., 1]
        return relevance, start - start[:, :1], end - end[:, :1], tokens[..., 2]


class Judging(nn.Module):
    """The network as a judge of claims: the logits of says nothing, supported and contradicted."""

    def __init__(self, model: ReadingModel) -> None:
        super().__init__()
        self.model = model

    def forward(self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor) -> Tensor:
        """Return logits of shape ``(pairs, 3)``."""
        verdict: Tensor = self.model(input_ids, attention_mask, token_type_ids).verdict
        return verdict


def export_float(
    weights: Path, base: Path, calibration: Calibration | None, path: Path, *, small_words: bool = False
) -> None:
    """Write the network as a float32 ONNX file with free batch size and length, words perhaps in 8 bits already.

    Without a calibration it is written as a judge of claims.
    """
    reading = load_weights(weights, base, attention="eager")
    if small_words:
        encoder: Any = reading.encoder
        encoder.set_input_embeddings(RowEmbedding(encoder.get_input_embeddings().weight.detach()))
    model = (Judging(reading) if calibration is None else Exported(reading, calibration)).eval()
    outputs = ("verdict",) if calibration is None else OUTPUTS
    example = torch.ones((2, 16), dtype=torch.int64)
    example_types = torch.tensor([[0] * 6 + [1] * 10] * 2)
    free = {0: "pairs", 1: "tokens"}
    with torch.inference_mode():
        torch.onnx.export(
            model,
            (example, example, example_types),
            str(path),
            input_names=list(INPUTS),
            output_names=list(outputs),
            opset_version=17,
            dynamo=False,
            dynamic_axes=dict.fromkeys((*INPUTS, *outputs), free)
            | {key: {0: "pairs"} for key in {"relevance", "verdict"}.intersection(outputs)},
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
        for file in (READING, VERDICT, "tokenizer.json")
        if (folder / file).exists()
    ]
    (folder / "SHA256SUMS").write_text("".join(sums), encoding="utf-8")
    log.info("%s: %.1f MB", folder / name, model.stat().st_size / 1e6)


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("weights", type=Path, help="weights.pt of a run")
    parser.add_argument("--base", type=Path, default=None)
    parser.add_argument("--calibration", type=Path, default=None, help="JSON written by training.calibrate")
    parser.add_argument("--out", type=Path, default=Path("rag/models/weights"))
    parser.add_argument("--float", action="store_true", help="ship float32, to compare")
    parser.add_argument("--judge", action="store_true", help="ship the verdict output, as a judge of claims")
    given = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    base = given.base or base_weights_folder()
    fitted = Calibration(**json.loads(given.calibration.read_text())) if given.calibration else Calibration()
    calibration = None if given.judge else fitted
    with tempfile.TemporaryDirectory() as folder:
        whole, small = Path(folder) / "float.onnx", Path(folder) / "int8.onnx"
        export_float(given.weights, base, calibration, whole, small_words=not given.float)
        if not given.float:
            quantise(whole, small)
        name = VERDICT if given.judge else READING
        ship(whole if given.float else small, base / "tokenizer.json", given.out, name)


if __name__ == "__main__":
    main()
