"""Simulate visitors of a running chat, who ask as the page or a program does, and record the results."""

from __future__ import annotations

import asyncio
import json
import secrets
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import httpx2

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

ANSWERED, BUSY, LOST = "answered", "busy", "lost"
# Longer than the last of a full line waits, on a machine that does much else.
PATIENCE = 300.0
# Stands in the page under every answer, and in the place of one.
_ENDS = ('class="confidence', 'class="refusal')
_EXPECTED = (httpx2.HTTPError, ValueError, KeyError)


@dataclass(frozen=True, slots=True)
class Heard:
    """How a question ended.

    Parameters
    ----------
    end
        "answered", "busy", or "lost": an error, no reply, or one that is neither.
    seconds
        From asking to the end.
    said
        What came back, shortened, where the question was lost.
    """

    end: str
    seconds: float
    said: str = ""


@dataclass(frozen=True, slots=True)
class Visitor:
    """A browser with the page open.

    Parameters
    ----------
    web
        With its cookies and connections.
    events
        What the page may send, as its configuration says, by name of the part and of the event.
    values
        What stands in each part at first.
    names
        Of the parts.
    session
        The page's own name for itself.
    """

    web: httpx2.AsyncClient
    events: dict[tuple[str, str], dict[str, Any]]
    values: dict[int, Any]
    names: dict[int, str]
    session: str

    @classmethod
    async def enter(cls, address: str) -> Visitor:
        """Open the page."""
        web = client(address)
        (await web.get("/")).raise_for_status()
        config = (await web.get("/config")).json()
        names = {part["id"]: part["props"].get("elem_id", "") for part in config["components"]}
        values = {part["id"]: part["props"].get("value") for part in config["components"]}
        events = {
            (names[part], event): dependency | {"trigger": part}
            for dependency in config["dependencies"]
            for part, event in dependency["targets"]
            if part in names
        }
        return cls(web, events, values, names, secrets.token_hex(5))

    async def leave(self) -> None:
        """Close the page."""
        await self.web.aclose()

    async def ask(self, question: str) -> Heard:
        """Type a question, and wait until the whole answer is there."""
        return await _timed(self._ask(question))

    async def press(self, part: str, event: str, **typed: str) -> tuple[int, Any]:
        """Do something, with what was typed into parts; return the status and what each output is in the end."""
        response = await self._join(part, event, typed)
        if response.status_code != httpx2.codes.OK:
            return response.status_code, response.text
        async with self.web.stream("GET", "/gradio_api/queue/data", params={"session_hash": self.session}) as stream:
            async for line in stream.aiter_lines():
                told = json.loads(line.removeprefix("data: ")) if line.startswith("data: ") else {}
                if told.get("msg") == "process_completed":
                    return (200 if told["success"] else 500), told["output"].get("data", told["output"])
        return 500, "the stream ended early"

    async def hang_up(self, question: str) -> None:
        """Type a question, and close the page as soon as the first sign of an answer comes."""
        if (await self._join("question", "submit", {"question": question})).status_code == httpx2.codes.OK:
            about = {"session_hash": self.session}
            async with self.web.stream("GET", "/gradio_api/queue/data", params=about) as stream:
                await anext(stream.aiter_lines())
        await self.leave()

    async def _ask(self, question: str) -> tuple[str, str]:
        status, data = await self.press("question", "submit", question=question)
        if status == httpx2.codes.SERVICE_UNAVAILABLE:
            return _busy(json.loads(data)["detail"])
        whole = status == httpx2.codes.OK and any(end in data[0] for end in _ENDS)
        return (ANSWERED, "") if whole else (LOST, f"{status} {data}")

    async def _join(self, part: str, event: str, typed: dict[str, str]) -> httpx2.Response:
        does = self.events[part, event]
        body = {"fn_index": does["id"], "trigger_id": does["trigger"], "session_hash": self.session, "event_data": None}
        data = [typed.get(self.names[each], self.values[each]) for each in does["inputs"]]
        return await self.web.post("/gradio_api/queue/join", json=body | {"data": data})


async def crowd(address: str, number: int) -> list[Visitor]:
    """Let visitors open the page, ten at a time."""
    come = list[Visitor]()
    while len(come) < number:
        come += await asyncio.gather(*(Visitor.enter(address) for _ in range(min(10, number - len(come)))))
    return come


def client(address: str) -> httpx2.AsyncClient:
    """Return who speaks to a chat, with cookies and connections of their own."""
    return httpx2.AsyncClient(base_url=address, timeout=PATIENCE, trust_env=False, verify=False)


async def ask_as_program(web: httpx2.AsyncClient, question: str) -> Heard:
    """Ask over OpenAI's protocol."""
    return await _timed(_completed(web, question))


async def hang_up_as_program(web: httpx2.AsyncClient, question: str) -> None:
    """Ask over OpenAI's protocol, and close the connection while the answer is worked out."""
    asking = asyncio.ensure_future(_completed(web, question))
    await asyncio.wait([asking], timeout=0.1)
    asking.cancel()
    await asyncio.gather(asking, return_exceptions=True)
    await web.aclose()


async def stay(ask: Callable[[str], Awaitable[Heard]], questions: Iterable[str], until: float) -> list[Heard]:
    """Ask one question after the other, without a pause, until a time of ``time.perf_counter``."""
    heard = []
    for question in questions:
        if time.perf_counter() >= until:
            break
        heard.append(await ask(question))
    return heard


async def _completed(web: httpx2.AsyncClient, question: str) -> tuple[str, str]:
    body = {"model": "citeseed", "messages": [{"role": "user", "content": question}]}
    response = await web.post("/v1/chat/completions", json=body)
    told = response.json()
    if response.status_code == httpx2.codes.SERVICE_UNAVAILABLE:
        return _busy(told["error"]["message"])
    message = told["choices"][0]["message"]
    whole = response.status_code == httpx2.codes.OK and message["content"]
    return (ANSWERED, "") if whole else (LOST, response.text)


def _busy(text: str) -> tuple[str, str]:
    return (BUSY, "") if text.startswith("busy") else (LOST, text)


async def _timed(asking: Awaitable[tuple[str, str]]) -> Heard:
    start = time.perf_counter()
    try:
        end, said = await asking
    except _EXPECTED as error:
        end, said = LOST, f"{type(error).__name__}: {error}"
    return Heard(end, time.perf_counter() - start, said[:300])
