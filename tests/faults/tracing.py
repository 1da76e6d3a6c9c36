"""Trace the system calls of an indexing process, and make one fail or be the last."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.libraries import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

# What changes the disk. Files are opened for writing by openat with O_CREAT.
CHANGES = (
    "openat",
    "mkdir",
    "rename",
    "unlink",
    "unlinkat",
    "rmdir",
    "fsync",
    "write",
    "pwrite64",
    "sendfile",
    "ftruncate",
)
_LINE = re.compile(r"(?P<process>\d+) +(?P<call>\w+)\((?P<rest>.*)")
# Where a call of another process or thread comes between, strace tells the end of this one on a line of its own.
_BEGUN = re.compile(r"(?P<process>\d+) +(?P<begun>.*) <unfinished \.\.\.>$")
_ENDED = re.compile(r"(?P<process>\d+) +<\.\.\. \w+ resumed>(?P<ended>.*)")
_RESULT = re.compile(r"\) += (?P<result>-?\d+)")


@dataclass(frozen=True, slots=True)
class Step:
    """A system call of a process that was followed.

    Parameters
    ----------
    call, number
        Its name, and that it was the first, second ... of that name, counted from 1.
    rest
        Its arguments and result, as strace writes them, file descriptors with their paths.
    """

    call: str
    number: int
    rest: str

    @property
    def result(self) -> int:
        """What it returned; -1 where that is not known."""
        match = _RESULT.search(self.rest)
        return int(match["result"]) if match else -1


def followed(documents: Path, library: Path) -> list[Step]:
    """Index to the end; return what the process did to the library's folder, in order."""
    log = library.with_suffix(".strace")
    told = ["-y", "-s", "0", "-o", str(log), "-e", f"trace={','.join(CHANGES)}"]
    ended = _traced(documents, library, ["--seccomp-bpf", *told])
    assert ended.returncode == 0, ended.stderr
    lines = [match for match in map(_LINE.match, whole(log.read_text().splitlines())) if match]
    main, seen, steps = lines[0]["process"], dict.fromkeys(CHANGES, 0), []
    for line in lines:
        call, rest = line["call"], line["rest"]
        if line["process"] != main or call not in seen:
            continue
        seen[call] += 1
        if str(library) in rest and (call != "openat" or "O_CREAT" in rest):
            steps.append(Step(call, seen[call], rest))
    return steps


def whole(lines: Iterable[str]) -> list[str]:
    """Put each call that strace tells in two lines together, at the place of the first."""
    told: list[str] = []
    begun: dict[str, int] = {}
    for line in lines:
        if ended := _ENDED.match(line):
            if (place := begun.pop(ended["process"], None)) is not None:
                told[place] += ended["ended"]
        elif first := _BEGUN.match(line):
            begun[first["process"]] = len(told)
            told.append(f"{first['process']} {first['begun']}")
        else:
            told.append(line)
    return told


def injected(documents: Path, library: Path, step: Step, fault: str) -> subprocess.CompletedProcess[str]:
    """Index, and let one step meet a fault: ``signal=SIGKILL``, ``error=EIO``, ``retval=...``, ``poke_enter=...``."""
    arguments = ["-o", os.devnull, "-e", f"trace={step.call}", "-e", f"inject={step.call}:{fault}:when={step.number}"]
    # With a filter in the kernel strace stops for fewer calls, but then sends no signals.
    return _traced(documents, library, arguments if "signal=" in fault else ["--seccomp-bpf", *arguments])


def sample(steps: Sequence[Step], number: int, *, every: bool) -> Iterable[Step]:
    """Return all steps, or some of each kind, spread over the run."""
    if every or len(steps) <= number:
        return steps
    return [steps[place * (len(steps) - 1) // (number - 1)] for place in range(number)]


def _traced(documents: Path, library: Path, arguments: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["strace", "-f", *arguments, sys.executable, "-m", "tests.harness.index_process", documents, library],
        cwd=ROOT,
        # The same steps in the same order, every time.
        env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONHASHSEED": "0", "OMP_NUM_THREADS": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )
