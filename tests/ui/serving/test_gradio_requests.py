"""The endpoints over plain HTTP, as ``curl`` asks them, and what is malformed."""

from __future__ import annotations

import http.client
import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.harness.chat_process import Served, python, served

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


WHY = {"data": ["Why?"]}
EVENT = {"data": [], "session_hash": "tab"}


@pytest.mark.parametrize(
    ("path", "body", "status", "told"),
    [
        ("call/ask", {"data": []}, 422, "/ask takes 1 to 6 arguments, but got 0"),
        ("call/ask", {"data": ["Why?", [], "", "", "", "", 1]}, 422, "/ask takes 1 to 6 arguments, but got 7"),
        ("call/ask", ["Why?", []], 422, "The body must be a JSON object"),
        ("call/ask", {"data": "Why?"}, 422, "The body must be a JSON object"),
        ("call/ask", b"[" * 100_000, 422, "The body must be a JSON object"),
        ("call/nothing", WHY, 404, "There is no endpoint 'nothing' here"),
        ("call/v2/nothing", {"question": "Why?"}, 404, "There is no endpoint 'nothing' here"),
        ("call/v2/reopen", {}, 404, "There is no endpoint 'reopen' here"),
        ("call/v2/ask", {}, 422, "/ask needs the argument 'question'"),
        ("call/v2/ask", {"question": "Why?", "colour": "red"}, 422, "/ask has no argument 'colour'"),
        ("call/v2/ask", b"", 422, "The body must be a JSON object"),
        ("run/predict", WHY, 404, "There is no endpoint 'predict' here"),
        ("run/predict", EVENT | {"fn_index": 9999}, 404, "There is no endpoint"),
        ("run/predict", EVENT | {"fn_index": 4}, 422, "takes 1 arguments, but got 0"),
        ("api/ask", {"data": 7}, 422, "The body must be a JSON object"),
        ("queue/join", EVENT | {"fn_index": 9999}, 404, "There is no endpoint '9999' here"),
        ("queue/join", EVENT | {"fn_index": -1}, 404, "There is no endpoint '-1' here"),
        ("queue/join", EVENT | {"fn_index": "ask"}, 404, "There is no endpoint 'ask' here"),
        ("queue/join", EVENT | {"fn_index": 0}, 422, "/ask takes 1 to 6 arguments, but got 0"),
        ("queue/join", EVENT, 400, "No function index provided."),
    ],
)
def test_a_malformed_call_gets_one_sentence_and_no_traceback(
    app: Served, path: str, body: Any, status: int, told: str
) -> None:
    was = app.errors.read_text()
    answered, text = request(app, "POST", path, body)
    assert answered == status
    assert told in json.loads(text)["detail"]
    assert "\n" not in json.loads(text)["detail"]
    assert app.errors.read_text() == was


def test_a_stream_that_nobody_began_is_told_so_and_leaves_no_traceback(app: Served) -> None:
    was = app.errors.read_text()
    status, text = request(app, "GET", "queue/data?session_hash=of-before-a-restart")
    event = json.loads(text.strip().removeprefix("data: "))
    assert status == 200
    assert event["session_not_found"] is True  # on which the page loads itself again
    assert event["message"].endswith("load the page again.")
    for path in ("call/ask/unknown", "call/v2/ask/unknown"):
        status, text = request(app, "GET", path)
        assert (status, json.loads(text)["detail"][:22]) == (404, "There is no such call,")
    assert app.errors.read_text() == was


def test_an_answer_is_fetched_once_and_a_second_time_nobody_waits_for_it(app: Served) -> None:
    _, text = request(app, "POST", "call/ask", WHY)
    path = f"call/ask/{json.loads(text)['event_id']}"
    assert request(app, "GET", path)[1].startswith("event: complete")
    assert request(app, "GET", path)[0] == 404
