"""Room for uploads: it ends before the disk does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ui.uploads import LARGEST_TEMPORARY, LEAST_FREE, Room

if TYPE_CHECKING:
    from pathlib import Path


def status(folder: Path, size: int, free: int) -> int | None:
    refusal = Room(folder, lambda _: free).refusal(size)
    return refusal.status if refusal else None


@pytest.mark.row("D2")
def test_the_disk_keeps_room_for_others(tmp_path: Path) -> None:
    assert status(tmp_path, 100, LEAST_FREE + 100) is None
    assert status(tmp_path, 101, LEAST_FREE + 100) == 507


def test_what_was_uploaded_lately_counts(tmp_path: Path) -> None:
    folder = tmp_path / "hash"
    folder.mkdir()
    with (folder / "a.txt").open("wb") as file:
        file.truncate(LARGEST_TEMPORARY - 10)
    assert status(tmp_path, 10, 10**12) is None
    assert status(tmp_path, 11, 10**12) == 413
    (folder / "a.txt").unlink()
    assert status(tmp_path, 11, 10**12) is None


def test_it_looks_at_the_real_disk(tmp_path: Path) -> None:
    refusal = Room(tmp_path).refusal(10**18)
    assert refusal is not None
    assert "almost full" in refusal.text
