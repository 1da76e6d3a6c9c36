"""Indexing and searching use nothing that only Linux has."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from index import sync, verify
from tests.libraries import build, library_in, write

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

# What Python's os has on Linux and not on macOS.
LINUX_ALONE = (
    "O_DIRECT", "O_PATH", "O_TMPFILE", "copy_file_range", "eventfd", "fdatasync", "getrandom", "getxattr", "listxattr",
    "memfd_create", "pidfd_open", "pipe2", "posix_fadvise", "posix_fallocate", "sched_getaffinity", "splice",
)  # fmt: skip


def test_a_library_is_changed_and_searched_where_only_what_macos_has_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The first time what is borrowed is imported: how that differs is not ours.
    documents, library = build(tmp_path, {"a.txt": "Alpha met the gamma fox."})
    library.open().search("alpha", 3)
    monkeypatch.setattr(sys, "platform", "darwin")
    for name in LINUX_ALONE:
        monkeypatch.delattr(os, name, raising=False)
    write(documents, {"b.txt": "A risky plan, said zeta."})
    assert sync(None, library).added == 1
    assert verify(tmp_path / "library") == []
    found = library_in(tmp_path / "library").open().search("a risky plan", 1)
    assert [hit.chunk.source for hit in found.dense] == ["b.txt"]
    assert library.original("b.txt") == b"A risky plan, said zeta."
