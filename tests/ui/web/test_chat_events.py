"""The event handlers of conversations, without a page."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING, Any

from tests.ui.fake_assistant import FakeAssistant
from ui.chat.store import Conversations
from ui.web.chat_events import ChatEvents

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_nobody_waits_while_a_new_generation_is_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assistant, others_went_on = FakeAssistant({"garden.txt": "The rose garden is a park."}), threading.Event()
    library: Any = assistant.library
    open_library = library.open

    def checked(*about: Any, **more: Any) -> Any:
        assert others_went_on.wait(20)
        return open_library(*about, **more)

    monkeypatch.setattr(library, "open", checked)

    async def visits() -> str:
        greeting = asyncio.ensure_future(ChatEvents(assistant, Conversations(tmp_path / "kept.sqlite")).greet())
        await asyncio.sleep(0.1)
        others_went_on.set()
        return await greeting

    assert "What is the rose garden?" in asyncio.run(visits())
