"""A full queue says "busy" at once, and one who leaves it makes room."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING, TypeVar

import pytest

from ui.http.work_queue import BusyError, WorkQueue

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Step = TypeVar("Step")


async def result(line: WorkQueue, work: Callable[[], Step]) -> Step:
    def once() -> Iterator[Step]:
        yield work()

    found = [step async for step in line.steps(once)]
    return found[-1]


def test_steps_arrive_in_their_order_and_an_error_reaches_who_asked() -> None:
    def work() -> Iterator[int]:
        yield from range(3)
        raise KeyError("broken")

    async def listen() -> list[int]:
        steps = WorkQueue(1, 0).steps(work)
        heard = [await anext(steps) for _ in range(3)]
        with pytest.raises(KeyError, match="broken"):
            await anext(steps)
        return heard

    assert asyncio.run(listen()) == [0, 1, 2]


def test_a_full_line_says_busy_and_has_room_again_when_somebody_is_done() -> None:
    async def story() -> tuple[int, list[int]]:
        line, open_ = WorkQueue(1, 1), threading.Event()

        def slow() -> int:
            assert open_.wait(30)
            return 1

        held = [asyncio.create_task(result(line, slow)) for _ in range(2)]
        await asyncio.sleep(0)
        busy = 0
        for _ in range(5):
            try:
                await result(line, lambda: 0)
            except BusyError as error:
                busy += str(error).startswith("busy")
        open_.set()
        done = await asyncio.gather(*held)
        return busy, [*done, await result(line, lambda: 2)]

    assert asyncio.run(story()) == (5, [1, 1, 2])


def test_who_leaves_is_not_worked_for() -> None:
    async def story() -> list[str]:
        line, open_, worked = WorkQueue(1, 1), threading.Event(), list[str]()

        def first() -> str:
            assert open_.wait(30)
            worked.append("first")
            return "first"

        def second() -> str:
            worked.append("second")
            return "second"

        staying = asyncio.create_task(result(line, first))
        await asyncio.sleep(0)
        leaving = asyncio.create_task(result(line, second))
        await asyncio.sleep(0)
        leaving.cancel()
        with pytest.raises(asyncio.CancelledError):
            await leaving
        # The place is free at once, though the first is still at work.
        third = asyncio.create_task(result(line, lambda: "third"))
        await asyncio.sleep(0)
        open_.set()
        return [*worked, await staying, await third, *worked]

    assert asyncio.run(story()) == ["first", "third", "first"]
