"""Refuse a request with a status and one sentence, in the form that the client expects."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from starlette.types import Message, Send

# Paths of OpenAI's protocol.
OPENAI = "/v1/"
_TYPES = {401: "authentication_error", 403: "permission_error", 429: "rate_limit_error"}
_CODES = {401: "invalid_api_key", 413: "request_too_large", 503: "unavailable"}
# Seconds after which a third of a full line has been answered. OpenAI's clients wait for them and ask again.
RETRY_AFTER = "5"


@dataclass(frozen=True, slots=True)
class Refusal:
    """A refused request.

    Parameters
    ----------
    status
        Of HTTP.
    text
        One sentence with the next step.
    headers
        Besides those of the body.
    """

    status: int
    text: str
    headers: tuple[tuple[bytes, bytes], ...] = ()

    def messages(self, path: str) -> tuple[Message, Message]:
        """Return the response for a request of ``path``, as ASGI sends it."""
        shape = shaped(path, self.status, self.text)
        headers = (*self.headers, *((name.encode(), value.encode()) for name, value in retrying(self.status).items()))
        return response(self.status, json.dumps(shape).encode(), b"application/json", headers)

    async def send(self, path: str, send: Send) -> None:
        """Send the response."""
        for message in self.messages(path):
            await send(message)


def response(
    status: int, body: bytes, kind: bytes, headers: tuple[tuple[bytes, bytes], ...] = ()
) -> tuple[Message, Message]:
    """Return a whole response as ASGI sends it."""
    about = [(b"content-type", kind), (b"content-length", str(len(body)).encode()), *headers]
    return (
        {"type": "http.response.start", "status": status, "headers": about},
        {"type": "http.response.body", "body": body},
    )


def shaped(path: str, status: int, text: str) -> dict[str, Any]:
    """Return what is wrong in the shape that a client of ``path`` expects."""
    return openai_error(status, text) if path.startswith(OPENAI) else {"detail": text}


def retrying(status: int) -> dict[str, str]:
    """Return the header ``Retry-After`` for a status that is temporary."""
    return {"retry-after": RETRY_AFTER} if status == 503 else {}


def openai_error(status: int, text: str, param: str | None = None, code: str | None = None) -> dict[str, Any]:
    """Return an error as OpenAI's clients read it."""
    kind = _TYPES.get(status, "invalid_request_error" if status < 500 else "server_error")
    return {"error": {"message": text, "type": kind, "param": param, "code": code or _CODES.get(status)}}
