"""Long use with rebuilds leaves nothing behind in the chat."""

from __future__ import annotations

import pytest

from bench.hour import used


@pytest.mark.timeout(900)
def test_rebuilds_during_use_leave_nothing_behind(every: bool) -> None:
    """A few rebuilds, or as many as in an hour, one after the other: what each leaves behind would add up."""
    rebuilds, between, visitors = (12, 15.0, 4) if every else (5, 3.0, 2)
    states = used(rebuilds, between, 1.0, visitors)
    first, last = states[1], states[-1]  # with the first two, what is made once is made
    assert len(states) == rebuilds
    assert last.questions > first.questions > 0
    assert last.lost == 0
    assert last.memory <= 1.05 * first.memory
    assert last.open_files <= first.open_files + visitors  # a connection is open or not at that moment
    assert last.temporary_files <= first.temporary_files
    assert {state.generations for state in states} <= {1, 2, 3}  # the third is one that a question still reads
