from __future__ import annotations

import os
import tracemalloc
from typing import TYPE_CHECKING

import pytest

from index import UnknownSource, sync
from index.loaders import LIMIT
from tests.libraries import build, library_in, write

if TYPE_CHECKING:
    from pathlib import Path


def test_the_file_of_a_document_is_found_in_whichever_folder_it_lies(tmp_path: Path) -> None:
    one = write(tmp_path / "one", {"a.txt": "Alpha.", "deep/b.md": "# Beta"})
    two = write(tmp_path / "two", {"a.txt": "Another alpha.", "new\nline.txt": "Gamma."})
    library = library_in(tmp_path / "library")
    write(library.layout.uploads, {"c.txt": "Delta."})
    sync([one, two], library)
    held = {entry.source: library.original(entry.source) for entry in library.open().contents()}
    assert all(map(library.has_original, held))
    assert held == {
        "a.txt": b"Alpha.",
        "deep/b.md": b"# Beta",
        "two/a.txt": b"Another alpha.",
        "two/new\\nline.txt": b"Gamma.",
        "uploads/c.txt": b"Delta.",
    }


def test_what_has_changed_or_is_gone_is_not_shown(tmp_path: Path) -> None:
    documents, library = build(tmp_path, {"a.txt": "Alpha.", "b.txt": "Beta.", "c.txt": "Gamma."})
    write(documents, {"a.txt": "Alphb."})
    (documents / "b.txt").unlink()
    (documents / "c.txt").rename(tmp_path / "elsewhere.txt")
    (documents / "c.txt").symlink_to(tmp_path / "elsewhere.txt")
    assert [library.original(name) for name in ("a.txt", "b.txt", "c.txt")] == [None, None, None]
    assert not any(map(library.has_original, ("a.txt", "b.txt", "c.txt")))


def test_whether_a_file_is_there_is_told_without_reading_it_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    documents, library = build(tmp_path, {"a.txt": "Alpha."})
    assert library.has_original("a.txt")

    def refuse(*_: object) -> bytes:
        raise OSError

    with monkeypatch.context() as patch:
        patch.setattr(os, "read", refuse)
        assert library.has_original("a.txt")
    times = (documents / "a.txt").stat()
    write(documents, {"a.txt": "Alphb."})
    os.utime(documents / "a.txt", ns=(times.st_atime_ns, times.st_mtime_ns))
    assert not library.has_original("a.txt")
    assert library.original("a.txt") is None


def test_a_file_that_has_become_too_large_is_not_read(tmp_path: Path) -> None:
    documents, library = build(tmp_path, {"log.txt": "Alpha."})
    os.truncate(documents / "log.txt", 3 * LIMIT)
    library.open().document("log.txt")
    tracemalloc.start()
    try:
        assert library.original("log.txt") is None
        assert not library.has_original("log.txt")
        assert tracemalloc.get_traced_memory()[1] < LIMIT // 10
    finally:
        tracemalloc.stop()


def test_there_is_no_original_of_what_the_library_does_not_hold(tmp_path: Path) -> None:
    documents, library = build(tmp_path, {"a.txt": "Alpha."})
    write(documents, {"later.txt": "Beta."})
    for source in ("later.txt", "../library/CURRENT", str(documents / "a.txt")):
        with pytest.raises(UnknownSource):
            library.original(source)
