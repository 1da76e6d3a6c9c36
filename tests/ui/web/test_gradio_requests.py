"""The endpoints over plain HTTP, as ``curl`` asks them."""

from __future__ import annotations

import http.client
import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.serving import Served, python, served

if TYPE_CHECKING:
    from collections.abc import Iterator

API = "/gradio_api"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("library")
    with served(str(folder), cwd=folder, command=python("tests.ui.fake_chat")) as chat:
        yield chat


def request(app: Served, method: str, path: str, body: Any = None) -> tuple[int, str]:
    """Return the status and the text of a response; a body that is no bytes is sent as JSON."""
    sent = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
    connection = http.client.HTTPConnection(app.host, app.port, timeout=60)
    try:
        connection.request(method, f"{API}/{path}", sent, {"content-type": "application/json"})
        response = connection.getresponse()
        return response.status, response.read().decode()
    finally:
        connection.close()


def called(app: Served, name: str, *data: Any) -> tuple[str, Any]:
    """Return the last event that a call ends with, and its data."""
    status, text = request(app, "POST", f"call/{name}", {"data": data})
    assert status == 200, text
    status, text = request(app, "GET", f"call/{name}/{json.loads(text)['event_id']}")
    assert status == 200
    event, said = text.strip().split("\n\n")[-1].split("\n")
    return event.removeprefix("event: "), json.loads(said.removeprefix("data: "))


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("ask", ["Why?"]),
        ("ask", ["Why?", []]),
        ("ask", ["Why?", [], "", "", "", ""]),
        ("search", ["Why?"]),
        ("search", ["Why?", 10]),
        ("chat", ["Why?"]),
        ("chat", ["Why?", []]),
    ],
)
def test_what_has_a_default_may_be_left_out(app: Served, name: str, data: list[Any]) -> None:
    event, (record,) = called(app, name, *data)
    assert event == "complete"
    assert "Roses need water." in json.dumps(record)


def test_a_number_of_passages_counts_over_plain_http(app: Served) -> None:
    _, (one,) = called(app, "search", "Why?", 1)
    _, (default,) = called(app, "search", "Why?")
    _, (ten,) = called(app, "search", "Why?", 10)
    assert len(one["passages"]) == 1
    assert default["passages"] == ten["passages"]
