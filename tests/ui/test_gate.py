"""The gate alone, around an application that does what the test wants."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

from ui.gate import BUSY, HEADERS, Gate

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send


def answered(app: ASGIApp, scope: dict[str, Any]) -> list[Message]:
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    asyncio.run(Gate(app, "127.0.0.1")(scope, receive, send))
    return sent


def scope(**more: Any) -> dict[str, Any]:
    return {"type": "http", "path": "/", "headers": [(b"host", b"127.0.0.1")], **more}


async def full(scope: Scope, receive: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": 503, "headers": [(b"content-length", b"4")]})
    await send({"type": "http.response.body", "body": b"Qu", "more_body": True})
    await send({"type": "http.response.body", "body": b"eu"})


def test_a_full_queue_says_busy() -> None:
    start, *bodies = answered(full, scope())
    body = b"".join(message["body"] for message in bodies)
    assert start["status"] == 503
    assert dict(start["headers"])[b"content-length"] == str(len(body)).encode()
    assert json.loads(body) == {"detail": BUSY}
    assert BUSY.startswith("busy")


def test_nothing_reaches_the_application_from_elsewhere() -> None:
    start, body = answered(full, scope(headers=[(b"host", b"evil.example")]))
    assert start["status"] == 421
    assert set(HEADERS) <= set(start["headers"])
    assert "does not answer" in json.loads(body["body"])["detail"]


def test_what_is_no_request_passes() -> None:
    async def lifespan(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "lifespan.startup.complete"})

    assert answered(lifespan, {"type": "lifespan"}) == [{"type": "lifespan.startup.complete"}]
