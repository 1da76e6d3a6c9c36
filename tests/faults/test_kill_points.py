"""A process that is killed at one step, at every step, and again while it repairs."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

import pytest

from tests.faults.cases import Case
from tests.faults.tracing import followed, injected, sample

if TYPE_CHECKING:
    from pathlib import Path

# Between two of these, what a crash of the process leaves on the disk does not change in kind.
STEPS = ("openat", "mkdir", "rename", "unlink", "unlinkat", "rmdir", "fsync")


@pytest.mark.needs("trace")
@pytest.mark.timeout(3600)
def test_killed_at_any_step_and_again_while_repairing(tmp_path: Path, every: bool) -> None:
    case = Case(tmp_path)
    steps = [step for step in followed(case.documents, case.library) if step.call in STEPS]
    case.check_new()
    assert {step.call for step in steps} >= {"openat", "mkdir", "rename", "fsync"}
    killed = 0
    for step in sample(steps, 4, every=every):
        case.again()
        for _ in range(2):
            ended = injected(case.documents, case.library, step, "signal=SIGKILL")
            assert ended.returncode in (0, -signal.SIGKILL)
            killed += ended.returncode != 0
            case.check()
        case.check_next()
    assert killed >= 4
