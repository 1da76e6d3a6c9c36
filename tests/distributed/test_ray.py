"""Ray itself indexes into Milvus's stand-in: what arrives when its actors die, and what it opens."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from index import NoLibrary, sync
from index.distributed.ray_ingestion import RETRIES
from tests.engines.harness.libraries import milvus_library
from tests.harness.processes import SEEDS, citeseed_process, environment

if TYPE_CHECKING:
    from pathlib import Path

    from tests.engines.harness.milvus_server import MilvusLite

# Three attempts of Ray to start take longer than other tests may on a busy machine.
pytestmark = pytest.mark.timeout(1200)
FILES = 60


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Many texts, two that are the same, and a file that cannot be read."""
    made = tmp_path / "reports"
    (made / "north").mkdir(parents=True)
    for number in range(FILES):
        text = f"Report {number}. The mill in village {number} grinds {number * 7} sacks a day.\n\n"
        (made / "north" / f"{number:03d}.txt").write_text(text * (1 + number % 5), encoding="utf-8")
    (made / "copy.txt").write_bytes((made / "north" / "007.txt").read_bytes())
    (made / "broken.pdf").write_bytes(b"%PDF-1.7 and nothing else")
    return made


def driven(address: str, folder: Path, home: Path, name: str, times: int) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.distributed.driver", address, str(folder), str(home), name, str(times)],
        check=False,
        # Its parts warn each other of late answers on a busy machine, as the factory keeps from the screen too.
        env=environment(GRPC_VERBOSITY="NONE"),
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def test_when_an_actor_is_killed_half_way_all_documents_arrive_once_as_in_the_ordinary_way(
    milvus_lite: MilvusLite, folder: Path, tmp_path: Path
) -> None:
    # The exact index: two approximate ones need not agree on the last of a hundred hits.
    address, ordinary = (f"{milvus_lite.address(name)}?index=FLAT" for name in ("killed", "ordinary"))
    told = driven(address, folder, tmp_path / "home", "030.txt", 1)
    assert "error" not in told, told["error"]
    assert told["died"] == 1
    assert len(told["sources"]) == FILES + 1
    assert set(told["skipped"]) == {"broken.pdf"}
    reading = [(done, total) for stage, done, total in told["heard"] if stage == "reading"]
    assert reading == [(done, FILES + 2) for done in range(FILES + 3)]
    assert told["listening"] == ["127.0.0.1"]
    with (
        closing(milvus_library(address, tmp_path / "home")) as one,
        closing(milvus_library(ordinary, tmp_path / "other")) as other,
    ):
        report = sync([folder], other)
        assert told["skipped"] == {skipped.source: skipped.reason for skipped in report.skipped}
        assert one.examine().sound
        left, right = one.open(), other.open()
        assert left.contents() == right.contents()
        assert left.documents(told["sources"]) == right.documents(told["sources"])
        for asked in ("the mill in village 7", "report 59"):
            found = [{hit.chunk for hit in each.search(asked, 100).dense} for each in (left, right)]
            assert found[0] == found[1]
        assert one.status().engine.writing is None  # type: ignore[union-attr]
        assert one.original("copy.txt") == (folder / "copy.txt").read_bytes()
        assert sync([folder], one).unchanged == FILES + 1


def test_an_actor_that_dies_again_and_again_ends_it_and_nothing_is_published(
    milvus_lite: MilvusLite, folder: Path, tmp_path: Path
) -> None:
    address = milvus_lite.address("again")
    told = driven(address, folder, tmp_path / "home", "030.txt", 100)
    assert told["died"] == 1 + RETRIES
    assert told["error"].startswith("Ray could not finish (")
    assert told["error"].endswith("Nothing was published; run it again.")
    with closing(milvus_library(address, tmp_path / "home")) as library, pytest.raises(NoLibrary):
        library.open()


def test_the_command_line_indexes_with_ray_as_without(milvus_lite: MilvusLite, tmp_path: Path) -> None:
    address, ordinary = milvus_lite.address("with_ray"), milvus_lite.address("without_ray")
    assert citeseed_process("index", str(SEEDS), "--index", ordinary, cwd=tmp_path).returncode == 0
    made = citeseed_process("index", str(SEEDS), "--ray", "--index", address, "--json", cwd=tmp_path)
    assert (made.returncode, made.stderr) == (0, "")
    assert json.loads(made.stdout)["added"] == 1
    told = [
        json.loads(citeseed_process("ask", "Who doubts the plan?", "--index", each, "--json", cwd=tmp_path).stdout)
        for each in (address, ordinary)
    ]
    assert told[0]["citations"]
    assert told[0]["citations"] == told[1]["citations"]
