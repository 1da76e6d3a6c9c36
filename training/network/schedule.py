"""How long a run trains, and how fast it learns at each step."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Schedule:
    """Length and pace of a run."""

    steps: int = 4000
    questions: int = 64
    """Questions per step; each brings about six pairs."""
    claims: int = 192
    """Claims per step, where there are claims."""
    chunks: int = 4
    rate: float = 2e-4
    layer_decay: float = 0.9
    weight_decay: float = 0.01
    warmup: int = 200
    """Steps in which the rate climbs; afterwards it falls along a cosine to zero."""
    average: float = 0.999
    """Decay of the moving average of the weights, which is what gets saved."""
    freeze: int = 0
    """Lower layers that keep their weights, with the word vectors: what a run on a processor can afford."""
    seed: int = 1
    save_every: int = 500


def pace(schedule: Schedule, step: int) -> float:
    """Factor on the learning rate at a step: linear warm-up, then a cosine to zero."""
    warm = min(schedule.warmup, schedule.steps // 4)
    if step < warm:
        return (step + 1) / warm
    return 0.5 * (1.0 + math.cos(math.pi * (step - warm) / max(1, schedule.steps - warm)))
