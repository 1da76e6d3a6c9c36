"""The route that checks a text, without a server."""

from __future__ import annotations

import asyncio
import json
from types import SimpleNamespace
from typing import Any

import pytest
from fastapi import FastAPI

from tests.ui.asgi import Response, request
from tests.ui.fake_assistant import FakeAssistant
from ui.api.check_routes import check_routes
from ui.api.mcp.tools import Tools
from ui.http.work_queue import WorkQueue

TEXTS = {"mill.txt": "The mill in Lindholm grinds 40 sacks a day. It was sold in 2024."}
CLAIM = "The mill in Lindholm grinds 50 sacks a day."


def posted(body: bytes, failure: Exception | None = None) -> Response:
    app = FastAPI()
    app.include_router(check_routes(FakeAssistant(TEXTS, failure), WorkQueue()))
    return request(app, "/check", body, "POST")


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


def test_the_tool_returns_something_else_than_the_route() -> None:
    async def receive() -> dict[str, Any]:
        await asyncio.sleep(60)
        return {"type": "http.disconnect"}

    context: Any = SimpleNamespace(request_context=SimpleNamespace(request=SimpleNamespace(receive=receive)))
    found = asyncio.run(Tools(FakeAssistant(TEXTS), WorkQueue()).check(CLAIM, context))
    assert found == posted(json.dumps({"text": CLAIM}).encode()).json
