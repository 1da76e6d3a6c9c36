"""Writers that are killed at random moments, on Milvus's stand-in: what readers see is one whole generation."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from index.engines.generations.claims import CLAIMED
from index.engines.generations.state import GRACE
from tests.engines.harness.killed_writer import names_of, text_of
from tests.engines.harness.libraries import milvus_library
from tests.harness.processes import ROOT, environment

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from index.engines.library import EngineLibrary
    from tests.engines.harness.milvus_server import LentMilvus, MilvusLite

pytestmark = pytest.mark.slow
ROUNDS, ALL_ROUNDS = 4, 50


def started(address: str, home: Path, ahead: float, variables: Mapping[str, str]) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.engines.harness.killed_writer", address, str(home), str(ahead)]
    return subprocess.Popen(command, cwd=ROOT, env=environment(**variables), stdout=subprocess.PIPE, encoding="utf-8")


def check(library: EngineLibrary, least: int) -> int:
    """See that a reader finds one whole generation, not older than ``least``; return its number."""
    snapshot = library.open_lazily()
    found = snapshot.search("storm sank ship", 100)
    number = snapshot.generation
    assert number >= least
    expected = {f"{name}.txt": text_of(name, number) for name in names_of(number)}
    assert {source: each.text for source, each in snapshot.documents(expected).items()} == expected
    assert {entry.source for entry in snapshot.contents()} == set(expected)
    for hits in (found.dense, found.keyword):
        assert {hit.chunk.source for hit in hits} == set(expected)
        assert all(hit.chunk.text in expected[hit.chunk.source] for hit in hits)
    examined = library.examine()
    assert examined.sound, examined.problems
    return number


@pytest.mark.timeout(3600)  # with --every
def test_a_writer_that_is_killed_at_a_random_moment_leaves_a_whole_generation(
    engine: MilvusLite | LentMilvus, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    # The exact index: an approximate one may leave out hits where few of its rows are alive.
    address, choose = engine.address("killed", "FLAT"), random.Random(7)
    rounds = ALL_ROUNDS if request.config.getoption("--every") else ROUNDS
    began = time.monotonic()
    with started(address, tmp_path / "home", 0, engine.variables) as writer:
        said = writer.communicate()[0]
        assert "published" in said
    whole, ahead, killed = time.monotonic() - began, 0.0, 0
    with closing(milvus_library(address, tmp_path / "reader")) as library:
        least = check(library, int(said.split()[-1]))  # 1, or a later one where a claim took too long
        for turn in range(rounds):
            ahead += CLAIMED + GRACE + 1
            with started(address, tmp_path / "home", ahead, engine.variables) as writer:
                assert writer.stdout is not None
                assert writer.stdout.readline() == "begun\n"
                if turn % 5 < 4:
                    time.sleep(choose.uniform(0, whole / 2))
                    writer.kill()
                said = writer.stdout.read()
            killed += "published" not in said
            least = check(library, max(least, int(said.split()[1])) if said.strip() else least)
        assert killed
        ahead += CLAIMED + GRACE + 1
        with started(address, tmp_path / "home", ahead, engine.variables) as writer:
            assert "published" in writer.communicate()[0]
        assert check(library, least + 1) > least
