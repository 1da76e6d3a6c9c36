from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest

from index import FolderError, MismatchedLibrary, StorageError, sync
from tests.libraries import FILES, build, flip, held, library_in, litter, write

if TYPE_CHECKING:
    from pathlib import Path


def test_a_folder_that_cannot_be_listed_keeps_what_it_held(tmp_path: Path) -> None:
    # Root may list everything, so the folder is made unlistable by a path that is too long.
    documents, library = build(tmp_path, {"a.txt": "Alpha.", "deep/b.txt": "Beta."})
    long = documents / "deep"
    while len(str(long)) < 3800:
        long = long / ("n" * 200)
        long.mkdir()
    inner = os.open(long, os.O_RDONLY)
    for _ in range(2):
        os.mkdir("x" * 200, dir_fd=inner)
        outer, inner = inner, os.open("x" * 200, os.O_RDONLY, dir_fd=inner)
        os.close(outer)
    os.close(inner)
    report = sync(None, library)
    assert (report.unchanged, len(report.skipped)) == (2, 1)
    assert "cannot be read" in report.skipped[0].reason


@pytest.mark.parametrize("harm", ["missing", "a file", "empty", "only unreadable"])
def test_a_folder_that_lost_everything_is_refused_and_the_library_kept(tmp_path: Path, harm: str) -> None:
    documents, library = build(tmp_path, FILES)
    before = held(library.open())
    shutil.rmtree(documents)
    if harm == "a file":
        documents.write_text("text")
    elif harm != "missing":
        documents.mkdir()
    if harm == "only unreadable":
        write(documents, {"x.png": "picture"})
    with pytest.raises(FolderError, match="documents"):
        sync(None, library)
    with pytest.raises(FolderError, match="documents"):
        sync([documents], library)
    assert held(library_in(tmp_path / "library").open()) == before
    assert litter(tmp_path / "library") == []


def test_an_empty_folder_is_accepted_on_demand(tmp_path: Path) -> None:
    documents, library = build(tmp_path, FILES)
    shutil.rmtree(documents)
    documents.mkdir()
    report = sync([documents], library, allow_empty=True)
    assert (report.removed, report.documents, report.chunks) == (3, 0, 0)
    assert library.open().search("alpha", 3).dense == ()
    assert sync(None, library).generation == report.generation
    write(documents, {"new.txt": "Alpha again."})
    assert sync(None, library).added == 1
    assert library.open().search("alpha", 3).dense


@pytest.mark.parametrize("files", [{}, {"a.png": "picture"}, {"a.txt": b""}])
def test_a_first_folder_without_any_document_is_refused(tmp_path: Path, files: dict[str, bytes]) -> None:
    documents = tmp_path / "documents"
    documents.mkdir()
    write(documents, files)
    with pytest.raises(FolderError, match=r"no readable document.*--allow-empty"):
        sync([documents], library_in(tmp_path / "library"))


def test_a_missing_first_folder_makes_nothing_on_the_disk(tmp_path: Path) -> None:
    with pytest.raises(FolderError, match="does not exist"):
        sync([tmp_path / "missing"], library_in(tmp_path / "library"))
    assert list(tmp_path.iterdir()) == []


def test_one_of_two_folders_that_lost_everything_is_enough_to_refuse(tmp_path: Path) -> None:
    first, second = write(tmp_path / "one", {"a.txt": "Alpha."}), write(tmp_path / "two", {"b.txt": "Beta."})
    library = library_in(tmp_path / "library")
    sync([first, second], library)
    assert sorted(held(library.open())) == ["a.txt", "two/b.txt"]
    (first / "a.txt").unlink()
    with pytest.raises(FolderError, match="one"):
        sync(None, library)
    write(first, {"a.txt": "Alpha."})
    (tmp_path / "empty").mkdir()
    with pytest.raises(FolderError, match="empty"):
        sync([tmp_path / "empty"], library, add=True)
    assert sorted(held(library.open())) == ["a.txt", "two/b.txt"]


