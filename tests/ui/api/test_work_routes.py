"""The routes that check a text and ask every document, without a server."""

from __future__ import annotations

import asyncio
import json
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from fastapi import FastAPI
from pydantic import TypeAdapter

from index import sync
from tests.ui.asgi import Response, request
from tests.ui.fake_assistant import FakeAssistant
from ui.api.mcp.tools import Tools
from ui.api.work_routes import work_routes
from ui.documents.service import DocumentsService
from ui.formats.records.answers import TableRecord
from ui.http.work_queue import WorkQueue

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from pathlib import Path

TEXTS = {"mill.txt": "The mill in Lindholm grinds 40 sacks a day. It was sold in 2024.\n\nPlace: Lindholm"}
CLAIM = "The mill in Lindholm grinds 50 sacks a day."


def posted(body: bytes, failure: Exception | None = None, path: str = "/check") -> Response:
    app = FastAPI()
    app.include_router(work_routes(FakeAssistant(TEXTS, failure), WorkQueue()))
    return request(app, path, body, "POST")


def test_a_text_is_not_checked_over_http() -> None:
    response = posted(json.dumps({"text": CLAIM}).encode())
    assert response.status == 200
    record = response.json
    assert (record["supported"], record["claims"]) == (0, 1)
    (sentence,) = record["sentences"]
    assert sentence["verdict"] == "contradicted"
    assert sentence["citations"][0]["quote"] == "The mill in Lindholm grinds 40 sacks a day."


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b'"text"', b'{"text": 1}', b'{"text": "a", "more": 1}', b"[" * 90_000]
)
def test_a_malformed_request_is_not_refused_in_words(body: bytes) -> None:
    response = posted(body)
    assert response.status == 422
    assert "JSON object" in response.json["detail"]


def test_what_cannot_be_checked_is_no_client_error() -> None:
    assert posted(b'{"text": " "}').status == 400
    large = posted(json.dumps({"text": "a b. " * 200_000}).encode())
    assert large.status == 400
    assert "in parts" in large.json["detail"]


def test_a_fault_is_told_to_the_client() -> None:
    response = posted(b'{"text": "a b"}', RuntimeError("secret"))
    assert response.status == 500
    assert b"secret" not in response.body


def test_a_table_is_not_filled_over_http() -> None:
    response = posted(b'{"columns": ["place", "colour"]}', path="/table")
    assert response.status == 200
    record = response.json
    TypeAdapter(TableRecord).validate_python(record, strict=True)
    assert (record["columns"], record["documents"]) == (["place", "colour"], 1)
    (place, colour) = record["rows"][0]["cells"]
    assert (place["state"], place["text"]) == ("quote", "Place: Lindholm")
    assert place["citations"][0]["quote"] == "Place: Lindholm"
    assert (colour["state"], colour["citations"]) == ("empty", [])


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 422),
        (b"\xff\x00PK", 422),
        (b'{"columns": "date"}', 422),
        (b'{"columns": ["date"], "each": "word"}', 422),
        (b'{"columns": [1]}', 422),
        (b'{"columns": []}', 400),
        (b'{"columns": ["?!"]}', 400),
        (b'{"columns": ["date", "Date"]}', 400),
        (b'{"columns": ["date"], "folder": "/etc"}', 400),
        (json.dumps({"columns": [str(number) for number in range(51)]}).encode(), 400),
        (json.dumps({"columns": ["a b. " * 1_000_000]}).encode(), 400),
    ],
)
def test_a_table_that_cannot_be_asked_is_not_refused_in_words(body: bytes, status: int) -> None:
    response = posted(body, path="/table")
    assert response.status == status
    assert response.json["detail"].endswith((".", "follow."))
    assert len(response.json["detail"]) < 300


def _called(tool: Callable[..., Coroutine[Any, Any, Any]], *given: Any) -> Any:
    async def receive() -> dict[str, Any]:
        await asyncio.sleep(60)
        return {"type": "http.disconnect"}

    async def report_progress(done: float, total: float | None, message: str) -> None:
        assert total is None or done <= total

    request_context = SimpleNamespace(request=SimpleNamespace(receive=receive))
    context: Any = SimpleNamespace(request_context=request_context, report_progress=report_progress)
    return asyncio.run(tool(*given, context))


def test_the_tools_return_something_else_than_the_routes(tmp_path: Path) -> None:
    assistant = FakeAssistant(TEXTS)
    tools = Tools(assistant, DocumentsService(assistant.library, tmp_path, sync), WorkQueue())
    assert _called(tools.check, CLAIM) == posted(json.dumps({"text": CLAIM}).encode()).json
    assert _called(tools.table, ["place"]) == posted(b'{"columns": ["place"]}', path="/table").json
