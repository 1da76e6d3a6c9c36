from __future__ import annotations

import shutil
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from index import Busy, FolderError, MismatchedLibrary, SyncReport, follow, sync
from tests.libraries import answers, held, library_in, write

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from index import LibraryError, LocalLibrary

    Changes = Generator[SyncReport | LibraryError]

FILES = {"a.txt": "Alpha met the gamma fox.", "b.txt": "Beta delta epsilon.", "deep/c.md": "# Heading\n\nMore alpha."}
QUIET = 0.2


def following(documents: Path, library: LocalLibrary) -> Changes:
    return follow([documents], library, quiet=QUIET)


def done(changes: Changes) -> dict[str, str]:
    report = next(changes)
    assert isinstance(report, SyncReport), report
    return dict(report.sources)


def test_the_library_equals_the_folder_after_every_change(tmp_path: Path) -> None:
    documents, library = write(tmp_path / "documents", FILES), library_in(tmp_path / "library")
    with closing(following(documents, library)) as changes:
        assert done(changes) == dict.fromkeys(FILES, "added")
        write(documents, {"a.txt": "Alpha met nobody.", "new/d.txt": "Zeta."})
        assert done(changes) == {"a.txt": "changed", "new/d.txt": "added"}
        (documents / "b.txt").rename(documents / "deep" / "e.txt")
        assert done(changes) == {"b.txt": "removed", "deep/e.txt": "added"}
        shutil.rmtree(documents / "deep")
        assert done(changes) == {"deep/c.md": "removed", "deep/e.txt": "removed"}
    fresh = library_in(tmp_path / "fresh")
    sync([documents], fresh)
    assert held(library.open()) == held(fresh.open())
    assert answers(library.open()) == answers(fresh.open())


def test_what_is_touched_and_not_changed_makes_no_generation(tmp_path: Path) -> None:
    documents, library = write(tmp_path / "documents", FILES), library_in(tmp_path / "library")
    with closing(following(documents, library)) as changes:
        done(changes)
        (documents / "a.txt").touch()
        write(documents, {"odd.xyz": "Nothing that is read."})
        report = next(changes)
    assert isinstance(report, SyncReport)
    assert (report.sources, report.generation, [each.source for each in report.skipped]) == ({}, 1, ["odd.xyz"])


@pytest.mark.parametrize("how", ["missing", "empty"])
def test_a_folder_that_lost_everything_is_told_once_and_read_again_when_it_is_back(tmp_path: Path, how: str) -> None:
    documents, library = write(tmp_path / "documents", FILES), library_in(tmp_path / "library")
    with closing(following(documents, library)) as changes:
        done(changes)
        documents.rename(tmp_path / "elsewhere")
        if how == "empty":
            documents.mkdir()
        assert isinstance(next(changes), FolderError)
        assert held(library.open()).keys() == FILES.keys()
        shutil.rmtree(documents, ignore_errors=True)
        write(tmp_path / "elsewhere", {"a.txt": "Alpha is back."})
        (tmp_path / "elsewhere").rename(documents)
        back = next(changes)
        if how == "empty" and isinstance(back, FolderError):  # where it was missing for longer than the quiet
            back = next(changes)
        assert isinstance(back, SyncReport)
        assert (back.sources, back.unchanged) == ({"a.txt": "changed"}, 2)


def test_another_writer_is_told_once_and_waited_for(tmp_path: Path) -> None:
    documents, library = write(tmp_path / "documents", FILES), library_in(tmp_path / "library")
    sync([documents], library)
    with closing(following(documents, library_in(tmp_path / "library"))) as changes:
        with library.update():
            assert isinstance(next(changes), Busy)
        assert done(changes) == {}
        write(documents, {"d.txt": "Zeta."})
        with library.update():
            assert isinstance(next(changes), Busy)
        assert done(changes) == {"d.txt": "added"}


def test_two_may_follow_one_folder(tmp_path: Path) -> None:
    documents = write(tmp_path / "documents", FILES)
    with (
        closing(following(documents, library_in(tmp_path / "library"))) as one,
        closing(following(documents, library_in(tmp_path / "library"))) as other,
    ):
        assert done(one) == dict.fromkeys(FILES, "added")
        assert done(other) == {}
        write(documents, {"d.txt": "Zeta."})
        assert done(one) == {"d.txt": "added"}
        write(documents, {"e.txt": "Eta."})
        assert done(other) == {"e.txt": "added"}
        (documents / "d.txt").unlink()
        assert done(one) == {"d.txt": "removed"}
    assert held(library_in(tmp_path / "library").open()).keys() == {*FILES, "e.txt"}


def test_it_ends_when_somebody_makes_the_library_of_other_folders(tmp_path: Path) -> None:
    documents, library = write(tmp_path / "documents", FILES), library_in(tmp_path / "library")
    other = write(tmp_path / "other", {"z.txt": "Zeta."})
    with closing(following(documents, library)) as changes:
        done(changes)
        sync([other], library_in(tmp_path / "library"), replace=True)
        write(documents, {"a.txt": "Alpha changed."})
        with pytest.raises(MismatchedLibrary, match="other"):
            next(changes)
    assert held(library_in(tmp_path / "library").open()).keys() == {"z.txt"}


def test_a_first_folder_that_is_missing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FolderError, match="nowhere"):
        next(following(tmp_path / "nowhere", library_in(tmp_path / "library")))
    assert not (tmp_path / "library").exists()
