"""Call an ASGI layer as a server would."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send


@dataclass(frozen=True)
class Response:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Behind:
    """An application that writes down what reaches it, and answers "in"."""

    def __init__(self) -> None:
        self.scopes: list[Scope] = []
        self.bodies: list[bytes] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        body, message = b"", await receive()
        while message["type"] == "http.request":
            body += message.get("body", b"")
            if not message.get("more_body"):
                break
            message = await receive()
        self.scopes.append(scope)
        self.bodies.append(body)
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/plain")]})
        await send({"type": "http.response.body", "body": b"in"})


def request(app: ASGIApp, *about: Any, **more: Any) -> Response:
    """Return what the application answers to one request; arguments as of ``asked``."""
    return asyncio.run(asked(app, *about, **more))


async def asked(
    app: ASGIApp,
    path: str = "/",
    body: bytes = b"",
    method: str = "GET",
    *,
    client: str = "127.0.0.1",
    query: str = "",
    **headers: str,
) -> Response:
    """Return what the application answers to one request; the body arrives in pieces of ten bytes."""
    sent: list[Message] = []
    pieces = [body[start : start + 10] for start in range(0, len(body), 10)] or [b""]
    incoming = iter(
        {"type": "http.request", "body": piece, "more_body": number < len(pieces)}
        for number, piece in enumerate(pieces, 1)
    )

    async def receive() -> Message:
        for message in incoming:
            return message
        await asyncio.Event().wait()  # the client stays and says no more
        raise AssertionError("nobody sets it")

    async def send(message: Message) -> None:
        sent.append(message)

    named = {"host": "127.0.0.1:7860"} | {name.replace("_", "-"): value for name, value in headers.items()}
    scope: dict[str, Any] = {
        "type": "http",
        "method": method,
        "path": path,
        "query_string": query.encode(),
        "headers": [(name.encode(), value.encode("latin-1")) for name, value in named.items()],
        "client": (client, 1),
        "scheme": "http",
    }

    await app(scope, receive, send)
    start, *rest = sent
    about = {name.decode(): value.decode("latin-1") for name, value in start["headers"]}
    return Response(start["status"], about, b"".join(message["body"] for message in rest))
