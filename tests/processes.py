"""Run the command line as users do: in real processes, from another folder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SEEDS = ROOT / "seeds"
COMMAND = (sys.executable, "-m", "ui")
# The article of seeds/, and what its owner asks of it.
ARTICLE = "000_8ab994d9b131bbc8.txt"
GOLDEN = "why is Alibaba's plan considered risky?"


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


def refused(result: subprocess.CompletedProcess[str], code: int, *parts: str) -> None:
    """Check that nothing but one clear sentence or two came out."""
    assert result.returncode == code, result.stderr
    assert result.stdout == ""
    assert result.stderr.startswith("citeseed: ")
    assert result.stderr.count("\n") == 1
    assert "Traceback" not in result.stderr
    for part in parts:
        assert part in result.stderr


def asked(library: Path, question: str) -> dict[str, Any]:
    """Ask a question of a library; return the record of the answer."""
    result = citeseed("ask", "--json", "--index", str(library), "--", question, cwd=library.parent)
    assert (result.returncode, result.stderr) == (0, "")
    record: dict[str, Any] = json.loads(result.stdout)
    return record
