"""A first question, from the start of the process to the printed answer."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

from bench.reporting.rows import Row, taken_in_turn
from bench.workloads.texts import QUESTIONS, ROOT, SEEDS

if TYPE_CHECKING:
    from bench.workloads.workshop import Workshop

REPEATS = 5


def measure(place: Workshop) -> list[Row]:
    """Return the cold start beside the import that it does without."""
    library = str(place.folder / "cold-library")
    _run("-m", "ui", "index", str(SEEDS), "--index", library)
    _run("-m", "ui", "ask", QUESTIONS[0], "--index", library)
    ours, theirs = taken_in_turn(
        REPEATS,
        lambda: _run("-m", "ui", "ask", QUESTIONS[0], "--index", library),
        lambda: _run("-c", "import sentence_transformers"),
    )
    beside = "python -c 'import sentence_transformers'"
    return [Row("citeseed ask, cold, process start to printed answer", ours, "s", beside, theirs, REPEATS)]


def _run(*arguments: str) -> None:
    environment = os.environ | {"PYTHONPATH": str(ROOT), "HF_HUB_OFFLINE": "1"}
    subprocess.run([sys.executable, *arguments], cwd=ROOT, env=environment, check=True, capture_output=True)
