from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from index.errors import Busy, StorageError
from index.storage.lock import WriterLock
from tests.libraries import writer

if TYPE_CHECKING:
    from pathlib import Path


def test_a_second_writer_hears_who_is_first(tmp_path: Path) -> None:
    with WriterLock(tmp_path / "lock"), pytest.raises(Busy, match=f"process {os.getpid()}") as caught:
        WriterLock(tmp_path / "lock")
    assert caught.value.pid == os.getpid()
    WriterLock(tmp_path / "lock").release()


def test_a_writer_in_another_process_is_named_and_its_death_frees_the_lock(tmp_path: Path) -> None:
    with writer(tmp_path, tmp_path / "library", "--hold") as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "holding\n"
        with pytest.raises(Busy) as caught:
            WriterLock(tmp_path / "library" / "lock")
        assert caught.value.pid == other.pid
        other.kill()
        other.wait()
        WriterLock(tmp_path / "library" / "lock").release()


def test_the_highest_number_is_remembered(tmp_path: Path) -> None:
    with WriterLock(tmp_path / "lock") as lock:
        assert lock.highest == 0
        lock.record(7)
        lock.record(3)
    with WriterLock(tmp_path / "lock") as lock:
        assert lock.highest == 7


@pytest.mark.parametrize("content", [b"", b"\0" * 50, b"pid x generation y\n", b"\xff" * 1000])
def test_a_damaged_lock_file_blocks_nobody(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "lock").write_bytes(content)
    with WriterLock(tmp_path / "lock") as lock:
        assert lock.highest == 0


def test_a_removed_lock_file_is_made_again(tmp_path: Path) -> None:
    with WriterLock(tmp_path / "lock"):
        (tmp_path / "lock").unlink()
    with WriterLock(tmp_path / "lock"), pytest.raises(Busy):
        WriterLock(tmp_path / "lock")


def test_a_link_in_the_place_of_the_lock_is_refused(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_bytes(b"precious")
    (tmp_path / "lock").symlink_to(elsewhere)
    with pytest.raises(StorageError, match="symbolic link"):
        WriterLock(tmp_path / "lock")
    assert elsewhere.read_bytes() == b"precious"


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(StorageError, match="file"):
        WriterLock(tmp_path / "file" / "lock")


def test_a_file_in_the_place_of_the_library_is_named_with_the_next_step(tmp_path: Path) -> None:
    place = tmp_path / "library"
    place.write_text("mine")
    for folder in (place, place / "inside"):
        with pytest.raises(StorageError, match=r"a file stands where .*; choose another place with --index\."):
            WriterLock(folder / "lock")
    assert place.read_text() == "mine"
