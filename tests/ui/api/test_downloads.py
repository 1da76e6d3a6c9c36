"""Downloads: exports for their owner only, and files that never run anything."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING
from urllib.parse import quote

import anyio.to_thread
import pytest
from fastapi import FastAPI

from index.errors import UnknownSource
from tests.index.parsing.test_page_highlights import DATA, DOCUMENT
from tests.ui.asgi import asked, request
from tests.ui.fake_assistant import FakeLibrary, FakeSnapshot
from tests.ui.outcomes import answer
from ui.api.downloads import AT_ONCE, MAX_WAITING, downloads
from ui.chat.store import Conversations

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.types import ASGIApp, Receive, Scope, Send

FILES = {
    "a.txt": b"Roses.",
    "b.pdf": b"%PDF-1.7",
    "c.html": b"<script>alert(1)</script>",
    "gone.txt": None,
    DOCUMENT.source: DATA,
}


class Files(FakeLibrary):
    def __init__(self) -> None:
        super().__init__({"gone.txt": "Roses."})
        self.snapshot = FakeSnapshot({**self.snapshot.held, DOCUMENT.source: DOCUMENT})

    def original(self, source: str) -> bytes | None:
        if source not in FILES:
            raise UnknownSource(f"There is no document '{source}'.")
        return FILES[source]


@pytest.fixture
def kept(tmp_path: Path) -> Conversations:
    return Conversations(tmp_path / "conversations.sqlite")


def served(kept: Conversations, user: str = "") -> ASGIApp:
    app = FastAPI()
    app.include_router(downloads(Files(), kept))

    async def signed_in(scope: Scope, receive: Receive, send: Send) -> None:
        await app({**scope, "user": user}, receive, send)

    return signed_in


def test_a_conversation_is_exported_for_its_owner_alone(kept: Conversations) -> None:
    before, exchange = kept.ask("user ada", "", "Costs & “fuel”?")
    kept.answer(exchange.id, answer())
    written = request(served(kept, "ada"), f"/conversations/{before.id}.md")
    assert written.status == 200
    assert "Costs rose by 5 percent." in written.body.decode()
    assert written.headers["content-disposition"].startswith("attachment; filename*=UTF-8''Costs%20%26")
    assert "no-store" in written.headers["cache-control"]
    assert request(served(kept, "ada"), f"/conversations/{before.id}.html").body.startswith(b"<!doctype html>")
    for user, path in (
        ("bob", f"{before.id}.md"),
        ("", f"{before.id}.md"),
        ("ada", f"{before.id}.exe"),
        ("ada", "x.md"),
    ):
        refused = request(served(kept, user), f"/conversations/{path}")
        assert refused.status == 404
        assert b"fuel" not in refused.body


@pytest.mark.parametrize(
    ("source", "kind", "way"),
    [
        ("a.txt", "text/plain; charset=utf-8", "inline"),
        ("b.pdf", "application/pdf", "inline"),
        ("c.html", "application/octet-stream", "attachment"),
    ],
)
def test_a_file_is_shown_only_where_a_browser_runs_nothing_of_it(
    kept: Conversations, source: str, kind: str, way: str
) -> None:
    response = request(served(kept), "/original", query=f"source={quote(source)}")
    assert response.body == FILES[source]
    assert response.headers["content-type"] == kind
    assert response.headers["content-disposition"].startswith(f"{way};")


@pytest.mark.parametrize("source", ["gone.txt", "../../etc/passwd", "/etc/passwd", "d.txt", ""])
def test_what_is_no_document_is_not_served(kept: Conversations, source: str) -> None:
    response = request(served(kept), "/original", query=f"source={quote(source)}")
    assert response.status == 404
    assert isinstance(response.json["detail"], str)


def test_a_page_is_drawn_with_its_quote_boxed(kept: Conversations) -> None:
    page = DOCUMENT.pages[1]
    query = f"source={DOCUMENT.source}&number=2&start={page.start + 30}&end={page.start + 60}"
    query += f"&others={page.start + 200}-{page.start + 210}&others=0-5"
    drawn = request(served(kept), "/page", query=query).json
    assert drawn["png"].startswith("data:image/png;base64,iVBOR")
    assert drawn["boxes"]
    assert all(0 <= left < right <= drawn["width"] for left, _, right, _ in drawn["boxes"])
    there, elsewhere = drawn["others"]
    assert there
    assert there[0] not in drawn["boxes"]
    assert elsewhere == []


@pytest.mark.parametrize(
    ("query", "status"),
    [
        (f"source={DOCUMENT.source}&number=99", 404),
        ("source=gone.txt&number=1", 404),
        ("source=nowhere.pdf&number=1", 404),
        (f"source={DOCUMENT.source}&number=two", 422),
        (f"source={DOCUMENT.source}&number=1&others=5", 422),
        (f"source={DOCUMENT.source}&number=1&others=-5-9", 422),
        (f"source={DOCUMENT.source}&number=1" + "&others=1-2" * 101, 422),
    ],
)
def test_a_page_that_cannot_be_drawn_is_told(kept: Conversations, query: str, status: int) -> None:
    response = request(served(kept), "/page", query=query)
    assert response.status == status
    assert response.json["detail"]


def test_pages_that_wait_to_be_drawn_keep_nothing_else_waiting(kept: Conversations) -> None:
    drawing = threading.Event()

    class Slow(Files):
        def original(self, source: str) -> bytes | None:
            drawing.wait()
            return None

    app = FastAPI()
    app.include_router(downloads(Slow(), kept))
    app.get("/healthz")(lambda: {"ok": True})

    async def crowded() -> list[int]:
        anyio.to_thread.current_default_thread_limiter().total_tokens = 4
        query = f"source={DOCUMENT.source}&number=1"
        pages = [asyncio.create_task(asked(app, "/page", query=query)) for _ in range(AT_ONCE + MAX_WAITING)]
        await asyncio.sleep(0)
        try:
            assert (await asked(app, "/healthz")).json == {"ok": True}
            assert not any(page.done() for page in pages)
            assert (await asked(app, "/page", query=query)).json["detail"].startswith("busy")
        finally:
            drawing.set()
        return [(await page).status for page in pages]

    assert set(asyncio.run(crowded())) == {404}
