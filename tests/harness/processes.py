"""Run the command line from any folder: in this process, or as users do in one of its own."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import tempfile
import warnings
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from ui.cli.main import main
from ui.cli.signals import SIGNALS

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
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
    """Run a command to its end in this process; ``more`` are environment variables.

    What belongs to the process as a whole is put back afterwards.
    """
    output, errors = (io.TextIOWrapper(io.BytesIO(), write_through=True) for _ in range(2))
    code = run(*arguments, cwd=cwd, output=output, errors=errors, **more)
    said = (each.buffer.getvalue().decode() for each in (output, errors))
    return subprocess.CompletedProcess(arguments, code, *said)


def run(*arguments: str | bytes, cwd: Path, output: TextIO, errors: TextIO, **more: str) -> int:
    """Run a command to its end in this process; return its exit code."""
    with _process(more), chdir(cwd), redirect_stdout(output), redirect_stderr(errors):
        return main([os.fsdecode(each) for each in arguments])


@contextmanager
def _process(variables: dict[str, str]) -> Iterator[None]:
    """Give the command what it finds in a process of its own: environment, empty input, temporary folder."""
    variables, given = environment(**variables), sys.stdin
    handlers, hook, temporary = [signal.getsignal(each) for each in SIGNALS], sys.excepthook, tempfile.tempdir
    before = dict(os.environ)
    with warnings.catch_warnings():
        try:
            sys.stdin, tempfile.tempdir = io.StringIO(), None
            os.environ.clear()
            os.environ.update(variables)
            yield
        finally:
            os.environ.clear()
            os.environ.update(before)
            sys.stdin, sys.excepthook, tempfile.tempdir = given, hook, temporary
            for number, handler in zip(SIGNALS, handlers, strict=True):
                signal.signal(number, handler)


def citeseed_process(*arguments: str | bytes, cwd: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end in a process of its own; ``more`` are environment variables."""
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
