"""Average two models weight by weight: ``python -m training.interpolate ONE OTHER SHARE OUT``.

A model that was fine-tuned on few data forgets a part of what it knew. The average of both keeps most of either
(Wortsman et al. 2022, "Robust fine-tuning of zero-shot models").
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

import torch

from training.network.reader import read_start

if TYPE_CHECKING:
    from collections.abc import Mapping

    from torch import Tensor


def interpolate(one: Mapping[str, Tensor], other: Mapping[str, Tensor], share: float) -> dict[str, Tensor]:
    """Return ``share`` of ``one`` plus the rest of ``other``, in half precision; what ``other`` lacks is kept.

    Parameters
    ----------
    one, other
        Weights by name.
    share
        0 to 1.
    """
    mixed = {}
    for name, weight in one.items():
        blends = name in other and weight.dtype.is_floating_point
        mixed[name] = torch.lerp(other[name].float(), weight.float(), share).half() if blends else weight
    return mixed


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("one", type=Path, help="weights.pt or reading.onnx")
    parser.add_argument("other", type=Path, help="weights.pt or reading.onnx")
    parser.add_argument("share", type=float, help="of the first, 0 to 1")
    parser.add_argument("out", type=Path, help="weights.pt to write")
    given = parser.parse_args()
    torch.save(interpolate(read_start(given.one), read_start(given.other), given.share), given.out)


if __name__ == "__main__":
    main()
