from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from index.errors import DocumentError
from index.ingest.change_detection import changed
from index.loaders import read
from index.sources.folder_scan import Listing, listed, shown
from index.types import Document
from tests.fakes import DirectParser
from tests.libraries import write

SUFFIXES = frozenset({".txt", ".md"})


def listing(root: Path, prefix: str = "") -> Listing:
    return listed(root, prefix, SUFFIXES, root / "library")


def reasons(root: Path) -> dict[str, str]:
    return {skipped.source: skipped.reason for skipped in listing(root).skipped}


def test_files_are_listed_in_order_with_their_folders(tmp_path: Path) -> None:
    write(tmp_path, {"b.txt": "", "a.txt": "", "d/e/f.MD": "", "c/x.txt": ""})
    assert list(listing(tmp_path).files) == ["a.txt", "b.txt", "c/x.txt", "d/e/f.MD"]
    assert listing(tmp_path).folders == [tmp_path, tmp_path / "c", tmp_path / "d", tmp_path / "d/e"]
    assert list(listing(tmp_path, "docs/").files) == ["docs/a.txt", "docs/b.txt", "docs/c/x.txt", "docs/d/e/f.MD"]


@pytest.mark.parametrize(
    "name",
    [".hidden.txt", ".git/a.txt", "a.txt~", ".a.txt.swp", "~$a.txt", "a.tmp", "a.txt.part", "#a.txt#", "Thumbs.db"],
)
def test_hidden_and_temporary_files_are_ignored_silently(tmp_path: Path, name: str) -> None:
    write(tmp_path, {name: "text"})
    assert listing(tmp_path) == Listing(folders=[tmp_path])


def test_the_library_itself_is_ignored_silently(tmp_path: Path) -> None:
    write(tmp_path, {"library/uploads/a.txt": "text"})
    assert listing(tmp_path) == Listing(folders=[tmp_path])


@pytest.mark.parametrize("name", ["a.docx.exe", "README", "a.png", "a.unknown"])
def test_unknown_types_are_named_with_what_is_known(tmp_path: Path, name: str) -> None:
    write(tmp_path, {name: "text"})
    assert "unknown file type" in reasons(tmp_path)[name]
    assert "Markdown" in reasons(tmp_path)[name]


def test_links_out_of_the_folder_are_skipped(tmp_path: Path) -> None:
    write(tmp_path, {"secret/key.txt": "secret", "docs/a.txt": "text"})
    root = tmp_path / "docs"
    (root / "key.txt").symlink_to(tmp_path / "secret" / "key.txt")
    (root / "folder").symlink_to(tmp_path / "secret")
    (root / "passwd.txt").symlink_to("/etc/passwd")
    (root / "deep").mkdir()
    (root / "deep" / "up").symlink_to("../..")
    assert list(listing(root).files) == ["a.txt"]
    found = reasons(root)
    assert found.pop("deep/up") == "a symbolic link to a folder that holds it"
    assert found == dict.fromkeys(("key.txt", "folder", "passwd.txt"), "a symbolic link that leads out of the folder")


def test_links_in_circles_are_skipped(tmp_path: Path) -> None:
    write(tmp_path, {"a.txt": "text", "d/b.txt": "text"})
    (tmp_path / "self.txt").symlink_to("self.txt")
    (tmp_path / "nowhere.txt").symlink_to("missing.txt")
    (tmp_path / "d" / "top").symlink_to(tmp_path)
    assert list(listing(tmp_path).files) == ["a.txt", "d/b.txt"]
    assert set(reasons(tmp_path)) == {"self.txt", "nowhere.txt", "d/top"}


def test_links_to_what_is_read_anyway_are_no_second_document_and_no_fault(tmp_path: Path) -> None:
    write(tmp_path, {"v2/a.txt": "text", ".hidden/b.txt": "text"})
    (tmp_path / "latest").symlink_to("v2")
    (tmp_path / "same.txt").symlink_to("v2/a.txt")
    (tmp_path / "b.txt").symlink_to(".hidden/b.txt")
    assert list(listing(tmp_path).files) == ["v2/a.txt"]
    assert reasons(tmp_path) == {"b.txt": "a symbolic link to a hidden or temporary file"}


