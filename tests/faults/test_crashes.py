"""Processes that are killed, stopped or starved while they index leave the old library or the new one."""

from __future__ import annotations

import random
import signal
import time
from typing import TYPE_CHECKING

import pytest

from index import sync, verify
from tests.libraries import answers, build, held, library_in, litter, write, writer

if TYPE_CHECKING:
    from pathlib import Path

OLD = {f"{number:02}.txt": f"Alpha is the old text {number}. " * 20 for number in range(30)}
NEW = OLD | {f"{number:02}.txt": f"Beta is the new text {number}. " * 20 for number in range(0, 30, 2)}


@pytest.mark.parametrize("seed", range(5))
def test_a_killed_process_leaves_the_old_or_the_new_library(tmp_path: Path, seed: int) -> None:
    documents, library = build(tmp_path, OLD)
    folder = library.layout.folder
    old = held(library.open())
    write(documents, NEW)
    moment = random.Random(seed)
    for _ in range(2):
        with writer(documents, folder) as child:
            # Most of the process's life is its start; the writing is over in a tenth of a second after it.
            time.sleep(moment.uniform(0.3, 0.9))
            child.kill()
        found = library_in(folder).open()
        assert held(found) in (old, {name: text.strip() for name, text in NEW.items()})
        assert found.warnings == ()
        assert [problem for problem in verify(folder) if problem.live] == []
    sync([documents], library_in(folder))
    fresh = library_in(tmp_path / "fresh")
    sync([documents], fresh)
    assert answers(library_in(folder).open()) == answers(fresh.open())
    assert verify(folder) == []
    assert litter(folder) == []


@pytest.mark.parametrize("stage", ["reading", "embedding", "writing"])
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_stopped_process_cleans_up(tmp_path: Path, stage: str, number: signal.Signals) -> None:
    documents, library = build(tmp_path, OLD)
    old = held(library.open())
    write(documents, NEW)
    with writer(documents, library.layout.folder, "--slow") as child:
        assert child.stdout is not None
        while child.stdout.readline() != f"{stage}\n":
            pass
        child.send_signal(number)
        assert child.wait(5) != 0
    assert held(library_in(library.layout.folder).open()) == old
    assert litter(library.layout.folder) == []
    assert verify(library.layout.folder) == []


def test_a_file_that_may_not_grow_is_told_and_loses_nothing(tmp_path: Path) -> None:
    documents, library = build(tmp_path, OLD)
    folder = library.layout.folder
    old = answers(library.open())
    write(documents, NEW)
    largest = max(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    ended = False
    for limit in (0, 5_000, 30_000, largest // 2, 2 * largest):
        with writer(documents, folder, "--limit", str(limit)) as child:
            output, errors = child.communicate()
        assert verify(folder) == []
        assert litter(folder) == []
        if child.returncode == 0:
            ended = True
            assert output == "2\n" or int(output) > 1
            assert answers(library_in(folder).open()) != old
            break
        assert errors.startswith("StorageError: Cannot write to the library in"), errors
        assert answers(library_in(folder).open()) == old
    assert ended
