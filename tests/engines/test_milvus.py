"""A library on Milvus's stand-in as people use it: the seed's question everywhere, and what they hear when it fails."""

from __future__ import annotations

import json
import threading
from contextlib import chdir, closing
from typing import TYPE_CHECKING, Any
from urllib.request import urlopen

import pytest

from rag import open_assistant
from tests.engines.harness.libraries import library_on, milvus_library, put, remove, tables_at
from tests.fakes import FakeEmbedder
from tests.harness.chat_process import served
from tests.harness.processes import COMMAND, GOLDEN, SEEDS, citeseed_process
from ui.formats.json import outcome_record

if TYPE_CHECKING:
    from pathlib import Path

    from tests.engines.harness.milvus_server import LentMilvus, MilvusLite

pytestmark = pytest.mark.slow


def cited(record: dict[str, Any]) -> list[tuple[str, int, int, str]]:
    return [(each["source"], each["start"], each["end"], each["quote"]) for each in record["citations"]]


def test_the_seeds_question_has_the_citation_of_the_local_library_everywhere(
    engine: MilvusLite | LentMilvus, seeds_library: Path, tmp_path: Path
) -> None:
    address = engine.address("seeds")
    made = citeseed_process("index", str(SEEDS), "--index", address, cwd=tmp_path, **engine.variables)
    assert made.returncode == 0, made.stderr
    local, there = (
        json.loads(citeseed_process("ask", GOLDEN, "--index", place, "--json", cwd=tmp_path, **engine.variables).stdout)
        for place in (str(seeds_library), address)
    )
    assert there["answered"]
    assert cited(there) == cited(local)
    with chdir(tmp_path), open_assistant(address) as assistant:
        assert cited(outcome_record(GOLDEN, assistant.ask(GOLDEN))) == cited(local)  # type: ignore[arg-type]
        source = there["citations"][0]["source"]
        assert assistant.library.original(source) == (SEEDS / source).read_bytes()
    with served("chat", "--index", address, "--port", "0", cwd=tmp_path, command=COMMAND, **engine.variables) as chat:
        with urlopen(f"{chat.address}/healthz") as health:
            assert json.load(health) == {"ok": True, "generation": 1}
        call = f"{chat.address}/gradio_api/call/ask"
        with urlopen(_request(call, json.dumps({"data": [GOLDEN, []]}).encode())) as reply:
            event = json.load(reply)["event_id"]
        with urlopen(f"{call}/{event}") as reply:
            *_, data = (line for line in reply.read().decode().splitlines() if line.startswith("data: "))
        assert cited(json.loads(data.removeprefix("data: "))[0]) == cited(local)
    assert citeseed_process("verify", "--index", address, cwd=tmp_path, **engine.variables).returncode == 0
    told = citeseed_process("status", "--index", address, "--json", cwd=tmp_path, **engine.variables)
    status = json.loads(told.stdout)
    assert status["engine"]["writing"] is None
    assert status["engine"]["version"].startswith("Milvus")


def _request(url: str, data: bytes) -> Any:
    from urllib.request import Request

    return Request(url, data, {"Content-Type": "application/json"})


def test_rebuilding_with_another_embedder_leaves_readers_of_the_one_before_alone(
    engine: MilvusLite | LentMilvus, tmp_path: Path
) -> None:
    address = engine.address("rebuilt")
    with closing(milvus_library(address, tmp_path / "home")) as library:
        put(library, ships="Storms sink ships.", bread="Bread.")
        before = library.open()
        found = before.search("storms", 5)
        other = library_on(tables_at(address), tmp_path / "other", FakeEmbedder(32, name="other"))
        with closing(other):
            put(other, cats="Cats sleep.")
            assert [entry.source for entry in other.open().contents()] == ["bread.txt", "cats.txt", "ships.txt"]
            assert other.open().search("storms", 5).keyword[0].chunk.source == "ships.txt"
        assert [hit.chunk for hit in before.search("storms", 5).dense] == [hit.chunk for hit in found.dense]


def test_many_readers_while_another_publishes_see_whole_generations(
    engine: MilvusLite | LentMilvus, tmp_path: Path
) -> None:
    address = engine.address("crowd")
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


def test_a_library_whose_name_goes_on_is_another_one(engine: MilvusLite | LentMilvus, tmp_path: Path) -> None:
    address = engine.address("stem")
    place, _, options = address.partition("?")
    longer = f"{place}__chunks" + (f"?{options}" if options else "")
    with closing(milvus_library(longer, tmp_path / "longer")) as other:
        put(other, ships="Storms sink ships.")
        with closing(milvus_library(address, tmp_path / "home")) as library:
            for text in ("Bread.", "Salt."):
                put(library, bread=text)
            assert library.examine().sound
        assert other.open().document("ships.txt").text == "Storms sink ships."
    remove(longer)
