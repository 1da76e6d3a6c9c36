"""Authentication: every path needs a session or a token."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from ui.http.auth import cookies
from ui.http.auth.rights import EDITOR, READERS_ONLY_READ
from ui.http.auth.state import SignInState
from ui.http.auth.users import UsersError
from ui.http.problem import Refusal, retrying, shaped
from ui.http.upload_limits import is_upload
from ui.templates.environment import html

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

    from ui.http.auth.users import User, Users

COOKIE = "citeseed-session"
# Passwords are checked one at a time, a quarter of a second each: whoever would wait longer than ten seconds hears
# "busy", and so does an address of which many wait already.
MAX_CHECKING, MAX_PER_ADDRESS = 40, 10
# Of the form: fields, and characters of each.
MAX_FIELDS, MAX_FIELD_SIZE = 10, 10_000
RESTING = "Too many wrong passwords; wait a minute."
WRONG = "That name and password do not belong together."
SIGN_IN_FIRST = "Sign in first, or send a token: Authorization: Bearer TOKEN."
_log = logging.getLogger("citeseed")


class AuthMiddleware:
    """ASGI layer: without a session or a token every path is 401, and a browser is shown the form to sign in.

    Behind it ``scope["user"]`` is the name of who asks, and ``scope["rights"]`` what they may do.

    Parameters
    ----------
    app
        The application.
    people
        Who may come in.
    root
        Path under which a proxy serves the application; empty for none.
    secure
        Tell browsers to keep the session to encrypted connections, whatever the request looked like.
    state
        What is remembered of those who signed in, and of wrong passwords.
    library
        The name of the library behind it; empty for the only one.
    whole
        Path under which a proxy serves all libraries: signed in for one is signed in for all.
    """

    def __init__(
        self,
        app: ASGIApp,
        people: Users,
        root: str = "",
        *,
        secure: bool = False,
        state: SignInState | None = None,
        library: str = "",
        whole: str | None = None,
    ) -> None:
        self._app = app
        self._people = people
        self._root = root
        self._secure = secure
        self._library = library
        self._whole = root if whole is None else whole
        state = state or SignInState()
        self._sessions, self._failures = state.sessions, state.failures
        self._checking, self._waiting = state.checking, state.waiting

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        path = scope["path"].rstrip("/")
        try:
            if path == "/login" and scope["method"] == "POST":
                reply = await self._sign_in(Request(scope, receive))
                await reply(scope, receive, send)
                return
            person = self._person(headers)
        except UsersError as error:
            # A file that cannot be read lets nobody in. The reason goes to the log.
            _log.error("%s", error)
            await Refusal(500, "Nobody can be let in just now; the reason is in the server's log.").send(path, send)
            return
        if person is None:
            await self._turned_away(Request(scope), 401, "")(scope, receive, send)
        elif path == "/logout":
            self._sessions.end(cookies.shown(headers, COOKIE))
            await self._led_on(self._cookie("", scope, seconds=0))(scope, receive, send)
        elif not person.rights.sees(self._library):
            await Refusal(403, f"This name does not let into the library '{self._library}'.").send(path, send)
        elif is_upload(scope) and not person.rights.may(EDITOR):
            await Refusal(403, READERS_ONLY_READ).send(path, send)
        else:
            await self._app({**scope, "user": person.name, "rights": person.rights}, receive, send)

    def _person(self, headers: Headers) -> User | None:
        # Gradio's client moves the header to another one, so that a hub in between may have its own.
        shown = headers.get("authorization") or headers.get("x-hf-authorization") or ""
        scheme, _, token = shown.partition(" ")
        if scheme.lower() == "bearer":
            return self._people.by_token(token.strip())
        person = self._sessions.person(cookies.shown(headers, COOKIE))
        # Taken out of the file, or with a new password: signed out.
        return person if person in self._people.all() else None

    async def _sign_in(self, request: Request) -> Response:
        form = await _form(request)
        name, address = form.get("username", ""), request.client.host if request.client else ""
        if self._waiting.total() >= MAX_CHECKING or self._waiting[address] >= MAX_PER_ADDRESS:
            text = "busy: too many people are signing in; try again in a few seconds."
            return JSONResponse({"detail": text}, 503, retrying(503))
        self._waiting[address] += 1
        try:
            async with self._checking:  # also the failures: those that wait have not failed yet
                rest = self._failures.too_many(name, address)
                password = form.get("password", "")
                person = None if rest else await asyncio.to_thread(self._people.by_password, name, password)
                if person is None and not rest:
                    self._failures.add(name, address)
        finally:
            self._waiting[address] -= 1
            if not self._waiting[address]:
                del self._waiting[address]
        if person is None:
            status, text = (429, RESTING) if rest else (401, WRONG)
            return self._turned_away(request, status, text)
        cookie = self._cookie(self._sessions.begin(person), request.scope)
        if _is_browser(request):
            return self._led_on(cookie, _query(request))
        signed_in = JSONResponse({"success": True})
        signed_in.raw_headers.append(cookie)
        return signed_in

    def _turned_away(self, request: Request, status: int, text: str) -> Response:
        about = {"www-authenticate": "Bearer", "cache-control": "no-store"}
        path = request.scope["path"]
        if not _is_browser(request):
            said = text or SIGN_IN_FIRST
            return JSONResponse(shaped(path, status, said), status, about)
        # Who follows a link to a quote and signs in is led to the quote.
        query = _query(request) if path in {"/", "/login"} else ""
        return HTMLResponse(html("sign_in", "page", root=self._root, query=query, text=text), status, about)

    def _led_on(self, cookie: tuple[bytes, bytes], query: str = "") -> Response:
        where = f"{self._root}/{'?' if query else ''}{query}"
        response = RedirectResponse(where, 303, {"cache-control": "no-store"})
        response.raw_headers.append(cookie)
        return response

    def _cookie(self, key: str, scope: Scope, seconds: int | None = None) -> tuple[bytes, bytes]:
        secure = self._secure or scope.get("scheme") == "https"
        # Lax: whoever follows a link to the chat in a mail is still signed in.
        return cookies.kept(COOKIE, key, root=self._whole, site="lax", secure=secure, seconds=seconds)


async def _form(request: Request) -> dict[str, str]:
    """Return the fields of a form; a body that is none, or too large, has none."""
    try:
        async with request.form(max_files=0, max_fields=MAX_FIELDS, max_part_size=MAX_FIELD_SIZE) as form:
            return {name: value for name, value in form.items() if isinstance(value, str)}
    except (ClientDisconnect, HTTPException, MultiPartException):
        return {}


def _query(request: Request) -> str:
    return bytes(request.scope["query_string"]).decode("latin-1")


def _is_browser(request: Request) -> bool:
    return "text/html" in request.headers.get("accept", "")
