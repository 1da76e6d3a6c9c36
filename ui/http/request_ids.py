"""Give every request an id, which its response, its log lines and its trace carry."""

from __future__ import annotations

import asyncio
import logging
import re
import time
import uuid
from contextvars import ContextVar
from typing import TYPE_CHECKING

from h11 import LocalProtocolError
from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADER = "x-request-id"
# What a proxy may have chosen. Anything else could forge a line of a log.
_ID = re.compile(r"[\w.-]{1,64}", re.ASCII)
current: ContextVar[str] = ContextVar("request_id", default="")
_log = logging.getLogger("citeseed.access")


class RequestIds:
    """ASGI layer: take the id that a request brings, or make one; log each response.

    A line of the log has the method, the path without the query, the status, the milliseconds and who asked. No text
    of a question stands in a path.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        brought = Headers(scope=scope).get(HEADER, "")
        name = brought if _ID.fullmatch(brought) else uuid.uuid4().hex
        started, status, broken = time.perf_counter(), 500, False

        async def named(message: Message) -> None:
            nonlocal status, broken
            if broken:
                return
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], (HEADER.encode(), name.encode())]
            try:
                await send(message)
            except LocalProtocolError:
                # The client broke the protocol half-way. The server has told it so already.
                if not await _hangs_up(receive):
                    raise
                status, broken = 400, True

        token = current.set(name)
        try:
            await self._app(scope, receive, named)
        except ClientDisconnect:
            status = 499  # as nginx calls it: the client hung up before it had sent its request
        finally:
            spent = (time.perf_counter() - started) * 1000
            about = {"method": scope["method"], "path": scope["path"], "status": status, "ms": round(spent, 1)}
            _log.info("%s %s %s", scope["method"], scope["path"], status, extra={"fields": about})
            current.reset(token)


async def _hangs_up(receive: Receive) -> bool:
    """Whether the connection ends just now."""
    try:
        async with asyncio.timeout(1):
            while (await receive())["type"] != "http.disconnect":
                pass
    except TimeoutError:
        return False
    return True
