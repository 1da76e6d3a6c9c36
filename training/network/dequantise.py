"""Turn an ONNX file in 8 bits back into the weights of its network, so that training can go on from what is shipped."""

from __future__ import annotations

from typing import TYPE_CHECKING

import onnx
import torch
from onnx import numpy_helper

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from typing import Any

    from numpy.typing import NDArray
    from onnx import NodeProto
    from torch import Tensor

STEPS = 4
"""From a product in whole numbers to the sum with its bias: cast, scaled, added."""


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
    consumers = {name: node for node in reversed(graph.node) for name in node.input}
    for node in graph.node:
        if node.op_type in {"MatMulInteger", "MatMul"} and node.name.startswith(f"/{root}/"):
            matrix = _matrix(arrays, node.input[1].removesuffix("_quantized"))
            if matrix is not None:
                found[_weight(node, consumers).removeprefix(f"{root}.")] = matrix.T.contiguous()
    return {name: value for name, value in found.items() if not name.endswith("_Transposed")}


def _matrix(arrays: dict[str, NDArray[Any]], name: str) -> Tensor | None:
    if name in arrays:
        return torch.from_numpy(arrays[name].astype("float32")) if arrays[name].ndim == 2 else None
    if f"{name}_quantized" not in arrays:
        return None
    whole = arrays[f"{name}_quantized"].astype("float32") - arrays[f"{name}_zero_point"].astype("float32")
    return torch.from_numpy(whole * arrays[f"{name}_scale"])


def _weight(product: NodeProto, consumers: Mapping[str, NodeProto]) -> str:
    """Return the name of the matrix of a product: that of the bias that is added to it, which quantising keeps."""
    node = product
    for _ in range(STEPS):
        node = consumers[node.output[0]]
        for name in map(str, node.input):
            if node.op_type == "Add" and name.endswith(".bias"):
                return name.removesuffix("bias") + "weight"
    raise ValueError(f"{product.name} is followed by no bias: its matrix has no name.")
