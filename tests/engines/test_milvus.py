"""A library on Milvus's stand-in as people use it: the seed's question everywhere, and what they hear when it fails."""

from __future__ import annotations

import json
import threading
import time
from contextlib import chdir, closing
from typing import TYPE_CHECKING, Any
from urllib.request import urlopen

import pytest

from index import LibraryUnavailable, MismatchedLibrary
from index.chunking.chunker import Splitting, split
from index.engines.conditions import Condition
from index.engines.milvus.tables import MilvusTables
from index.engines.tables import BLOCKS, DOCUMENTS, STATE
from index.library_address import Address
from rag import open_assistant
from tests.engines.libraries import library_on, milvus_library
from tests.engines.milvus_server import MilvusLite
from tests.fakes import FakeEmbedder, document_of
from tests.processes import GOLDEN, SEEDS, citeseed_process
from tests.serving import served
from ui.formats.json import outcome_record

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from index.engines.library import EngineLibrary

pytestmark = pytest.mark.slow


@pytest.fixture
def server(tmp_path: Path) -> Iterator[MilvusLite]:
    """A server that a test may stop."""
    with MilvusLite(tmp_path) as started:
        yield started


def put(library: EngineLibrary, **texts: str) -> None:
    with library.update() as draft:
        for name, text in texts.items():
            document = document_of(text, name)
            draft.add(document, split(document, Splitting(300, 60)))
        draft.publish()


def cited(record: dict[str, Any]) -> list[tuple[str, int, int, str]]:
    return [(each["source"], each["start"], each["end"], each["quote"]) for each in record["citations"]]


def test_the_seeds_question_has_the_citation_of_the_local_library_everywhere(
    milvus_lite: MilvusLite, seeds_library: Path, tmp_path: Path
) -> None:
    address = milvus_lite.address("seeds")
    made = citeseed_process("index", str(SEEDS), "--index", address, cwd=tmp_path)
    assert made.returncode == 0, made.stderr
    local, there = (
        json.loads(citeseed_process("ask", GOLDEN, "--index", place, "--json", cwd=tmp_path).stdout)
        for place in (str(seeds_library), address)
    )
    assert there["answered"]
    assert cited(there) == cited(local)
    with chdir(tmp_path), open_assistant(address) as assistant:
        assert cited(outcome_record(GOLDEN, assistant.ask(GOLDEN))) == cited(local)  # type: ignore[arg-type]
        source = there["citations"][0]["source"]
        assert assistant.library.original(source) == (SEEDS / source).read_bytes()
    with served("chat", "--index", address, "--port", "0", cwd=tmp_path) as chat:
        with urlopen(f"{chat.address}/healthz") as health:
            assert json.load(health) == {"ok": True, "generation": 1}
        asked = json.dumps({"model": "citeseed", "messages": [{"role": "user", "content": GOLDEN}]}).encode()
        with urlopen(_request(f"{chat.address}/v1/chat/completions", asked)) as reply:
            said = json.load(reply)["choices"][0]["message"]["content"]
        assert all(each["quote"][:60] in said.replace("\n", " ") for each in there["citations"][:1])
    assert citeseed_process("verify", "--index", address, cwd=tmp_path).returncode == 0
    status = json.loads(citeseed_process("status", "--index", address, "--json", cwd=tmp_path).stdout)
    assert status["engine"]["writing"] is None
    assert status["engine"]["version"].startswith("Milvus")


def _request(url: str, data: bytes) -> Any:
    from urllib.request import Request

    return Request(url, data, {"Content-Type": "application/json"})


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
        assert not library.examine().sound
    other = library_on(MilvusTables(Address.parse(address)), tmp_path / "other", FakeEmbedder(32, name="other"))
    with closing(other), pytest.raises(MismatchedLibrary, match=r"fake@64.*other@32"):
        other.open()


def test_rebuilding_with_another_embedder_leaves_readers_of_the_one_before_alone(
    milvus_lite: MilvusLite, tmp_path: Path
) -> None:
    address = milvus_lite.address("rebuilt")
    with closing(milvus_library(address, tmp_path / "home")) as library:
        put(library, ships="Storms sink ships.", bread="Bread.")
        before = library.open()
        found = before.search("storms", 5)
        other = library_on(MilvusTables(Address.parse(address)), tmp_path / "other", FakeEmbedder(32, name="other"))
        with closing(other):
            put(other, cats="Cats sleep.")
            assert [entry.source for entry in other.open().contents()] == ["bread.txt", "cats.txt", "ships.txt"]
            assert other.open().search("storms", 5).keyword[0].chunk.source == "ships.txt"
        assert [hit.chunk for hit in before.search("storms", 5).dense] == [hit.chunk for hit in found.dense]


def test_many_readers_while_another_publishes_see_whole_generations(milvus_lite: MilvusLite, tmp_path: Path) -> None:
    address = milvus_lite.address("crowd")
    versions = ["Storms sink ships.", "Trains run on rails.", "Bread needs salt."]
    with closing(milvus_library(address, tmp_path / "home")) as library:
        put(library, a=versions[0], b=f"Again: {versions[0]}")
        seen: list[tuple[str, str]] = []
        ended = threading.Event()

        def read() -> None:
            while not ended.is_set():
                held = library.open().documents(("a.txt", "b.txt"))
                seen.append((held["a.txt"].text, held["b.txt"].text))

        readers = [threading.Thread(target=read) for _ in range(3)]
        for reader in readers:
            reader.start()
        with closing(milvus_library(address, tmp_path / "writer")) as writer:
            for text in versions[1:]:
                put(writer, a=text, b=f"Again: {text}")
        ended.set()
        for reader in readers:
            reader.join()
        assert set(seen) <= {(text, f"Again: {text}") for text in versions}
        assert library.open().document("a.txt").text == versions[-1]


def _fields(table: str) -> tuple[str, ...]:
    from index.engines.tables import TABLES

    return tuple(TABLES[table].fields)
