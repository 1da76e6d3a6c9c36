"""Steps of a generator for an event loop."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING

import pytest

from rag.events import Done, Found
from rag.streaming import in_threads
from tests.rag.test_assistant import TEXTS, assistant

if TYPE_CHECKING:
    from collections.abc import Generator

QUESTION = "When do cats hunt mice?"


def test_an_awaited_stream_yields_other_events() -> None:
    asked = assistant(TEXTS)

    async def events() -> list[object]:
        return [event async for event in asked.astream(QUESTION)]

    awaited, streamed = asyncio.run(events()), list(asked.stream(QUESTION))
    assert [type(event) for event in awaited] == [type(event) for event in streamed]
    assert isinstance(awaited[0], Found)
    assert isinstance(awaited[-1], Done)


def test_an_error_is_lost_in_the_thread() -> None:
    def steps() -> Generator[int]:
        yield 1
        raise ValueError("broken")

    async def heard() -> None:
        async for _ in in_threads(steps()):
            pass

    with pytest.raises(ValueError, match="broken"):
        asyncio.run(heard())


def test_who_is_cancelled_leaves_the_work_going_on() -> None:
    begun, go_on, closed = threading.Event(), threading.Event(), threading.Event()

    def steps() -> Generator[int]:
        try:
            begun.set()
            go_on.wait(60)
            yield 1
            yield 2
        finally:
            closed.set()

    async def cancelled() -> None:
        async def listen() -> None:
            async for _ in in_threads(steps()):
                raise AssertionError("nobody listens any more")

        listening = asyncio.ensure_future(listen())
        await asyncio.to_thread(begun.wait, 60)
        listening.cancel()
        await asyncio.sleep(0)
        go_on.set()
        with pytest.raises(asyncio.CancelledError):
            await listening

    asyncio.run(cancelled())
    assert closed.is_set()
