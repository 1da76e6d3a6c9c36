"""Which arithmetic is fast on this machine."""

from __future__ import annotations

from pathlib import Path

import torch


def half_precision(device: torch.device) -> torch.autocast:
    """Compute in bfloat16 where that is faster: on a GPU, and on a processor that multiplies it.

    Elsewhere it is 5 to 8 times slower than float32.
    """
    return torch.autocast(device.type, dtype=torch.bfloat16, enabled=device.type == "cuda" or _multiplies_halves())


def _multiplies_halves() -> bool:
    processor = Path("/proc/cpuinfo")
    told = processor.read_text(encoding="utf-8") if processor.exists() else ""
    return "amx_bf16" in told or "avx512_bf16" in told