def test_pipes_and_sockets_are_skipped_and_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("socket.txt")
        assert reasons(tmp_path) == {"pipe.txt": "a pipe, not a file", "socket.txt": "a socket, not a file"}


def test_devices_are_skipped_and_not_opened() -> None:
    found = {
        skipped.source: skipped.reason for skipped in listed(Path("/dev"), "", SUFFIXES, Path("/dev/none")).skipped
    }
    assert found["zero"] == found["null"] == "a device, not a file"
    with pytest.raises(DocumentError, match="not a regular file"):
        read(Path("/dev/zero"))


@pytest.mark.parametrize("swap", ["folder", "file", "pipe"])
def test_what_becomes_a_link_or_a_pipe_after_it_was_listed_is_not_followed(swap: str, tmp_path: Path) -> None:
    write(tmp_path, {"docs/deep/a.txt": "text", "docs/b.txt": "text", "secret/a.txt": "secret"})
    found = listing(tmp_path / "docs")
    deep = tmp_path / "docs" / "deep"
    (deep / "a.txt").unlink()
    match swap:
        case "folder":
            deep.rmdir()
            deep.symlink_to(tmp_path / "secret")
        case "file":
            (deep / "a.txt").symlink_to(tmp_path / "secret" / "a.txt")
        case _:
            os.mkfifo(deep / "a.txt")
    outcomes = dict(changed(found.files, {}, DirectParser()))
    assert isinstance(outcomes["deep/a.txt"], DocumentError)
    assert isinstance(outcomes["b.txt"], Document)


def test_odd_names_are_shown_escaped(tmp_path: Path) -> None:
    names = {
        b"a\nb.txt": "a\\nb.txt",
        b"c\xff.txt": "c\\xff.txt",
        b"--flag.txt": "--flag.txt",
        b"\x1b[31m.txt": "\\x1b[31m.txt",
    }
    for name in names:
        (tmp_path / os.fsdecode(name)).write_text("text")
    assert set(listing(tmp_path).files) == set(names.values())


def test_two_names_that_look_the_same_are_one_document_and_one_warning(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"c\xff.txt")).write_text("text")
    (tmp_path / "c\\xff.txt").write_text("text")
    found = listing(tmp_path)
    assert list(found.files) == ["c\\xff.txt"]
    assert [skipped.source for skipped in found.skipped] == ["c\\xff.txt"]


@pytest.mark.parametrize("name", ["سلام\u200cدنیا.txt", "👩\u200d🔬.txt", "plain.txt", "日本語.txt", "a b.txt"])
def test_letters_of_all_languages_stay_as_they_are(name: str) -> None:
    assert shown(name) == name


def test_what_hides_or_reorders_a_name_is_escaped() -> None:
    assert shown("a\u202etxt.exe") == "a\\u202etxt.exe"
    assert shown("a\u200bb\ufeff\U000e0041") == "a\\u200bb\\ufeff\\U000e0041"


def test_very_deep_folders_are_listed(tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*["d"] * 500)
    deep.mkdir(parents=True)
    (deep / "a.txt").write_text("text")
    assert list(listing(tmp_path).files) == ["d/" * 500 + "a.txt"]


def test_a_file_far_too_large_to_be_a_document_is_not_read_to_its_end(tmp_path: Path) -> None:
    write(tmp_path, {"log.txt": "Alpha."})
    os.truncate(tmp_path / "log.txt", 4_000_000_000_000)
    ((source, outcome),) = changed({"log.txt": tmp_path / "log.txt"}, {}, DirectParser())
    assert source == "log.txt"
    assert "larger than 50 MB" in str(outcome)
