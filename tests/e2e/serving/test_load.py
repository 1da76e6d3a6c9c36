"""More visitors than can be answered: each gets an answer or "busy", and one who leaves takes no room."""

from __future__ import annotations

import asyncio
import itertools
import sys
from typing import TYPE_CHECKING, Any

import openai

from bench.load import memory
from bench.workloads.crowd import ANSWERED, BUSY, Visitor, ask_as_program, client, crowd, hang_up_as_program
from bench.workloads.texts import QUESTIONS
from tests.harness.chat_process import served
from tests.harness.processes import ROOT
from ui.http.problem import RETRY_AFTER
from ui.http.work_queue import AT_ONCE, MAX_WAITING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from pathlib import Path

    from tests.harness.chat_process import Served

CROWD = 100
FULL = AT_ONCE + MAX_WAITING


async def ends(asks: Sequence[Callable[[str], Awaitable[str]]]) -> list[str]:
    """Ask with each, all at once, and return how they ended in the order in which they did."""
    asking = [ask(question) for ask, question in zip(asks, itertools.cycle(QUESTIONS), strict=False)]
    return [await each for each in asyncio.as_completed(asking)]


def check(ended: list[str]) -> None:
    """Nobody is lost; as many as the line holds are answered, and the rest hear "busy" before half of them are."""
    assert {*ended} == {ANSWERED, BUSY}
    assert ended.count(ANSWERED) >= FULL
    latest = max(place for place, end in enumerate(ended) if end == BUSY)
    assert ended[:latest].count(ANSWERED) < FULL // 2


def test_a_hundred_visitors_at_once_are_answered_or_hear_busy(chat: Served) -> None:
    async def story() -> list[str]:
        visitors = await crowd(chat.address, CROWD)

        def asker(visitor: Visitor) -> Callable[[str], Awaitable[str]]:
            async def ask(question: str) -> str:
                heard = await visitor.ask(question)
                return heard.said or heard.end

            return ask

        ended = await ends([asker(visitor) for visitor in visitors])
        assert (await visitors[-1].ask(QUESTIONS[0])).end == ANSWERED
        for visitor in visitors:
            await visitor.leave()
        return ended

    check(asyncio.run(story()))


def test_openais_client_hears_busy_and_when_to_come_again(chat: Served) -> None:
    async def story() -> list[str]:
        async with openai.AsyncOpenAI(base_url=f"{chat.address}/v1", api_key="any", max_retries=0) as program:

            async def ask(question: str) -> str:
                messages: Any = [{"role": "user", "content": question}]
                try:
                    completion = await program.chat.completions.create(model="citeseed", messages=messages)
                except openai.InternalServerError as refused:
                    told = (refused.status_code, refused.code, refused.response.headers["retry-after"])
                    assert told == (503, "busy", RETRY_AFTER)
                    return BUSY
                assert completion.choices[0].message.content
                return ANSWERED

            return await ends([ask] * CROWD)

    check(asyncio.run(story()))


def test_who_hangs_up_takes_no_room(chat: Served) -> None:
    async def story() -> None:
        leaving = await crowd(chat.address, CROWD)
        gone = [visitor.hang_up(QUESTIONS[0]) for visitor in leaving]
        gone += [hang_up_as_program(client(chat.address), QUESTIONS[0]) for _ in range(CROWD)]
        await asyncio.gather(*gone)
        visitor, web = await Visitor.enter(chat.address), client(chat.address)
        assert (await visitor.ask(QUESTIONS[0])).end == ANSWERED
        assert (await ask_as_program(web, QUESTIONS[0])).end == ANSWERED
        await visitor.leave()
        await web.aclose()

    asyncio.run(story())


def test_what_a_page_asked_before_takes_no_memory(tmp_path: Path) -> None:
    async def grown(chat: Served) -> int:
        visitors = await crowd(chat.address, 5)

        async def ask(times: int) -> int:
            for _ in range(times):
                heard = await asyncio.gather(*(visitor.ask("What do roses need?") for visitor in visitors))
                assert {each.end for each in heard} == {ANSWERED}
            return memory(chat.pid)[1]

        before = await ask(20)
        return await ask(60) - before

    with served(str(tmp_path), cwd=ROOT, command=(sys.executable, "-m", "tests.ui.fake_chat")) as chat:
        # Copies of what is shown, as Gradio would keep them, took 60 MB; new conversations and questions take 10.
        assert asyncio.run(grown(chat)) < 25
