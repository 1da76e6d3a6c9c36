"""A session belongs to its first user, however it is named."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.ui.asgi import Behind, request
from ui.http.auth.sessions import Sessions

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

JSON: dict[str, Any] = {"content_type": "application/json"}


def named(session: Any, **more: Any) -> bytes:
    return json.dumps({"data": ["why? " * 20], "session_hash": session, **more}).encode()


def visit(visitors: Sessions, **headers: Any) -> str:
    return request(visitors, "/", **headers).headers.get("set-cookie", "").partition(";")[0]


def test_a_browser_gets_a_random_name_once() -> None:
    visitors = Sessions(Behind())
    ada, bob = visit(visitors), visit(visitors)
    assert ada != bob
    assert len(ada.removeprefix("citeseed-visitor=")) >= 43  # 256 bits
    assert visit(visitors, cookie=ada) == ""


@pytest.mark.parametrize(
    ("path", "query", "method", "body"),
    [
        ("/gradio_api/queue/data", "session_hash=abc", "GET", b""),
        ("/gradio_api/heartbeat/abc", "", "GET", b""),
        ("/gradio_api/queue/join", "", "POST", named("abc")),
        ("/gradio_api/cancel", "", "POST", named("abc", event_id="1")),
        ("/gradio_api/component_server", "", "POST", named("abc")),
    ],
)
def test_another_visitor_neither_reads_nor_joins_nor_ends_a_session(
    path: str, query: str, method: str, body: bytes
) -> None:
    behind = Behind()
    visitors = Sessions(behind)
    ada, bob = visit(visitors), visit(visitors)
    assert request(visitors, "/gradio_api/queue/join", named("abc"), "POST", cookie=ada, **JSON).status == 200
    reached = len(behind.scopes)
    others: tuple[dict[str, Any], ...] = ({"cookie": bob}, {})
    for other in others:
        refused = request(visitors, path, body, method, query=query, **other, **JSON)
        assert refused.status == 403
        assert "another visitor" in refused.json["detail"]
    assert len(behind.scopes) == reached
    assert request(visitors, path, body, method, query=query, cookie=ada, **JSON).status == 200
    assert behind.scopes[-1]["visitor"] == ada.partition("=")[2]


@pytest.mark.parametrize(
    "body",
    [
        named("abc"),
        named("abc").replace(b"session_hash", rb"session\u005fhash"),
        named("abc").decode().encode("utf-16"),
        named("own").replace(b'"session_hash"', b'"session_hash": "abc", "other"'),
    ],
    ids=["plain", "escaped", "UTF-16", "with another"],
)
@pytest.mark.parametrize("kind", ["application/json", "Application/x+JSON", None])
@pytest.mark.parametrize("query", ["", "session_hash=own"])
def test_a_session_in_the_body_counts_whatever_else_is_said(body: bytes, kind: str | None, query: str) -> None:
    visitors = Sessions(Behind())
    ada, bob = visit(visitors), visit(visitors)
    about: dict[str, Any] = {} if kind is None else {"content_type": kind}
    assert request(visitors, "/gradio_api/queue/join", named("abc"), "POST", cookie=ada, **JSON).status == 200
    assert request(visitors, "/gradio_api/run/ask", body, "POST", query=query, cookie=bob, **about).status == 403


@pytest.mark.parametrize("query", ["session_hash=abc", "session_hash=abc&session_hash=own"])
def test_a_session_in_the_query_counts_beside_that_in_the_body(query: str) -> None:
    visitors = Sessions(Behind())
    ada, bob = visit(visitors), visit(visitors)
    assert request(visitors, "/gradio_api/queue/join", named("abc"), "POST", cookie=ada, **JSON).status == 200
    for path, body in (("/gradio_api/queue/join", named("own")), ("/gradio_api/upload", b"file")):
        assert request(visitors, path, body, "POST", query=query, cookie=bob, **JSON).status == 403


@pytest.mark.parametrize(
    "body", [named("abc"), named(None), named(["abc"]), b"", b"session_hash", b"[" * 100_000 + b"session_hash", b"\xff"]
)
def test_what_is_posted_arrives_as_it_was_sent(body: bytes) -> None:
    behind = Behind()
    assert request(Sessions(behind), "/gradio_api/queue/join", body, "POST", **JSON).status == 200
    assert behind.bodies == [body]


def test_an_upload_is_not_held_to_look_for_a_session() -> None:
    taken = []

    async def behind(scope: Scope, receive: Receive, send: Send) -> None:
        taken.append(len((await receive())["body"]))
        await Behind()(scope, receive, send)

    assert request(Sessions(behind), "/gradio_api/upload", named("abc"), "POST").status == 200
    assert taken == [10]


def test_people_who_share_a_browser_do_not_share_a_session() -> None:
    behind = Behind()
    visitors = Sessions(behind)

    async def signed_in(scope: Any, receive: Any, send: Any) -> None:
        await visitors({**scope, "user": scope["client"][0]}, receive, send)

    status = [
        request(
            signed_in, "/gradio_api/queue/join", named("abc"), "POST", client=name, cookie="citeseed-visitor=x", **JSON
        ).status
        for name in ("ada", "bob", "ada")
    ]
    assert status == [200, 403, 200]
