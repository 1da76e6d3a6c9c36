"""What every request must pass and every response must carry, as one layer around the whole application."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
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
# Room for a question that is too long, which the assistant refuses in words; an upload has a limit of its own.
LARGEST_BODY = 4_000_000
UPLOAD = "/gradio_api/upload"
BUSY = "busy: too many questions are waiting; try again in a few seconds."


class Gate:
    """ASGI layer: refuses what is not for us, and adds the security headers to every response.

    A page on another site can make a browser send requests here, or point a name of its own at this machine: both are
    refused, by Origin and by Host.

    Parameters
    ----------
    app
        What is behind the gate.
    host
        The address served.
    """

    def __init__(self, app: ASGIApp, host: str) -> None:
        self._app = app
        self._hosts = {host.strip("[]"), "localhost", "127.0.0.1", "::1"}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        busy = False

        async def guarded_send(message: Message) -> None:
            nonlocal busy
            if message["type"] == "http.response.start":
                busy = message["status"] == 503
                if busy:
                    message = _start(503, _detail(BUSY))
                message["headers"] = [*message["headers"], *HEADERS]
            elif busy:
                message = {**message, "body": b"" if message.get("more_body") else _detail(BUSY)}
            await send(message)

        refusal = self._refusal(scope)
        if refusal:
            status, text = refusal
            await guarded_send(_start(status, _detail(text)))
            await guarded_send({"type": "http.response.body", "body": _detail(text)})
            return
        await self._app(scope, receive if scope["path"].startswith(UPLOAD) else _limited(receive), guarded_send)

    def _refusal(self, scope: Scope) -> tuple[int, str] | None:
        headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
        host = urlsplit(f"//{headers.get(b'host', '')}")
        if host.hostname not in self._hosts:
            return 421, "This server does not answer for that name."
        origin = headers.get(b"origin")
        if origin is not None and urlsplit(origin).netloc != host.netloc:
            return 403, "Requests from other sites are refused."
        if scope["path"].startswith(CLOSED):
            return 404, "Not found."
        if not scope["path"].startswith(UPLOAD) and int(headers.get(b"content-length") or 0) > LARGEST_BODY:
            return 413, f"The request is larger than {LARGEST_BODY:,} bytes."
        return None


def _limited(receive: Receive) -> Receive:
    """Return ``receive`` that hangs up on a body without end."""
    received = 0

    async def limited() -> Message:
        nonlocal received
        message = await receive()
        received += len(message.get("body", b""))
        return {"type": "http.disconnect"} if received > LARGEST_BODY else message

    return limited


def _start(status: int, body: bytes) -> Message:
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    return {"type": "http.response.start", "status": status, "headers": headers}


def _detail(text: str) -> bytes:
    return json.dumps({"detail": text}).encode()
