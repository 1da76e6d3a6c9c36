"""Test the tests: each bug that is planted in a copy of the program must be caught."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.faults.planted import BUGS, CAUGHT, Bug, copied, planted, suite_on

if TYPE_CHECKING:
    from pathlib import Path


# The one whose test traces nothing, and so runs everywhere.
SAMPLE = tuple(bug for bug in BUGS if bug.file == "storage/lock.py")


@pytest.mark.timeout(1800)
@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.name.replace(" ", "-"))
def test_a_planted_bug_is_caught(tmp_path: Path, bug: Bug, every: bool) -> None:
    place = planted(bug, tmp_path)
    if not every and bug not in SAMPLE:
        return  # it still fits the program; make faults runs the tests on all of them
    ended = suite_on(bug.tests, place, every=True)
    assert ended.returncode == CAUGHT, ended.stdout[-3000:] + ended.stderr[-3000:]


@pytest.mark.timeout(1800)
def test_without_a_bug_nothing_is_caught(tmp_path: Path, every: bool) -> None:
    tests = tuple(sorted({name for bug in (BUGS if every else SAMPLE) for name in bug.tests}))
    ended = suite_on(tests, copied(tmp_path), every=False)
    assert ended.returncode == 0, ended.stdout[-3000:] + ended.stderr[-3000:]
