"""What goes wrong with Milvus, tried on its stand-in: one clear sentence, and never another generation in silence."""

from __future__ import annotations

import json
import signal
import socket
import time
from contextlib import closing
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from index import LibraryUnavailable, MismatchedLibrary
from index.engines.conditions import Condition
from index.engines.milvus.tables import MilvusTables
from index.engines.tables import BLOCKS, DOCUMENTS, STATE, TABLES
from index.library_address import Address
from tests.engines.harness.libraries import library_on, milvus_library, put
from tests.engines.harness.milvus_server import MilvusLite
from tests.fakes import FakeEmbedder
from tests.harness.chat_process import served, wait
from tests.harness.processes import citeseed_process

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


pytestmark = pytest.mark.slow


@pytest.fixture
def server(tmp_path: Path) -> Iterator[MilvusLite]:
    """A server that a test may stop."""
    with MilvusLite(tmp_path) as started:
        yield started


def answered(address: str, path: str, asked: dict[str, Any] | None = None) -> tuple[int, dict[str, Any]]:
    """Return the status and the body of a request."""
    data = None if asked is None else json.dumps(asked).encode()
    request = Request(f"{address}{path}", data, {"Content-Type": "application/json"})
    try:
        with urlopen(request) as reply:
            return reply.status, json.load(reply)
    except HTTPError as error:
        return error.code, json.load(error)


def test_a_chat_says_that_its_engine_is_down_and_goes_on_when_it_is_back(server: MilvusLite, tmp_path: Path) -> None:
    address, folder = server.address("chat"), tmp_path / "reports"
    folder.mkdir()
    (folder / "ships.txt").write_text("Storms sink ships. Harbours shelter them.", encoding="utf-8")
    made = citeseed_process("index", str(folder), "--index", address, cwd=tmp_path)
    assert made.returncode == 0, made.stderr
    question = {"model": "citeseed", "messages": [{"role": "user", "content": "What sinks ships?"}]}
    with served("chat", "--index", address, "--port", "0", cwd=tmp_path) as chat:
        before = answered(chat.address, "/v1/chat/completions", question)[1]["choices"]
        assert "Storms sink ships." in str(before)
        server.stop()
        status, told = answered(chat.address, "/healthz")
        assert (status, told["ok"]) == (503, False)
        assert told["reason"].startswith(f"The library in {address} cannot be used")
        status, told = answered(chat.address, "/v1/chat/completions", question)
        assert (status, told["error"]["code"]) == (503, "unavailable")
        assert f"The library in {address} cannot be used" in told["error"]["message"]
        for path in ("/original?source=ships.txt", "/guide.md"):
            status, told = answered(chat.address, path)
            assert (status, told["detail"].partition(" (")[0]) == (503, f"The library in {address} cannot be used")
        server.start()
        wait(lambda: answered(chat.address, "/healthz") == (200, {"ok": True, "generation": 1}))
        assert answered(chat.address, "/v1/chat/completions", question)[1]["choices"] == before
        assert "Traceback" not in chat.said()


def test_an_engine_that_stands_still_is_named_when_the_deadline_has_passed(server: MilvusLite, tmp_path: Path) -> None:
    tables = MilvusTables(Address.parse(server.address("slow")), deadline=1.0)
    with closing(library_on(tables, tmp_path / "home")) as library:
        put(library, ships="Storms sink ships.")
        snapshot = library.open()
        found = snapshot.search("storms", 3)
        server.signal(signal.SIGSTOP)
        try:
            for asked in (library.open, lambda: snapshot.search("storms", 3), library.update, library.examine):
                with pytest.raises(LibraryUnavailable, match="did not answer in time"):
                    asked()
        finally:
            server.signal(signal.SIGCONT)
        assert library.open_lazily().search("storms", 3) == found
        assert library.open().generation == 1


