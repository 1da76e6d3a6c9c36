from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING

import pytest

from index import Busy, EmbedderError, Progress, sync
from index.storage.catalog import BATCH
from tests.fakes import FakeEmbedder
from tests.libraries import FILES, answers, build, held, library_in, litter, write

if TYPE_CHECKING:
    from pathlib import Path


def test_an_embedder_that_fails_half_way_loses_nothing(tmp_path: Path) -> None:
    files = {f"{number:03}.txt": f"Alpha text number {number}." for number in range(300)}
    documents, library = build(tmp_path, {"000.txt": files["000.txt"]})
    write(documents, files)
    failing = FakeEmbedder(fail_after=270)
    with pytest.raises(EmbedderError, match=r"fake.*failed.*told to fail"):
        sync(None, library_in(tmp_path / "library", failing))
    assert list(held(library.open())) == ["000.txt"]
    assert litter(tmp_path / "library") == []
    retried = FakeEmbedder()
    assert sync(None, library_in(tmp_path / "library", retried)).added == 299
    assert not set(failing.embedded[:256]) & set(retried.embedded)
    assert len(held(library.open())) == 300


def test_what_was_embedded_before_an_interruption_is_not_embedded_again(tmp_path: Path) -> None:
    files = {f"{number:03}.txt": f"Alpha text number {number}." for number in range(600)}
    documents = write(tmp_path / "documents", files)
    embedders: list[FakeEmbedder] = []
    for _ in range(2):
        heard: list[int] = []

        def stop(progress: Progress, heard: list[int] = heard) -> None:
            if progress.stage == "embedding":
                heard.append(progress.done)
                if heard.count(BATCH) == 2:  # when the batch is through, and again when the next one begins
                    raise KeyboardInterrupt

        embedders.append(FakeEmbedder())
        with pytest.raises(KeyboardInterrupt):
            sync([documents], library_in(tmp_path / "library", embedders[-1]), progress=stop)
        assert litter(tmp_path / "library") == []
    embedders.append(FakeEmbedder())
    assert sync([documents], library_in(tmp_path / "library", embedders[-1])).embedded == 600 - 2 * BATCH
    embedded = [text for each in embedders for text in each.embedded]
    assert len(embedded) == len(set(embedded)) == 600


@pytest.mark.parametrize("stage", ["reading", "embedding", "writing"])
@pytest.mark.parametrize("interruption", [KeyboardInterrupt, SystemExit, ZeroDivisionError])
def test_an_interruption_at_any_stage_leaves_the_library_as_it_was(
    tmp_path: Path, stage: str, interruption: type[BaseException]
) -> None:
    documents, library = build(tmp_path, FILES)
    before = answers(library.open())
    write(documents, {"b.txt": "Changed.", "d.txt": "Added."})

    def interrupt(progress: Progress) -> None:
        if progress.stage == stage and progress.done == progress.total:
            raise interruption

    with pytest.raises(interruption):
        sync(None, library, progress=interrupt)
    assert answers(library_in(tmp_path / "library").open()) == before
    assert litter(tmp_path / "library") == []
    assert sync(None, library).changed == 1


def test_progress_tells_of_every_stage(tmp_path: Path) -> None:
    documents = write(tmp_path / "documents", FILES)
    heard: list[Progress] = []
    sync([documents], library_in(tmp_path / "library"), progress=heard.append)
    assert list(dict.fromkeys(progress.stage for progress in heard)) == ["reading", "embedding", "writing"]
    for stage in ("reading", "embedding", "writing"):
        steps = [progress for progress in heard if progress.stage == stage]
        assert [step.done for step in steps] == sorted(step.done for step in steps)
        assert steps[-1].done == steps[-1].total


def test_a_second_writer_is_told_at_once(tmp_path: Path) -> None:
    _, library = build(tmp_path, FILES)
    with library.update(), pytest.raises(Busy, match=str(os.getpid())):
        sync(None, library)
    assert sync(None, library).unchanged == 3


def test_whoever_is_patient_waits_for_the_other_writer(tmp_path: Path) -> None:
    _, library = build(tmp_path, FILES)
    draft = library.update()
    other = threading.Timer(0.5, draft.__exit__, (None, None, None))
    other.start()
    heard: list[Progress] = []
    assert sync(None, library, patience=60, progress=heard.append).unchanged == 3
    assert heard[0] == Progress("waiting", 0, 0)
    other.join()


def test_whoever_waits_for_the_other_writer_can_be_stopped(tmp_path: Path) -> None:
    _, library = build(tmp_path, FILES)

    def stop(_: Progress) -> None:
        raise KeyboardInterrupt

    with library.update(), pytest.raises(KeyboardInterrupt):
        sync(None, library, patience=3600, progress=stop)
