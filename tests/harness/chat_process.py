"""Start the chat as users do, in a process of its own, with its address and output."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests.harness.processes import COMMAND, environment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


# CPython 3.11 says this now and then, once in some runs, where it clears up an asynchronous generator in whichever
# thread it is just then, after a language model's reply was broken off. The chat goes on.
_CLEARED_UP = re.compile(
    r"Exception ignored in: .*\nTraceback .*\n(?: .*\n)+ValueError: async generator already executing\n"
)


@dataclass(frozen=True)
class Served:
    """A chat that listens; ``errors`` is the file of its standard error, and ``pid`` its process."""

    host: str
    port: int
    errors: Path
    pid: int

    @property
    def address(self) -> str:
        return f"http://{self.host}:{self.port}"

    def said(self) -> str:
        """Return what it said on standard error, without what is Python's own and harmless."""
        return _CLEARED_UP.sub("", self.errors.read_text())


@contextmanager
def served(*arguments: str, cwd: Path, command: tuple[str, ...] = COMMAND, **more: str) -> Iterator[Served]:
    """Run a command that serves until it is stopped, from the moment that it says where.

    ``more`` are environment variables.
    """
    with tempfile.TemporaryDirectory() as folder:
        errors = Path(folder) / "stderr"
        with errors.open("w") as stderr:
            process = subprocess.Popen(
                [*command, *arguments],
                cwd=cwd,
                env=environment(**more),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=stderr,
                encoding="utf-8",
            )
        with process:
            try:
                assert process.stdout is not None
                line = process.stdout.readline()
                found = re.search(r"http://([\d.]+):(\d+)", line)
                assert found, f"{line}{errors.read_text()}"
                yield Served(found[1], int(found[2]), errors, process.pid)
            finally:
                process.terminate()
                process.wait(timeout=60)


def python(module: str) -> tuple[str, ...]:
    """Return the command that runs a module of the tests."""
    return (sys.executable, "-m", module)


def wait(until: Callable[[], bool]) -> None:
    """Wait for what another process does; fail after a minute."""
    for _ in range(600):
        if until():
            return
        time.sleep(0.1)
    raise AssertionError("it does not happen")
