"""A first question, from the start of the process to the printed answer."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

from bench.reporting.rows import Row, taken_in_turn
from bench.workloads.texts import QUESTIONS, ROOT, SEEDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from bench.workloads.workshop import Workshop

REPEATS = 3
# More, as two versions of one program are nearer to each other than a program and an import.
REPEATS_BESIDE = 7
WHAT = "citeseed ask, cold, process start to printed answer"


def measure(place: Workshop) -> list[Row]:
    """Return the cold start beside the import that it does without, or beside that of another commit if one is named.

    That commit runs with the packages of this environment.
    """
    ask = _asking(ROOT, place.folder / "cold-library")
    if place.beside:
        with checked_out(place.beside, place.folder / "beside") as old:
            ours, theirs = taken_in_turn(REPEATS_BESIDE, ask, _asking(old, place.folder / "library-beside"))
        return [Row(WHAT, ours, "s", f"the same at commit {place.beside}", theirs, REPEATS_BESIDE)]
    ours, theirs = taken_in_turn(REPEATS, ask, lambda: run(ROOT, "-c", "import sentence_transformers"))
    return [Row(WHAT, ours, "s", "python -c 'import sentence_transformers'", theirs, REPEATS)]


@contextmanager
def checked_out(commit: str, folder: Path) -> Iterator[Path]:
    """Check a commit out into a folder that does not exist, and remove it at the end.

    Raises
    ------
    subprocess.CalledProcessError
        When this is no repository, or has no such commit.
    """
    git = partial(subprocess.run, cwd=ROOT, check=True, capture_output=True)
    git(["git", "worktree", "add", "--detach", str(folder), commit])
    try:
        yield folder
    finally:
        git(["git", "worktree", "remove", "--force", str(folder)])


def run(root: Path, *arguments: str) -> str:
    """Run Python on the packages below ``root`` and return what it prints."""
    environment = os.environ | {"PYTHONPATH": str(root), "HF_HUB_OFFLINE": "1"}
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=root, env=environment, check=True, capture_output=True, encoding="utf-8").stdout


def _asking(root: Path, library: Path) -> Callable[[], str]:
    """Return what asks a question, after a library is made and was asked once."""
    run(root, "-m", "ui", "index", str(SEEDS), "--index", str(library))
    ask = partial(run, root, "-m", "ui", "ask", QUESTIONS[0], "--index", str(library))
    ask()
    return ask
