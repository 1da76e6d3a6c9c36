"""Serve two fake libraries: ``python -m tests.ui.fake_libraries FOLDER [--log-json] [SETTING=VALUE ...]``."""

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
from ui.operations.logs import log_as_json
from ui.server import serve
from ui.settings import ServerSettings

TEXTS = {"law": "The fine for parking is 30 euros.", "press": "The mayor opened the bridge in May."}


def library(name: str, folder: Path) -> ServedLibrary:
    assistant = FakeAssistant({f"{name}.txt": TEXTS[name]})
    folder.mkdir()
    service = DocumentsService(assistant.library, folder / "uploads", sync)
    made = Conversations(folder / "conversations.sqlite")
    return ServedLibrary(assistant, service, made, name, lambda: "2026-01-31T09:30:00+00:00")


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    if "--log-json" in sys.argv:
        log_as_json(sys.stderr)
    said = dict(each.split("=", 1) for each in sys.argv[2:] if "=" in each)
    settings = load({"port": 0, **said}, kind=ServerSettings)
    raise_on_signals()
    with suppress(Interrupted):
        served = [library(name, folder / name) for name in TEXTS]
        serve(served, access(settings), port=settings.port)
