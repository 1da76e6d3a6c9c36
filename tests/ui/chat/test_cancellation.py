"""Stopping ends the answers of one page only, and waiting ends with the last answer."""

from __future__ import annotations

from ui.chat.cancellation import Running


def test_stopping_ends_the_answers_of_one_page() -> None:
    running = Running()
    with running.begin("one") as first, running.begin("one") as second, running.begin("other") as third:
        running.stop("one")
        assert (first.stopped, second.stopped, third.stopped) == (True, True, False)
    with running.begin("one") as later:
        assert not later.stopped


def test_it_is_quiet_when_the_last_answer_is_there() -> None:
    running = Running()
    assert running.wait_until_none(0)
    with running.begin("one"), running.begin("other"):
        assert not running.wait_until_none(0)
    assert running.wait_until_none(0)
