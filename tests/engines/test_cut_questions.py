"""An engine that goes away in the middle of a question: one clear sentence, or the right answer, and nothing else."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

import pytest

from index import LibraryUnavailable
from rag.assistant import Assistant
from rag.generation.extractive import ExtractiveReader
from rag.settings import Settings
from tests.engines.harness.cutting_proxy import CuttingProxy
from tests.engines.harness.libraries import library_on, model_library, put
from tests.engines.harness.tables_model import ModelTables, Store
from tests.fakes import FakeReadingModel
from tests.harness.processes import citeseed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.engines.harness.milvus_server import MilvusLite

TEXTS = {
    "ships": "A ship sails across the sea.\n\nStorms sink ships.",
    "bread": "Bread needs flour, water and salt.",
    "again": "Bread needs flour, water and salt.",
}
ASKED: dict[str, Callable[[Assistant], object]] = {
    "a question": lambda assistant: assistant.ask("What sinks ships?"),
    "a misspelt word": lambda assistant: assistant.ask("What sinks shipps?"),
    "an overview": lambda assistant: assistant.ask("What are these documents about?"),
    "a summary": lambda assistant: assistant.ask("Summarise bread."),
    "a search": lambda assistant: assistant.search("ships", (), 5),
    "a check": lambda assistant: assistant.check("Storms sink ships.").sentences[0].verdict,
}


class Weak:
    """Lets so many calls of an engine pass, and fails at the next one."""

    def __init__(self, room: int) -> None:
        self.room = room
        self.has_failed = False

    def __call__(self, call: str) -> None:
        self.room -= 1
        if self.room == -1:
            self.has_failed = True
            raise LibraryUnavailable(f"The engine is gone ({call}).")


@pytest.mark.parametrize("name", ASKED)
def test_an_engine_that_fails_at_any_call_is_named_and_the_next_question_is_answered(name: str, tmp_path: Path) -> None:
    store, ask = Store(), ASKED[name]
    put(model_library(tmp_path / "writer", store), **TEXTS)

    def asked(weak: Weak, times: int) -> list[object]:
        library = library_on(ModelTables(store, weak), tmp_path / "home")
        said: list[object] = []
        with Assistant(library, FakeReadingModel(), ExtractiveReader(), Settings()) as assistant:
            for _ in range(times):
                try:
                    said.append(_told(ask(assistant)))
                except LibraryUnavailable as error:
                    said.append(str(error))
        return said

    (expected,), calls, failed = asked(Weak(10_000), 1), 0, True
    named = 0
    while failed:
        weak = Weak(calls)
        first, second = asked(weak, 2)
        failed, calls = weak.has_failed, calls + 1
        assert first == expected or re.fullmatch(r"The engine is gone \(\w+\)\.", str(first)), calls
        assert second == expected or str(second).startswith("The engine is gone"), calls
        assert expected in (first, second), calls
        named += first != expected
    assert named > 2


def _told(found: object) -> object:
    """Return what counts of an outcome: how long it took is not a part of it."""
    return getattr(found, "text", None) or getattr(found, "reason", None) or found


@pytest.mark.slow
def test_a_connection_that_is_cut_anywhere_is_one_line_or_the_right_answer(
    milvus_lite: MilvusLite, tmp_path: Path, *, every: bool
) -> None:
    folder, home = tmp_path / "documents", tmp_path / "work"
    folder.mkdir()
    home.mkdir()
    (folder / "ships.txt").write_text("Storms sink ships. Harbours shelter them.", encoding="utf-8")
    address = milvus_lite.address("cutting")
    assert citeseed("index", str(folder), "--index", address, cwd=home).returncode == 0
    ask = partial(citeseed, "ask", "What sinks ships?", cwd=home)
    with CuttingProxy(milvus_lite.port, 10**9) as proxy:
        whole = ask("--index", f"milvus://127.0.0.1:{proxy.port}/cutting")
        needed = proxy.sent
    assert "Storms sink ships." in whole.stdout
    failed, parts = 0, 40 if every else 6
    for part in range(parts):
        with CuttingProxy(milvus_lite.port, needed * part // parts) as proxy:
            place = f"milvus://127.0.0.1:{proxy.port}/cutting"
            done = ask("--index", place)
        if done.returncode == 0:
            assert (done.stdout, done.stderr) == (whole.stdout, "")
            continue
        failed += 1
        assert (done.returncode, done.stdout) == (1, "")
        assert re.fullmatch(
            rf"citeseed: The library in {place} cannot be used \([a-z ]+\): Milvus .*again\.\n", done.stderr
        )
    assert failed > parts // 2