def test_other_folders_need_a_flag(tmp_path: Path) -> None:
    _, library = build(tmp_path, {"a.txt": "Alpha."})
    other = write(tmp_path / "other", {"b.txt": "Beta."})
    with pytest.raises(MismatchedLibrary, match=r"--add.*--replace"):
        sync([other], library)
    assert sync([other], library, add=True).added == 1
    assert sorted(held(library.open())) == ["a.txt", "other/b.txt"]
    assert sync(None, library).unchanged == 2
    report = sync([other], library, replace=True)
    assert (report.added, report.removed, report.embedded) == (1, 2, 0)
    assert sorted(held(library.open())) == ["b.txt"]
    with pytest.raises(ValueError, match="either"):
        sync([other], library, add=True, replace=True)


def test_the_default_is_the_folder_seeds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(FolderError, match="seeds"):
        sync(None, library_in(tmp_path / ".citeseed"))
    write(tmp_path / "seeds", {"a.txt": "Alpha."})
    assert sync(None, library_in(tmp_path / ".citeseed")).added == 1
    assert sync(["."], library_in(tmp_path / "whole")).added == 1


def test_a_project_may_move(tmp_path: Path) -> None:
    build(tmp_path / "here", FILES)
    (tmp_path / "here").rename(tmp_path / "there")
    report = sync(None, library_in(tmp_path / "there" / "library"))
    assert (report.unchanged, report.generation) == (3, 1)


def test_uploads_are_always_included(tmp_path: Path) -> None:
    documents, library = build(tmp_path, {"a.txt": "Alpha."})
    write(library.layout.uploads, {"b.txt": "Beta."})
    assert sync(None, library).added == 1
    assert sync([documents], library).unchanged == 2
    assert sorted(held(library.open())) == ["a.txt", "uploads/b.txt"]
    (library.layout.uploads / "b.txt").unlink()
    assert sync((), library, add=True).removed == 1


def test_a_library_may_be_made_of_uploads_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    library = library_in(tmp_path / "library")
    write(library.layout.uploads, {"b.txt": "Beta."})
    assert sync((), library, add=True).added == 1
    assert sync(None, library).unchanged == 1
    assert held(library.open()) == {"uploads/b.txt": "Beta."}


def test_two_files_of_one_name_are_not_mixed_up(tmp_path: Path) -> None:
    _, library = build(tmp_path, {"uploads/b.txt": "In the folder."})
    write(library.layout.uploads, {"b.txt": "Uploaded."})
    report = sync(None, library)
    assert "same name" in report.skipped[0].reason
    assert held(library.open()) == {"uploads/b.txt": "In the folder."}


@pytest.mark.parametrize("folders", [None, ()])
def test_a_library_that_forgot_its_folders_asks_for_them(
    tmp_path: Path, folders: tuple[str, ...] | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    documents, library = build(tmp_path, FILES)
    write(tmp_path / "seeds", {"x.txt": "Something else."})
    monkeypatch.chdir(tmp_path)
    flip(library.layout.generation(1) / "manifest.json", 200)
    with pytest.raises(FolderError, match="name them"):
        sync(folders, library)
    assert sync([documents], library).documents == 3


def test_a_library_in_the_place_of_a_file_cannot_be_made(tmp_path: Path) -> None:
    documents = write(tmp_path / "documents", FILES)
    write(tmp_path, {"library": "a file"})
    with pytest.raises(StorageError, match="library"):
        sync([documents], library_in(tmp_path / "library"))


def test_the_library_inside_its_own_folder_of_documents_is_not_read(tmp_path: Path) -> None:
    write(tmp_path, {"a.txt": "Alpha."})
    library = library_in(tmp_path / "library")
    sync([tmp_path], library)
    write(library.layout.uploads, {"b.txt": "Beta."})
    assert sync([tmp_path], library).added == 1
    assert sorted(held(library.open())) == ["a.txt", "uploads/b.txt"]
