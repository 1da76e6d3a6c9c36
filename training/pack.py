"""Pack a large network's weights into small pieces of 8-bit numbers to carry to another machine, and unpack them there.

``python -m training.pack FOLDER PIECES`` and ``python -m training.pack --unpack PIECES FOLDER``.
"""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor

BLOCK = 64
SMALL = 10_000
"""Numbers up to which a tensor is kept as it is."""
PIECE = 54 * 2**20
"""Most bytes of a piece."""
WEIGHTS = "model.safetensors"


def packed(name: str, weight: Tensor) -> dict[str, Tensor]:
    """Round a matrix to 8 bits in blocks of 64 with a scale each; relative error 1.6 % at most."""
    if weight.ndim != 2 or weight.numel() <= SMALL or weight.shape[1] % BLOCK:
        return {name: weight.float()}
    blocks = weight.float().view(weight.shape[0], -1, BLOCK)
    scale = blocks.abs().amax(-1, keepdim=True) / 127
    whole = (blocks / scale.clamp(min=1e-12)).round().to(torch.int8)
    return {f"{name}:whole": whole.view(weight.shape), f"{name}:scale": scale.squeeze(-1).half()}


def pack(folder: Path, pieces: Path) -> None:
    """Write the weights of a folder as ``piece0.safetensors``, ``piece1.safetensors`` and so on, with its settings."""
    pieces.mkdir(parents=True, exist_ok=True)
    held: dict[str, Tensor] = {}
    size = number = 0
    for name, weight in load_file(folder / WEIGHTS).items():
        parts = packed(name, weight)
        more = sum(part.numel() * part.element_size() for part in parts.values())
        if held and size + more > PIECE:
            save_file(held, pieces / f"piece{number}.safetensors")
            held, size, number = {}, 0, number + 1
        held |= parts
        size += more
    save_file(held, pieces / f"piece{number}.safetensors")
    shutil.copy(folder / "config.json", pieces / "config.json")


def unpack(pieces: Path, folder: Path) -> None:
    """Put pieces together again, in half precision."""
    folder.mkdir(parents=True, exist_ok=True)
    parts: dict[str, Tensor] = {}
    for piece in sorted(pieces.glob("piece*.safetensors")):
        parts |= load_file(piece)
    weights = {}
    for name, part in parts.items():
        if name.endswith(":whole"):
            scale = parts[name.removesuffix("whole") + "scale"].float().unsqueeze(-1)
            whole = part.float().view(part.shape[0], -1, BLOCK) * scale
            weights[name.removesuffix(":whole")] = whole.view(part.shape).half()
        elif not name.endswith(":scale"):
            weights[name] = part
    save_file(weights, folder / WEIGHTS)
    shutil.copy(pieces / "config.json", folder / "config.json")


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--unpack", action="store_true")
    parser.add_argument("source", type=Path)
    parser.add_argument("target", type=Path)
    given = parser.parse_args()
    (unpack if given.unpack else pack)(given.source, given.target)


if __name__ == "__main__":
    main()