def test_a_port_that_says_nothing_is_named() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as silent:
        address = Address.parse(f"milvus://127.0.0.1:{silent.getsockname()[1]}/x")
        with closing(MilvusTables(address, deadline=1.0)) as tables, pytest.raises(LibraryUnavailable) as error:
            tables.names()
    assert str(error.value).startswith(f"The library in {address} cannot be used (connecting): Milvus ")


def test_a_server_that_is_stopped_is_named_and_its_library_is_there_again_afterwards(
    server: MilvusLite, tmp_path: Path
) -> None:
    address = server.address("stopped")
    with closing(milvus_library(address, tmp_path / "home")) as library:
        put(library, ships="Storms sink ships.")
        snapshot = library.open()
        found = snapshot.search("storms", 3)
        server.stop()
        for asked in (library.open, lambda: snapshot.search("storms", 3), library.update, library.status):
            with pytest.raises(LibraryUnavailable, match=r"milvus://127\.0\.0\.1:\d+/stopped .*[Tt]ry|again"):
                asked()
    server.start()
    with closing(milvus_library(address, tmp_path / "home")) as library:
        again = library.open().search("storms", 3)
        assert [hit.chunk for hit in again.dense] == [hit.chunk for hit in found.dense]


def test_a_writer_that_is_cut_while_it_publishes_leaves_the_generation_before(
    server: MilvusLite, tmp_path: Path
) -> None:
    address = server.address("cut")
    with closing(milvus_library(address, tmp_path / "home")) as library:
        put(library, ships="Storms sink ships.")
    cutting = MilvusTables(Address.parse(address))
    stored = cutting.put

    def cut(table: str, rows: Any, by: float | None = None) -> None:
        if table == STATE and rows[0]["kind"] == "generation":
            server.stop()
        stored(table, rows, by)

    cutting.put = cut  # type: ignore[method-assign]
    with closing(library_on(cutting, tmp_path / "home")) as library, pytest.raises(LibraryUnavailable):
        put(library, ships="Trains run on rails.", bread="Bread.")
    server.start()
    later = time.time() + 1000
    with closing(milvus_library(address, tmp_path / "home")) as library:
        assert [entry.source for entry in library.open().contents()] == ["ships.txt"]
        assert library.open().document("ships.txt").text == "Storms sink ships."
        library._clock = lambda: later  # the claim of the writer that was cut has ended by then
        put(library, bread="Bread and salt.")
        assert [entry.source for entry in library.open().contents()] == ["bread.txt", "ships.txt"]
        assert library.open().document("ships.txt").text == "Storms sink ships."
        assert library.examine().sound
        assert library.status().engine.unfinished == (2,)  # type: ignore[union-attr]


def test_damaged_rows_and_another_embedder_are_named(milvus_lite: MilvusLite, tmp_path: Path) -> None:
    address = milvus_lite.address("damaged")
    with closing(milvus_library(address, tmp_path / "home")) as library:
        put(library, ships="Storms sink ships.", bread="Bread.")
        tables = MilvusTables(Address.parse(address))
        (block,) = [row for row in tables.rows(BLOCKS, (), ("key", *_fields(BLOCKS))) if "Storms" in row["piece"]]
        tables.put(BLOCKS, [{**block, "piece": "Storms save ships."}])
        bread = (Condition("source", "==", "bread.txt"),)
        (row,) = tables.rows(DOCUMENTS, bread, ("key", *_fields(DOCUMENTS)))
        tables.put(DOCUMENTS, [{**row, "died": 1}])
        found = {problem.file: problem.reason for problem in library.examine().problems}
        assert set(found) == {"documents", "ships.txt"}
        assert {problem.file for problem in library.examine(sample=9).problems} == {"documents", "ships.txt"}
        assert not library.examine().sound
    other = library_on(MilvusTables(Address.parse(address)), tmp_path / "other", FakeEmbedder(32, name="other"))
    with closing(other), pytest.raises(MismatchedLibrary, match=r"fake@64.*other@32"):
        other.open()


def _fields(table: str) -> tuple[str, ...]:
    return tuple(TABLES[table].fields)
