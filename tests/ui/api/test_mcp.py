"""MCP tools without a server: the work ends when the client disconnects."""

from __future__ import annotations

import asyncio
import threading
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from mcp.server.mcpserver.exceptions import ToolError

from index import sync
from rag.events import Event, Writing
from tests.ui.fake_assistant import FakeAssistant
from ui.api.mcp.tools import Tools
from ui.documents.service import DocumentsService
from ui.http.work_queue import WorkQueue

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path


class Endless(FakeAssistant):
    """Writes for ever, until nobody listens."""

    def __init__(self) -> None:
        super().__init__({})
        self.begun, self.ended = threading.Event(), threading.Event()

    def stream(self, *_: Any, **__: Any) -> Generator[Event]:
        try:
            while True:
                self.begun.set()
                yield Writing()
        finally:
            self.ended.set()


def test_whoever_hangs_up_is_not_answered(tmp_path: Path) -> None:
    assistant = Endless()
    service = DocumentsService(assistant.library, tmp_path, sync)

    async def receive() -> dict[str, Any]:
        await asyncio.to_thread(assistant.begun.wait, 30)
        return {"type": "http.disconnect"}

    context: Any = SimpleNamespace(request_context=SimpleNamespace(request=SimpleNamespace(receive=receive)))
    with pytest.raises(ToolError, match="hung up"):
        asyncio.run(Tools(assistant, service, WorkQueue()).ask("why?", context))
    assert assistant.ended.wait(30)
