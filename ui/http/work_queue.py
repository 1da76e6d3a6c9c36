"""A queue for questions: a few are answered at a time, some wait, and the rest get "busy" at once."""

from __future__ import annotations

import asyncio
import contextvars
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator, Mapping
    from concurrent.futures import Future

Step = TypeVar("Step")

# Questions at a time. Answering is bound by the processor, so more make each one slower.
AT_ONCE = 2
# Questions that may wait. With half a second each and two at a time, the last one waits 16 s.
MAX_WAITING = 64
BUSY = "busy: too many questions are waiting; try again in a few seconds."


class BusyError(Exception):
    """Too many are waiting; the message begins with "busy"."""


class WorkQueue:
    """A queue before a few threads.

    Parameters
    ----------
    at_once
        How many works go on at a time.
    waiting
        How many more may wait.
    """

    def __init__(self, at_once: int = AT_ONCE, waiting: int = MAX_WAITING) -> None:
        self._threads = ThreadPoolExecutor(at_once, "answers")
        self._at_once = at_once
        self._most = at_once + waiting
        self._held = 0

    @property
    def waiting(self) -> int:
        """How many works wait for their turn."""
        return max(0, self._held - self._at_once)

    async def steps(self, work: Callable[[], Iterator[Step | None]]) -> AsyncGenerator[Step, None]:
        """Run a work in a thread when its turn comes, and yield its steps.

        A caller that stops listening leaves the queue, or ends the work before its next step. None is no step: it only
        shows that the work goes on, so that it can be ended there.

        Raises
        ------
        BusyError
            When too many are waiting.
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

        # What is logged there says for which request.
        job = self._threads.submit(contextvars.copy_context().run, run)
        job.add_done_callback(end)
        try:
            while steps := await heard.get():
                yield steps[0]
            job.result()
        finally:
            gone.set()
            job.cancel()


async def unless_gone(answer: Awaitable[Step], receive: Callable[[], Awaitable[Mapping[str, Any]]]) -> Step:
    """Return the answer, or cancel the work when the client disconnects.

    Parameters
    ----------
    answer
        What is cancelled then.
    receive
        Of the request, whose body has been received.

    Raises
    ------
    BusyError
        When nobody hears the answer any more.
    """

    async def gone() -> None:
        while (await receive())["type"] != "http.disconnect":
            pass

    answering, leaving = asyncio.ensure_future(answer), asyncio.ensure_future(gone())
    try:
        await asyncio.wait((answering, leaving), return_when=asyncio.FIRST_COMPLETED)
        if not answering.done():
            raise BusyError("busy: whoever asked has hung up.")
        return answering.result()
    finally:
        answering.cancel()
        leaving.cancel()
