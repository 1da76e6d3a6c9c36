from __future__ import annotations

from pathlib import PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING

import pytest

from index.errors import FolderError, MismatchedLibrary
from index.sources.source_folders import Place, chosen, found, recorded, recorded_path, to_record
from index.storage.layout import Layout
from index.storage.manifest import Root

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    for name in ("a/sub", "b", "other/b", "project/a"):
        (tmp_path / name).mkdir(parents=True)
    return Layout(tmp_path / "project" / "library")


def test_the_same_folder_twice_or_inside_another_counts_once(tmp_path: Path, layout: Layout) -> None:
    given: list[Path | str] = [tmp_path / "a" / "sub", tmp_path / "b", tmp_path / "a", str(tmp_path / "b" / ".." / "a")]
    assert found(given, layout.folder) == (tmp_path / "b", tmp_path / "a")


def test_a_missing_folder_a_file_and_the_library_itself_are_refused(tmp_path: Path, layout: Layout) -> None:
    (tmp_path / "file.txt").write_text("text")
    (tmp_path / "loop").symlink_to("loop")
    layout.uploads.mkdir(parents=True)
    for name, reason in (
        ("missing", "does not exist"),
        ("file.txt", "is a file, not a folder"),
        ("loop", "cannot be read|does not exist"),
        ("project/library", "the library's own folder"),
        ("project/library/uploads", "the library's own folder"),
    ):
        with pytest.raises(FolderError, match=reason):
            found([tmp_path / name], layout.folder)


def test_the_first_has_no_prefix_and_the_others_have_names_of_their_own(tmp_path: Path, layout: Layout) -> None:
    (tmp_path / "a" / "b-2").mkdir()
    paths = [tmp_path / "a", tmp_path / "b", tmp_path / "other" / "b", tmp_path / "project" / "a"]
    places = chosen(paths, (), str(layout.folder), add=False, replace=False)
    assert [place.prefix for place in places] == ["", "b/", "b-3/", "a/"]


def test_other_folders_need_a_flag(tmp_path: Path, layout: Layout) -> None:
    before = (Place(tmp_path / "a", ""),)
    given = [tmp_path / "b"]
    with pytest.raises(MismatchedLibrary, match=r"/a'.*/b'.*--add.*--replace"):
        chosen(given, before, str(layout.folder), add=False, replace=False)
    assert chosen(given, before, str(layout.folder), add=True, replace=False) == (*before, Place(tmp_path / "b", "b/"))
    assert chosen(given, before, str(layout.folder), add=False, replace=True) == (Place(tmp_path / "b", ""),)


def test_the_same_folders_in_any_order_keep_their_prefixes(tmp_path: Path, layout: Layout) -> None:
    before = (Place(tmp_path / "a", ""), Place(tmp_path / "b", "b/"))
    assert chosen([tmp_path / "b", tmp_path / "a"], before, str(layout.folder), add=False, replace=False) == before
    assert chosen([tmp_path / "a"], before, str(layout.folder), add=True, replace=False) == before


def test_an_added_folder_that_holds_an_old_one_takes_its_place(tmp_path: Path, layout: Layout) -> None:
    before = (Place(tmp_path / "a" / "sub", ""),)
    assert chosen([tmp_path / "a"], before, str(layout.folder), add=True, replace=False) == (Place(tmp_path / "a", ""),)


def test_folders_beside_the_library_move_with_it(tmp_path: Path, layout: Layout) -> None:
    places = (Place(tmp_path / "project" / "a", ""), Place(tmp_path / "b", "b/"))
    roots = to_record(places, layout.folder)
    assert roots == (Root("a", ""), Root(str(tmp_path / "b"), "b/"))
    assert recorded(roots, layout.folder) == places
    moved = Layout(tmp_path / "moved" / "library")
    assert recorded(roots, moved.folder) == (Place(tmp_path / "moved" / "a", ""), places[1])


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        (PureWindowsPath("C:\\work\\docs\\old"), "docs/old"),
        (PureWindowsPath("c:\\WORK\\docs"), "docs"),
        (PureWindowsPath("D:\\docs"), "D:/docs"),
        (PureWindowsPath("\\\\server\\share\\docs"), "//server/share/docs"),
    ],
)
def test_folders_of_windows_are_kept_with_slashes(path: PureWindowsPath, kept: str) -> None:
    above = PureWindowsPath("C:\\work")
    assert recorded_path(path, above) == kept
    assert PureWindowsPath(above, kept) == path
    assert recorded_path(PurePosixPath("/a/b/c"), PurePosixPath("/a")) == "b/c"
