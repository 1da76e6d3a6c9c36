"""The outermost ASGI layer: check every request, and add security headers to every response."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import SplitResult, unquote, urlsplit

from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect

from ui.http.problem import Refusal, response
from ui.http.upload_limits import is_upload
from ui.http.work_queue import BUSY

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Gradio's page needs inline and evaluated scripts, so the policy's strength lies in the rest: nothing is loaded from,
# sent to, or framed by anyone else.
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'self'; "
    "form-action 'self'; frame-ancestors 'none'"
)
HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
)
# Routes of Gradio's that hand out files, reach out, or write to disk, none of which this application needs.
CLOSED = (
    "/custom_component",
    "/gradio_api/component_server",
    "/gradio_api/deep_link",
    "/gradio_api/dev/",
    "/gradio_api/file",
    "/gradio_api/process_recording",
    "/gradio_api/proxy",
    "/gradio_api/run-history",
    "/gradio_api/runs",
    "/gradio_api/stream",
    "/gradio_api/undo-vibe",
    "/gradio_api/vibe",
    "/monitoring",
    "/svelte",
)
# Room for a question that is too long, which the assistant refuses in words; an upload has limits of its own.
MAX_BODY_SIZE = 4_000_000
TOO_LARGE = Refusal(413, f"The request is larger than {MAX_BODY_SIZE:,} bytes.")
LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})


class SecurityMiddleware:
    """ASGI layer: refuses foreign requests, and adds the security headers to every response.

    A page on another site can make a browser send requests here, or point a name of its own at this machine: both are
    refused, by Origin and by Host. A request for a path with "..", "//" or a backslash, however often they are encoded,
    is refused before anybody could misread it.

    Parameters
    ----------
    app
        The application.
    hosts
        Names it answers for, besides this machine's own; None for any, where the layer behind it asks who comes in: a
        browser shows what it keeps of that to the name it got it from, so that another name gains nothing.
    origin
        Where visitors find it through a proxy, such as "https://example.org", whatever Host the proxy passes on; empty
        where that is not known.
    root
        Path under which a proxy serves the application, whether or not it takes it off; empty for none.
    """

    def __init__(self, app: ASGIApp, hosts: Iterable[str] | None, origin: str = "", root: str = "") -> None:
        self._app = app
        self._hosts = None if hosts is None else {*(host.strip("[]") for host in hosts), *LOCAL}
        self._origin = _site(origin)
        self._root = root

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        scope = self._without_root(scope)
        path, busy = scope["path"], False

        async def guarded_send(message: Message) -> None:
            nonlocal busy
            if message["type"] == "http.response.start":
                # Gradio's own words for a full queue tell its size.
                busy = message["status"] == 503 and path.startswith("/gradio_api/")
                if busy:
                    message = Refusal(503, BUSY).messages(path)[0]
                message["headers"] = [*message["headers"], *HEADERS]
            elif busy:
                whole = Refusal(503, BUSY).messages(path)[1]
                message = {**message, "body": b""} if message.get("more_body") else whole
            await send(message)

        refusal = self._refusal(scope)
        if not refusal and path == "":
            # The page names its parts from where it is: without the last slash they would be looked for beside it.
            await _move(f"{self._root}/", scope, guarded_send)
            return
        if refusal:
            await refusal.send(path, guarded_send)
            return
        if is_upload(scope):
            await self._app(scope, receive, guarded_send)
        else:
            await _limited(self._app, scope, receive, guarded_send)

    def _without_root(self, scope: Scope) -> Scope:
        path: str = scope["path"]
        if not self._root or not f"{path}/".startswith(f"{self._root}/"):
            return scope
        rest = path.removeprefix(self._root)
        return {**scope, "path": rest, "raw_path": rest.encode()}

    def _refusal(self, scope: Scope) -> Refusal | None:
        headers = Headers(scope=scope)
        host = _split(headers.get("host", ""))
        if host is None or (self._hosts is not None and host.hostname not in self._hosts):
            return Refusal(421, "This server does not answer for that name.")
        origin = headers.get("origin")
        if origin is not None and not self._is_ours(origin, host):
            return Refusal(403, "Requests from other sites are refused.")
        path = scope["path"]
        if path.startswith(CLOSED) or _is_crooked(path):
            return Refusal(404, "Not found.")
        length = headers.get("content-length") or "0"
        size = int(length) if length.isascii() and length.isdigit() else 0
        return TOO_LARGE if size > MAX_BODY_SIZE and not is_upload(scope) else None

    def _is_ours(self, origin: str, host: SplitResult) -> bool:
        found = _split(origin)
        if found is None:
            return False
        return found.netloc == host.netloc or _site(origin) == self._origin


async def _move(where: str, scope: Scope, send: Send) -> None:
    query = scope["query_string"]
    location = (b"location", where.encode("latin-1") + (b"?" + query if query else b""))
    for message in response(307, b"", b"text/plain", (location,)):
        await send(message)


def _split(address: str) -> SplitResult | None:
    try:
        found = urlsplit(address if "//" in address else f"//{address}")
        _ = found.port
    except ValueError:  # "[::1", a port of letters
        return None
    return found if found.hostname else None


def _site(origin: str) -> tuple[str, str, int | None] | None:
    """Return scheme, name and port as every browser means them, or None for no origin."""
    found = _split(origin)
    if found is None or found.hostname is None:
        return None
    return found.scheme, found.hostname, found.port or {"http": 80, "https": 443}.get(found.scheme)


def _is_crooked(path: str) -> bool:
    """Whether a path, decoded once or more, leads elsewhere than it seems to."""
    for _ in range(3):
        if "\\" in path or "\x00" in path or "//" in path or ".." in path.split("/"):
            return True
        path = unquote(path)
    return False


async def _limited(app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    """Let an application answer that hears a body without end hang up; unless it has begun, the answer is ours then."""
    received, begun = 0, False

    async def limited() -> Message:
        nonlocal received
        message = await receive()
        received += len(message.get("body", b""))
        return {"type": "http.disconnect"} if received > MAX_BODY_SIZE else message

    async def sent(message: Message) -> None:
        nonlocal begun
        if begun or received <= MAX_BODY_SIZE:
            begun = True
            await send(message)

    try:
        await app(scope, limited, sent)
    except ClientDisconnect:
        if begun or received <= MAX_BODY_SIZE:
            raise
    if received > MAX_BODY_SIZE and not begun:
        await TOO_LARGE.send(scope["path"], send)
