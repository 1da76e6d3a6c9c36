"""Run a generator's steps in threads, for an event loop."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Generator

Step = TypeVar("Step")


async def in_threads(steps: Generator[Step]) -> AsyncGenerator[Step]:
    """Yield each step, which a thread makes, so that the event loop goes on meanwhile.

    Whoever stops listening, or is cancelled, waits for the step under way; then the generator is closed.
    """
    import asyncio  # noqa: PLC0415 (a tenth of the time of importing this package, and few use it)

    ended = object()
    step: asyncio.Future[Step | object] | None = None
    try:
        while True:
            step = asyncio.ensure_future(asyncio.to_thread(next, steps, ended))
            # A thread cannot be stopped: a cancelled caller leaves it alone until it is done.
            found = await asyncio.shield(step)
            if found is ended:
                return
            yield found  # type: ignore[misc]
    finally:
        if step is not None and not step.done():
            await asyncio.wait([step])
        await asyncio.to_thread(steps.close)
