"""Serve the chat over the fake assistant: ``python -m tests.ui.fake_chat FOLDER [--mcp] [SETTING=VALUE ...]``."""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path

from index import sync
from rag.settings import load
from tests.ui.fake_assistant import FakeAssistant
from ui.application import ServedLibrary
from ui.chat.store import Conversations
from ui.cli.signals import Interrupted, raise_on_signals
from ui.documents.service import DocumentsService
from ui.http.access import access
from ui.server import serve
from ui.settings import ServerSettings

if __name__ == "__main__":
    folder = Path(sys.argv[1])
    assistant = FakeAssistant({"garden.txt": "Roses need water.\nThe gardener prunes roses in March."})
    mcp, said = "--mcp" in sys.argv, [each for each in sys.argv[2:] if each != "--mcp"]
    settings = load({"port": 0, **dict(each.split("=", 1) for each in said)}, kind=ServerSettings)
    raise_on_signals()
    with suppress(Interrupted):
        service = DocumentsService(assistant.library, folder / "uploads", sync)
        conversations = Conversations(folder / "conversations.sqlite")
        serve([ServedLibrary(assistant, service, conversations)], access(settings), port=settings.port, mcp=mcp)
