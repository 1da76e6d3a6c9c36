"""Embed a sample in several ways: ``python -m bench.workloads.embedders SAMPLE THREADS REPEATS`` prints JSON.

Run by ``bench.speed.embedding``, each time in a process of its own.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from bench.reporting.rows import taken_in_turn
from bench.speed.embedding import AVX2, BESIDE, EACH
from index.embedding.bert import WINDOW, BertEncoder
from index.embedding.model_files import BUNDLED, find
from index.embedding.onnx_query_encoder import export_path
from index.embedding.sentence_transformer import SentenceTransformerEmbedder

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    Encode = Callable[[Sequence[str]], NDArray[np.float32]]

# Texts in a padded batch, sorted by length.
BATCH = 8


def main() -> None:
    """Measure every way and print what was found."""
    place, threads, repeats = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    sample = json.loads(place.read_text(encoding="utf-8"))
    texts, questions = sample["texts"], sample["questions"]
    timed = texts[::EACH]  # of every length
    if _is_held_back():
        texts, questions = timed, []
    with tempfile.TemporaryDirectory() as folder:
        ways = _ways(threads, Path(folder))
        vectors = {name: encode(texts) for name, encode in ways.items()}
        taken = taken_in_turn(repeats, *(partial(encode, timed) for encode in ways.values()))
        found: dict[str, dict[str, float]] = {}
        for (name, encode), spent in zip(ways.items(), taken, strict=True):
            cosine = float(np.sum(vectors[name] * vectors[BESIDE], axis=1).min())
            found[name] = {"rate": len(timed) / spent, "cosine": cosine}
            if questions:
                asked = encode([question for question, _ in questions])
                first = (asked @ vectors[name].T).argmax(axis=1)
                hits = [place in right for place, (_, right) in zip(first, questions, strict=True)]
                found[name]["hit"] = float(np.mean(hits))
    print(json.dumps(found))


def _is_held_back() -> bool:
    """Whether the processor is made to do without some of its instructions."""
    return os.environ.keys() >= AVX2.keys()


def _ways(threads: int, folder: Path) -> dict[str, Encode]:
    import torch  # noqa: PLC0415
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415

    torch.set_num_threads(threads)
    weights = find(BUNDLED)
    SentenceTransformerEmbedder().embed_documents(["exports the model where it is not in the user's cache yet"])
    model = SentenceTransformer(str(weights.folder), local_files_only=True)

    def plain(texts: Sequence[str]) -> NDArray[np.float32]:
        return np.asarray(model.encode(list(texts), normalize_embeddings=True, show_progress_bar=False), np.float32)

    full, half = BertEncoder(weights, half=False), BertEncoder(weights, half=True)
    graph = export_path(weights)
    ways: dict[str, Encode] = {
        BESIDE: plain,
        "torch float32, lengths alike": full.encode,
        "torch bfloat16, lengths alike": half.encode,
    }
    if _is_held_back():  # what follows cannot be
        return ways
    ways |= {
        "onnxruntime float32, sorted": _sorted(_onnx(graph, threads), weights.folder),
        "onnxruntime int8, sorted": _sorted(_onnx(_in_eight_bits(graph, folder), threads), weights.folder),
    }
    if find_spec("openvino"):
        for kind in ("f32", "bf16"):
            ways[f"OpenVINO {kind}, sorted"] = _sorted(_openvino(graph, threads, kind), weights.folder)
    return ways


def _sorted(run: Callable[[dict[str, Any]], NDArray[np.float32]], folder: Path) -> Encode:
    """Return what embeds texts in padded batches of similar length."""
    from tokenizers import Tokenizer  # noqa: PLC0415

    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.enable_truncation(WINDOW)
    tokenizer.enable_padding()

    def encode(texts: Sequence[str]) -> NDArray[np.float32]:
        order = sorted(range(len(texts)), key=lambda place: -len(texts[place]))
        vectors = np.zeros((len(texts), 384), np.float32)
        for low in range(0, len(order), BATCH):
            places = order[low : low + BATCH]
            tokens = tokenizer.encode_batch([texts[place] for place in places])
            vectors[places] = run(
                {
                    "input_ids": np.array([each.ids for each in tokens], np.int64),
                    "attention_mask": np.array([each.attention_mask for each in tokens], np.int64),
                    "token_type_ids": np.array([each.type_ids for each in tokens], np.int64),
                }
            )
        return vectors

    return encode


def _onnx(graph: Path, threads: int) -> Callable[[dict[str, Any]], NDArray[np.float32]]:
    import onnxruntime  # noqa: PLC0415

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    session = onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
    return lambda inputs: np.asarray(session.run(None, inputs)[0], np.float32)


def _in_eight_bits(graph: Path, folder: Path) -> Path:
    """Return the graph with weights and numbers in 8 bits, scaled as they come (dynamic quantisation)."""
    import logging  # noqa: PLC0415

    from onnxruntime.quantization import QuantType, quantize_dynamic  # noqa: PLC0415

    logging.disable(logging.WARNING)
    made = folder / "int8.onnx"
    quantize_dynamic(graph, made, weight_type=QuantType.QInt8, per_channel=True)
    return made


def _openvino(graph: Path, threads: int, kind: str) -> Callable[[dict[str, Any]], NDArray[np.float32]]:
    import openvino  # noqa: PLC0415

    settings = {"INFERENCE_NUM_THREADS": threads, "INFERENCE_PRECISION_HINT": kind, "PERFORMANCE_HINT": "LATENCY"}
    compiled = openvino.Core().compile_model(str(graph), "CPU", settings)
    return lambda inputs: np.asarray(next(iter(compiled(inputs).values())), np.float32)


if __name__ == "__main__":
    main()
