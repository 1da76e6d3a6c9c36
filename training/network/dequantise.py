"""Turn an ONNX file in 8 bits back into the weights of its network, so that training can go on from what is shipped."""

from __future__ import annotations

from typing import TYPE_CHECKING

import onnx
import torch
from onnx import numpy_helper

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    from numpy.typing import NDArray
    from torch import Tensor


def dequantised(path: Path, root: str) -> dict[str, Tensor]:
    """Read the parameters of a network from its quantised ONNX file.

    Parameters
    ----------
    path
        Written by ``onnxruntime.quantization.quantize_dynamic`` from a PyTorch module.
    root
        Name of the attribute that holds the network in the exported module, ``"model"`` for ours.

    Returns
    -------
    dict
        Parameters in float32, named as in the network. A matrix differs from the original by the rounding to 8 bits.
    """
    graph = onnx.load(str(path)).graph
    arrays: dict[str, NDArray[Any]] = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    found: dict[str, Tensor] = {}
    for name, array in arrays.items():
        if not name.startswith(f"{root}."):
            continue
        own = name.removeprefix(f"{root}.")
        if own.endswith(".whole"):  # word vectors with a scale each, see training.export.RowEmbedding
            table = array.astype("float32") * arrays[name.removesuffix("whole") + "scale"]
            found[own.removesuffix("whole") + "weight"] = torch.from_numpy(table)
        elif own.endswith("_quantized") and f"{root}.{own.removesuffix('_quantized')}_scale" in arrays:
            matrix = _matrix(arrays, name.removesuffix("_quantized"))
            if matrix is not None:
                found[own.removesuffix("_quantized")] = matrix
        elif array.dtype.kind == "f" and not own.endswith((".scale", "_scale")):
            found[own] = torch.from_numpy(array.copy())
    for node in graph.node:
        if node.op_type in {"MatMulInteger", "MatMul"} and node.name.startswith(f"/{root}/"):
            weight = node.input[1].removesuffix("_quantized")
            matrix = _matrix(arrays, weight)
            if matrix is not None:
                found[f"{_parameter(node.name)}.weight"] = matrix.T.contiguous()
    return {name: value for name, value in found.items() if not name.endswith("_Transposed")}


def _matrix(arrays: dict[str, NDArray[Any]], name: str) -> Tensor | None:
    if name in arrays:
        return torch.from_numpy(arrays[name].astype("float32")) if arrays[name].ndim == 2 else None
    if f"{name}_quantized" not in arrays:
        return None
    whole = arrays[f"{name}_quantized"].astype("float32") - arrays[f"{name}_zero_point"].astype("float32")
    return torch.from_numpy(whole * arrays[f"{name}_scale"])


def _parameter(node: str) -> str:
    """``/model/encoder/encoder/layer.0/attention/self/key/MatMul_quant`` -> ``encoder.encoder.layer.0...key``.

    A module inside a list or a sequence repeats the name of what holds it: ``/model/token_head/token_head.1/MatMul``.
    """
    parts: list[str] = []
    for part in node.strip("/").split("/")[1:-1]:
        if parts and part.startswith(f"{parts[-1]}."):
            parts[-1] = part
        else:
            parts.append(part)
    return ".".join(parts)
