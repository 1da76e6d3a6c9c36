"""A chat that is attacked over plain HTTP."""

from __future__ import annotations

import http.client
import json
import socket
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import httpx2
import pytest

from tests.harness.chat_process import Served, python, served

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

STREAMS = 300
MALFORMED = (
    b"", b"\0", b"null", b"[]", b"7", b'"a"', b"{", b"[" * 20_000, b'{"a":' * 20_000, b'{"data": {"__proto__": []}}',
    b"\xff\xfe\xfa",
    b'{"messages": [{"role": "user", "content": [[[[]]]]}], "input": {"a": 1}, "columns": {"a": 1}, "text": [1]}',
    b'{"model": "citeseed", "messages": [{"role": "user", "content": 1e999}], "question": NaN}',
    b'{"session_hash": [1], "fn_index": {}, "data": null, "event_id": 7}',
    json.dumps({"session_hash": "a", "fn_index": 10**400, "data": []}).encode(),
    b"--b\r\nContent-Disposition: form-data; name=\"text\"; filename=\"../../a\"\r\n\r\nx",
)  # fmt: skip
KINDS = ("application/json", "multipart/form-data; boundary=b")


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("library")
    with served(str(folder), "--mcp", cwd=folder, command=python("tests.ui.fake_chat")) as chat:
        yield chat
        assert "Traceback" not in chat.said()


@pytest.fixture
def web(app: Served) -> Iterator[httpx2.Client]:
    with httpx2.Client(base_url=app.address, timeout=60, trust_env=False) as client:
        yield client


def posted(app: Served, path: str, body: bytes, kind: str) -> int:
    connection = http.client.HTTPConnection(app.host, app.port, timeout=60)
    try:
        connection.request("POST", path, body, {"content-type": kind, "accept": "application/json, text/event-stream"})
        return connection.getresponse().status
    finally:
        connection.close()


def routes(web: httpx2.Client) -> list[str]:
    described = web.get("/openapi.json").json()["paths"]
    ours = [path.replace("{name}", "a") for path, methods in described.items() if "post" in methods]
    gradios = ("queue/join", "call/ask", "call/v2/ask", "run/predict", "api/ask", "cancel", "reset", "upload", "login")
    return [*ours, "/mcp", "/login", *(f"/gradio_api/{each}" for each in gradios)]


def test_a_malformed_body_is_a_fault_of_the_server(app: Served, web: httpx2.Client) -> None:
    wrong = [
        (path, kind, body[:40], status)
        for path in routes(web)
        for kind in KINDS
        for body in MALFORMED
        if (status := posted(app, path, body, kind)) >= 500
    ]
    assert wrong == []
    assert "Traceback" not in app.said()
    assert web.get("/healthz").status_code == 200


BROKEN = (
    b"transfer-encoding: chunked\r\n\r\nzz\r\n",
    b'transfer-encoding: chunked\r\n\r\n5\r\n{"a":\r\nnothing',
    b"content-length: 99\r\n\r\n{",
)


@pytest.mark.parametrize("body", BROKEN)
def test_a_body_that_breaks_the_protocol_leaves_a_traceback(app: Served, web: httpx2.Client, body: bytes) -> None:
    for path in [*routes(web), "/nothing"]:
        with socket.create_connection((app.host, app.port), timeout=60) as client:
            about = f"POST {path} HTTP/1.1\r\nhost: {app.host}\r\ncontent-type: application/json\r\n"
            client.sendall(about.encode() + body)
            client.shutdown(socket.SHUT_WR)
            said = b"".join(iter(lambda: client.recv(65536), b""))
            assert said[:10] in {b"HTTP/1.1 4", b""}, path
    assert "Traceback" not in app.said()
    assert web.get("/healthz").status_code == 200


@pytest.mark.parametrize(
    "query", ["%00", "%ff", "a" * 60_000, "[" * 9_000, "1e999", "-1", "\u202e%0d%0aset-cookie:a=b"]
)
def test_a_malformed_query_is_a_fault_of_the_server(app: Served, web: httpx2.Client, query: str) -> None:
    described = web.get("/openapi.json").json()["paths"]
    asked = [(path, each["name"]) for path, by in described.items() for each in by.get("get", {}).get("parameters", ())]
    assert ("/original", "source") in asked
    for path, name in asked:
        reply = web.get(f"{path.replace('{name}', 'a')}?{name}={query}")
        assert reply.status_code < 500, path
        assert "set-cookie" not in reply.headers, path
    assert "Traceback" not in app.said()


def test_a_page_claims_files_that_were_not_uploaded(app: Served, web: httpx2.Client, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("The key is under the stone.")
    add = next(each for each in web.get("/config").json()["dependencies"] if each["api_name"] == "add")
    (sent,) = web.post("/gradio_api/upload", files={"files": ("a.txt", b"Words.", "text/plain")}).json()
    (tmp_path / "link.txt").symlink_to(secret)
    for claimed in (
        str(secret),
        f"{sent}/../../../../../../..{secret}",
        str(tmp_path / "link.txt"),
        "\0",
        "",
        "/",
        ".",
    ):
        said = {"files": [{"path": claimed, "name": "a.txt", "url": secret.as_uri()}]}
        joining = {"fn_index": add["id"], "data": [], "event_data": said, "session_hash": "a-page"}
        refused = web.post("/gradio_api/queue/join", json=joining)
        told = (
            refused.text if refused.status_code == 422 else web.get("/gradio_api/queue/data?session_hash=a-page").text
        )
        assert "These files did not arrive; add them again." in told, claimed
        assert "under the stone" not in told
    assert "Traceback" not in app.said()


def test_streams_that_nobody_ends_keep_others_from_answers(app: Served, web: httpx2.Client) -> None:
    with ExitStack() as held:
        for number in range(STREAMS):
            stream = held.enter_context(socket.create_connection((app.host, app.port), timeout=60))
            path = f"/gradio_api/heartbeat/s{number}" if number % 2 else "/gradio_api/queue/data?session_hash=none"
            stream.sendall(f"GET {path} HTTP/1.1\r\nhost: {app.host}\r\n\r\n".encode())
            slow = held.enter_context(socket.create_connection((app.host, app.port), timeout=60))
            slow.sendall(
                f"POST /v1/chat/completions HTTP/1.1\r\nhost: {app.host}\r\ncontent-length: 99\r\n\r\n{{".encode()
            )
        asked: Any = {"model": "citeseed", "messages": [{"role": "user", "content": "What do roses need?"}]}
        reply = web.post("/v1/chat/completions", json=asked)
        assert "Roses need water." in reply.json()["choices"][0]["message"]["content"]
