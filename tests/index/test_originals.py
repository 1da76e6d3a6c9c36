from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from index import UnknownSource, sync
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


def test_there_is_no_original_of_what_the_library_does_not_hold(tmp_path: Path) -> None:
    documents, library = build(tmp_path, {"a.txt": "Alpha."})
    write(documents, {"later.txt": "Beta."})
    for source in ("later.txt", "../library/CURRENT", str(documents / "a.txt")):
        with pytest.raises(UnknownSource):
            library.original(source)
