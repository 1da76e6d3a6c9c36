"""The average of two models lies between them, and keeps what only one has."""

from __future__ import annotations

import torch

from training.interpolate import interpolate


def test_weights_are_averaged_and_those_of_one_model_alone_are_kept() -> None:
    one = {"head": torch.tensor([1.0, 3.0]), "new": torch.tensor([5.0]), "places": torch.tensor([7])}
    mixed = interpolate(one, {"head": torch.tensor([0.0, 1.0]), "places": torch.tensor([8])}, 0.25)
    assert mixed["head"].tolist() == [0.25, 1.5]
    assert mixed["new"].tolist() == [5.0]
    assert mixed["places"].tolist() == [7]
