from __future__ import annotations

import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING

import pytest

from index.ingest.watcher import Watch
from index.loaders import SUFFIXES
from tests.libraries import ROOT, write

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

QUIET = 0.3
# Waits for what must come, and for what must not.
COMES, NOTHING = 60.0, 1.5


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path / "documents", {"a.txt": "Alpha.", "deep/b.txt": "Beta."})


@pytest.fixture
def watch(folder: Path, tmp_path: Path) -> Iterator[Watch]:
    with Watch([folder], SUFFIXES, folder / ".library", QUIET) as watch:
        assert watch.wait(COMES)
        yield watch


CHANGES: dict[str, Callable[[Path], object]] = {
    "a new file": lambda folder: write(folder, {"c.txt": "Gamma."}),
    "a file of an unknown type": lambda folder: write(folder, {"c.xyz": "Gamma."}),
    "a file in a new folder in a new folder": lambda folder: write(folder, {"new/er/c.txt": "Gamma."}),
    "other bytes": lambda folder: write(folder, {"deep/b.txt": "Other"}),
    "another name": lambda folder: (folder / "a.txt").rename(folder / "z.txt"),
    "another folder": lambda folder: (folder / "a.txt").rename(folder / "deep" / "a.txt"),
    "a folder with another name": lambda folder: (folder / "deep").rename(folder / "shallow"),
    "no file": lambda folder: (folder / "a.txt").unlink(),
    "no folder": lambda folder: folder.rename(folder.with_name("gone")),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_changes_is_told_once(watch: Watch, folder: Path, change: str) -> None:
    CHANGES[change](folder)
    assert watch.wait(COMES)
    assert not watch.wait(NOTHING)


def test_what_is_no_document_and_never_will_be_is_not_told(watch: Watch, folder: Path) -> None:
    write(folder, {".hidden.txt": "x", "~$a.docx": "x", "half.txt.part": "x", ".library/generations/1/x.txt": "x"})
    assert not watch.wait(NOTHING)


def test_a_folder_that_vanishes_and_comes_back_is_watched_as_before(watch: Watch, folder: Path) -> None:
    gone = folder.rename(folder.with_name("gone"))
    assert watch.wait(COMES)
    write(folder, {"other.txt": "Another folder of that name."})
    assert watch.wait(COMES)
    write(folder, {"other.txt": "And a change in it."})
    assert watch.wait(COMES)
    folder.rename(folder.with_name("other"))
    gone.rename(folder)
    assert watch.wait(COMES)
    write(folder, {"deep/b.txt": "Changed."})
    assert watch.wait(COMES)


def test_many_changes_are_one_and_a_file_that_is_being_written_is_waited_for(watch: Watch, folder: Path) -> None:
    parts = 10

    def copy() -> None:
        with (folder / "long.txt").open("w") as file:
            for part in range(parts):
                write(folder, {f"{part}.txt": "One of many."})
                file.write(f"Part {part}.\n")
                file.flush()
                time.sleep(QUIET / 3)

    thread = threading.Thread(target=copy)
    thread.start()
    assert watch.wait(COMES)
    assert (folder / "long.txt").read_text().splitlines() == [f"Part {part}." for part in range(parts)]
    thread.join()
    assert not watch.wait(NOTHING)


def test_what_never_ends_is_not_waited_for(folder: Path) -> None:
    ended = threading.Event()

    def log() -> None:
        with (folder / "log.txt").open("w") as file:
            while not ended.wait(QUIET / 3):
                file.write("Something happened again.\n")
                file.flush()

    thread = threading.Thread(target=log)
    thread.start()
    try:
        with Watch([folder], SUFFIXES, folder / ".library", QUIET, longest=2 * QUIET) as watch:
            assert watch.wait(COMES)
            assert watch.wait(COMES)
            assert not ended.is_set()
    finally:
        ended.set()
        thread.join()


WATCHER = """
import sys
from pathlib import Path
from index.loaders import SUFFIXES
from index.ingest.watcher import Watch
with Watch([Path(sys.argv[1])], SUFFIXES, Path(sys.argv[2]), 0.3) as watch:
    for _ in range(2):
        print(watch.wait(60), watch._notifications.works, flush=True)
"""


@pytest.mark.needs("trace")
@pytest.mark.parametrize("refusal", ["inotify_init1:error=EMFILE", "inotify_add_watch:error=ENOSPC"])
def test_where_the_system_watches_no_more_folders_changes_are_looked_for(folder: Path, refusal: str) -> None:
    command = ["strace", "-f", "-qqq", "-o", "/dev/null", "-e", "trace=inotify_init1,inotify_add_watch"]
    watcher = subprocess.Popen(
        [*command, "-e", f"inject={refusal}", sys.executable, "-c", WATCHER, str(folder), str(folder / ".library")],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    with watcher:
        assert watcher.stdout is not None
        first = watcher.stdout.readline()
        time.sleep(NOTHING)  # until it has begun to wait
        write(folder, {"new/c.txt": "Gamma."})
        assert (first, watcher.stdout.read()) == ("True False\n", "True False\n")
    assert watcher.returncode == 0
