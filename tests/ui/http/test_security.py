"""The security layer alone, around a scripted application."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

import pytest
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from tests.ui.asgi import Behind, request
from ui.http.problem import RETRY_AFTER
from ui.http.security import HEADERS, MAX_BODY_SIZE, SecurityMiddleware
from ui.http.work_queue import BUSY

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send


def answered(app: ASGIApp, scope: dict[str, Any], *body: bytes) -> list[Message]:
    sent: list[Message] = []
    *first, last = body or (b"",)
    pieces = [*((piece, True) for piece in first), (last, False)]
    incoming = iter({"type": "http.request", "body": piece, "more_body": more} for piece, more in pieces)

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return next(incoming)

    asyncio.run(SecurityMiddleware(app, ["127.0.0.1"])(scope, receive, send))
    return sent


def scope(**more: Any) -> dict[str, Any]:
    return {"type": "http", "method": "GET", "path": "/", "headers": [(b"host", b"127.0.0.1")], **more}


async def full(scope: Scope, receive: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": 503, "headers": [(b"content-length", b"4")]})
    await send({"type": "http.response.body", "body": b"Qu", "more_body": True})
    await send({"type": "http.response.body", "body": b"eu"})


def test_a_full_queue_says_busy() -> None:
    start, *bodies = answered(full, scope(path="/gradio_api/queue/join"))
    body = b"".join(message["body"] for message in bodies)
    assert start["status"] == 503
    assert dict(start["headers"])[b"content-length"] == str(len(body)).encode()
    assert dict(start["headers"])[b"retry-after"] == RETRY_AFTER.encode()
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


@pytest.mark.parametrize(
    "path",
    [
        "/static/../server.py",
        "/static/%2e%2e/server.py",
        "/static/%252e%252e/server.py",
        "/static/..%2fserver.py",
        "/static/..\\server.py",
        "/static/%5c..%5cserver.py",
        "//etc/passwd",
        "/static//etc/passwd",
        "/static/%2fetc/passwd",
        "/a\x00.txt",
        "/a%00.txt",
        "/..",
    ],
)
def test_a_path_that_leads_elsewhere_reaches_nobody(path: str) -> None:
    behind = Behind()
    assert request(SecurityMiddleware(behind, []), path).status == 404
    assert behind.scopes == []


@pytest.mark.parametrize("path", ["/", "/a..b", "/...", "/static/citeseed/base.css", "/gradio_api/call/ask"])
def test_a_straight_path_passes(path: str) -> None:
    assert request(SecurityMiddleware(Behind(), []), path).status == 200


@pytest.mark.parametrize("host", ["", "[::1", "x:port", "evil.example", "127.0.0.1@evil.example", "a b"])
def test_a_strange_host_is_refused(host: str) -> None:
    assert request(SecurityMiddleware(Behind(), []), host=host).status == 421


def test_with_users_any_name_will_do() -> None:
    security = SecurityMiddleware(Behind(), None)
    assert request(security, host="chat.example").status == 200
    assert request(security, host="").status == 421
    assert request(security, host="chat.example", origin="https://evil.example").status == 403
    assert request(security, host="chat.example", origin="https://chat.example").status == 200


@pytest.mark.parametrize("hosts", [None, ["127.0.0.1", "chat.example"]], ids=["any", "some"])
@pytest.mark.parametrize("host", ["chat.example", "127.0.0.1:7860"])
@pytest.mark.parametrize(
    ("origin", "status"),
    [
        ("https://chat.example", 200),
        ("https://chat.example:8443", 403),
        ("https://chat.example.evil.example", 403),
        ("https://evil.example", 403),
        ("http://127.0.0.1:9999", 403),
        ("null", 403),
        ("", 403),
    ],
)
def test_behind_a_proxy_its_origin_is_ours_whatever_host_it_passes_on(
    hosts: list[str] | None, host: str, origin: str, status: int
) -> None:
    security = SecurityMiddleware(Behind(), hosts, "https://chat.example")
    assert request(security, host=host, origin=origin, method="POST").status == status


@pytest.mark.parametrize("said", ["https://Chat.example:443", "https://chat.example:443", "https://CHAT.example"])
def test_an_origin_may_be_written_otherwise_than_browsers_do(said: str) -> None:
    assert request(SecurityMiddleware(Behind(), None, said), origin="https://chat.example", method="POST").status == 200
    assert request(SecurityMiddleware(Behind(), None, said), origin="http://chat.example", method="POST").status == 403


def test_a_proxy_may_take_its_path_off_or_leave_it() -> None:
    behind = Behind()
    security = SecurityMiddleware(behind, [], root="/docs")
    for path in ("/docs/config", "/config", "/docs/", "/docsy"):
        assert request(security, path).status == 200
    assert [scope["path"] for scope in behind.scopes] == ["/config", "/config", "/", "/docsy"]
    moved = request(security, "/docs", query="a=1")
    assert (moved.status, moved.headers["location"]) == (307, "/docs/?a=1")
    assert request(security, "/docs/monitoring").status == 404


@pytest.mark.parametrize(
    ("path", "size", "status"),
    [
        ("/gradio_api/queue/join", MAX_BODY_SIZE, 200),
        ("/gradio_api/queue/join", MAX_BODY_SIZE + 1, 413),
        ("/gradio_api/upload", MAX_BODY_SIZE + 1, 200),
        ("/gradio_api/upload_progress", 0, 200),
    ],
)
def test_a_body_has_a_largest_size(path: str, size: int, status: int) -> None:
    assert request(SecurityMiddleware(Behind(), []), path, method="POST", content_length=str(size)).status == status


def test_a_body_that_says_no_size_is_measured() -> None:
    async def reading(scope: Scope, receive: Receive, send: Send) -> None:
        await Response(await Request(scope, receive).body())(scope, receive, send)

    async def refusing(scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await reading(scope, receive, send)
        except ClientDisconnect:
            await Response("What was that?", 400)(scope, receive, send)

    for behind in (reading, refusing):
        for path, shape in (("/gradio_api/call/ask", "detail"), ("/v1/chat/completions", "error")):
            refused = answered(behind, scope(path=path, method="POST"), b" " * MAX_BODY_SIZE, b" ")
            assert [message.get("status") for message in refused] == [413, None]
            assert set(HEADERS) <= set(refused[0]["headers"])
            assert shape in json.loads(refused[1]["body"])
        assert answered(behind, scope(method="POST"), b" " * MAX_BODY_SIZE, b"")[0]["status"] == 200


def test_an_answer_that_has_begun_is_not_another_s() -> None:
    async def begun(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        while (await receive())["type"] != "http.disconnect":
            pass
        await send({"type": "http.response.body", "body": b"in"})

    start, body = answered(begun, scope(method="POST"), b" " * MAX_BODY_SIZE, b" ")
    assert (start["status"], body["body"]) == (200, b"in")


def test_a_program_of_openais_protocol_hears_its_own_kind_of_error() -> None:
    refused = request(SecurityMiddleware(Behind(), []), "/v1/chat/completions", host="evil.example")
    assert refused.status == 421
    assert refused.json["error"]["type"] == "invalid_request_error"
