"""Give each browser a random name, and bind each session to its first user."""

from __future__ import annotations

import json
import secrets
from collections import OrderedDict
from typing import TYPE_CHECKING

from starlette.datastructures import Headers, QueryParams

from ui.http.auth import cookies
from ui.http.problem import Refusal
from ui.http.upload_limits import is_upload

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

COOKIE = "citeseed-visitor"
# 256 bits. Gradio's page names its session by Math.random, 52 bits that are not meant to be secret.
NAME_BYTES = 32
# As long as browsers keep a cookie at most: 400 days.
KEPT_FOR = 400 * 24 * 3600
# The sessions of a busy month; the oldest are forgotten, and a page that is still open takes its own again.
MAX_SESSIONS = 50_000
_HEARTBEAT = "/gradio_api/heartbeat/"
STRANGER = "This session belongs to another visitor; load the page again to begin one."


class Sessions:
    """ASGI layer: a session belongs to its first user. Nobody else can read, join or end it.

    ``scope["visitor"]`` is the random name of the browser, the same for years; empty for a program that keeps none.

    Parameters
    ----------
    app
        What is behind it.
    root
        Path under which a proxy serves the application; empty for none.
    secure
        Tell browsers to keep the name to encrypted connections, whatever the request looked like.
    """

    def __init__(self, app: ASGIApp, root: str = "", *, secure: bool = False) -> None:
        self._app = app
        self._root = root
        self._secure = secure
        self._owners: OrderedDict[str, tuple[str, str]] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        visitor = cookies.shown(Headers(scope=scope), COOKIE)
        if scope["path"] == "/" and not visitor:
            await self._app(scope, receive, self._naming(scope, send))
            return
        sessions, receive = await _sessions(scope, receive)
        who = (scope.get("user", ""), visitor)
        if not all(self._owns(who, session) for session in sessions):
            await Refusal(403, STRANGER).send(scope["path"], send)
            return
        await self._app({**scope, "visitor": visitor}, receive, send)

    def _naming(self, scope: Scope, send: Send) -> Send:
        secure = self._secure or scope.get("scheme") == "https"
        name = secrets.token_urlsafe(NAME_BYTES)
        header = cookies.kept(COOKIE, name, root=self._root, site="lax", secure=secure, seconds=KEPT_FOR)

        async def naming(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], header]
            await send(message)

        return naming

    def _owns(self, who: tuple[str, str], session: str) -> bool:
        owner = self._owners.setdefault(session, who)
        self._owners.move_to_end(session)
        if len(self._owners) > MAX_SESSIONS:
            self._owners.popitem(last=False)
        return owner == who


async def _sessions(scope: Scope, receive: Receive) -> tuple[set[str], Receive]:
    """Return every session that a request names, and what is to be received again.

    Gradio's routes read the one or the other, so that all count: those of the query and that of the body, whatever kind
    of content the request says it is.
    """
    path = scope["path"]
    if not path.startswith("/gradio_api/"):
        return set(), receive
    sessions = {*QueryParams(scope["query_string"]).getlist("session_hash")}
    if path.startswith(_HEARTBEAT):
        sessions.add(path.removeprefix(_HEARTBEAT).strip("/"))
    if scope["method"] != "POST" or is_upload(scope):  # files, too large to be held here, for no session
        return sessions - {""}, receive
    messages = [await receive()]
    while messages[-1].get("more_body"):
        messages.append(await receive())
    sessions.add(_named(b"".join(message.get("body", b"") for message in messages)))
    return sessions - {""}, _again(messages, receive)


def _named(body: bytes) -> str:
    try:
        held = json.loads(body)
    except (ValueError, RecursionError):
        return ""  # no JSON: whoever reads it next says so
    named = held.get("session_hash") if isinstance(held, dict) else None
    return named if isinstance(named, str) else ""


def _again(messages: list[Message], receive: Receive) -> Receive:
    waiting = iter(messages)

    async def again() -> Message:
        for message in waiting:
            return message
        return await receive()

    return again
