"""Who is answered at a time, and how many may wait; whoever comes after them hears "busy" at once."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

from ui.gate import BUSY

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Iterator
    from concurrent.futures import Future

Step = TypeVar("Step")

# Answering is bound by the processor: more at once make each slower and none sooner.
AT_ONCE = 2
# Half a second each, two at a time: the last of these waits 16 s, and whoever comes after them hears "busy".
MOST_WAITING = 64


class BusyError(Exception):
    """Too many are waiting; the message begins with "busy"."""


class Line:
    """A line before a few threads.

    Parameters
    ----------
    at_once
        How many works go on at a time.
    waiting
        How many more may wait.
    """

    def __init__(self, at_once: int = AT_ONCE, waiting: int = MOST_WAITING) -> None:
        self._threads = ThreadPoolExecutor(at_once, "answers")
        self._most = at_once + waiting
        self._held = 0

    async def steps(self, work: Callable[[], Iterator[Step | None]]) -> AsyncGenerator[Step, None]:
        """Yield the steps of a work as they happen, which is done in a thread when its turn comes.

        Whoever stops listening leaves the line, or ends the work before its next step. None is no step: it says only
        that the work goes on, so that it can end there.

        Raises
        ------
        BusyError
            When too many are in the line.
        """
        if self._held >= self._most:
            raise BusyError(BUSY)
        self._held += 1
        loop, gone = asyncio.get_running_loop(), threading.Event()
        heard: asyncio.Queue[list[Step]] = asyncio.Queue()

        def tell(steps: list[Step]) -> None:
            if not loop.is_closed():
                loop.call_soon_threadsafe(heard.put_nowait, steps)

        def run() -> None:
            for step in work():
                if gone.is_set():
                    return
                if step is not None:
                    tell([step])

        def end(_: Future[None]) -> None:
            self._held -= 1
            tell([])

        job = self._threads.submit(run)
        job.add_done_callback(end)
        try:
            while steps := await heard.get():
                yield steps[0]
            job.result()
        finally:
            gone.set()
            job.cancel()

    async def result(self, work: Callable[[], Step]) -> Step:
        """Return what a work returns, done when its turn comes."""

        def once() -> Iterator[Step]:
            yield work()

        steps = self.steps(once)
        try:
            async for step in steps:
                found = step
        finally:
            await steps.aclose()
        return found
