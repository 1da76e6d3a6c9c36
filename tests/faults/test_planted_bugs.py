"""The suite is tried too: each of these bugs, planted in a copy of the program, must be caught."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.faults.planted import BUGS, CAUGHT, Bug, planted, suite_on

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.mark.row("planted")
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.name.replace(" ", "-"))
def test_a_planted_bug_is_caught(
    tmp_path: Path, bug: Bug, every: bool, record_property: Callable[[str, object], None]
) -> None:
    place = planted(bug, tmp_path)
    if not every and bug.file != "locking.py":
        return  # it still fits the program; make faults runs the tests on all of them
    ended = suite_on(bug, place)
    record_property("planted bugs", 1)
    record_property("planted bugs caught", int(ended.returncode == CAUGHT))
    assert ended.returncode == CAUGHT, ended.stdout[-3000:] + ended.stderr[-3000:]
