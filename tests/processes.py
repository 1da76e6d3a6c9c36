"""Run the command line as users do: real processes, from another folder, with nothing but the arguments."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SEEDS = ROOT / "seeds"
COMMAND = (sys.executable, "-m", "ui")


def environment(**more: str) -> dict[str, str]:
    """Return the environment of a user who has set nothing, and ``more``."""
    told = ("CITESEED_", "NO_COLOR", "COLUMNS", "LINES", "LC_", "PYTHON")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(told)}
    return kept | {"PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1", "HF_HUB_OFFLINE": "1"} | more


def citeseed(*arguments: str | bytes, cwd: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end; ``more`` are environment variables."""
    return subprocess.run(
        [*COMMAND, *arguments],
        cwd=cwd,
        env=environment(**more),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=240,
    )


def started(*arguments: str, cwd: Path, **more: str) -> subprocess.Popen[str]:
    """Start a command; its output can be read from the pipes."""
    return subprocess.Popen(
        [*COMMAND, *arguments],
        cwd=cwd,
        env=environment(**more),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
