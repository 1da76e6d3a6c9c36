from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

from index import DamagedLibrary, MismatchedLibrary, NoLibrary, StorageError, sync
from index.storage.generations import Generation, newest, sweep
from index.storage.layout import Layout
from index.storage.manifest import SCHEMA
from tests.libraries import answers, build, flip, held, library_in, litter, write

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FILES = {
    "a.txt": "Alpha met the gamma fox. " * 30,
    "b.txt": "Beta delta epsilon.\n\nA risky plan, said zeta.",
    "deep/c.md": "# Heading\n\nMore alpha here.",
}


@pytest.fixture
def two(tmp_path: Path) -> Path:
    """Return the folder of a library with the generations 1 and 2."""
    documents, library = build(tmp_path, FILES)
    write(documents, {"b.txt": "Beta changed its mind.\n\nNo plan, said zeta."})
    sync([documents], library)
    return library.layout.folder


def files_of(library: Path, generation: int) -> list[Path]:
    return sorted(path for path in Layout(library).generation(generation).rglob("*") if path.is_file())


def test_a_generation_holds_what_its_manifest_names(two: Path) -> None:
    names = {path.name for path in files_of(two, 2)}
    assert {"manifest.json", "catalog.sqlite", "cells.bin", "places.npy"} < names
    assert not [name for name in names if name.endswith((".pkl", ".pickle", "-journal", "-wal", "-shm"))]
    assert (two / "CURRENT").read_text() == "000002\n"
    assert litter(two) == []


def test_one_flipped_bit_in_any_file_is_never_accepted(two: Path) -> None:
    sound = answers(library_in(two).open())
    for path in files_of(two, 2):
        whole = path.read_bytes()
        for offset in {0, 1, len(whole) // 3, len(whole) // 2, len(whole) - 1}:
            flip(path, offset, offset % 8)
            snapshot = library_in(two).open()
            assert snapshot.generation == 1
            assert (
                f"Generation 2 is damaged ({path.relative_to(two / 'generations' / '000002')}: " in snapshot.warnings[0]
            )
            assert "answering from generation 1; run 'citeseed index' to repair it." in snapshot.warnings[0]
            path.write_bytes(whole)
    snapshot = library_in(two).open()
    assert (snapshot.generation, snapshot.warnings, answers(snapshot)) == (2, (), sound)


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def lengthen(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"\0")


def link(path: Path) -> None:
    copy = path.with_name(path.name + ".elsewhere")
    path.rename(copy)
    copy = copy.rename(path.parents[3] / copy.name)
    path.symlink_to(copy)


def folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize("harm", [truncate, lengthen, link, folder, lambda path: path.unlink()])
def test_every_other_harm_to_any_file_is_seen(two: Path, tmp_path: Path, harm: Callable[[Path], None]) -> None:
    for number, path in enumerate(files_of(two, 2)):
        copy = tmp_path / str(number)
        shutil.copytree(two, copy)
        harm(copy / path.relative_to(two))
        snapshot = library_in(copy).open()
        assert (snapshot.generation, len(snapshot.warnings)) == (1, 1)


@pytest.mark.parametrize("name", ["extra.pkl", "keywords/corpus.jsonl", "keywords/sub/x", "manifest.json.orig"])
def test_a_file_that_does_not_belong_there_is_seen(two: Path, name: str) -> None:
    write(two / "generations" / "000002", {name: "planted"})
    assert library_in(two).open().generation == 1


def test_what_a_desktop_hides_in_folders_is_no_harm(two: Path) -> None:
    write(two / "generations" / "000002", {".DS_Store": "icons"})
    snapshot = library_in(two).open()
    assert (snapshot.generation, snapshot.warnings) == (2, ())


@pytest.mark.parametrize("content", [b"", b"000099\n", b"garbage", b"../../etc", b"\xff\xff", b"000002" * 50])
def test_a_current_that_names_nothing_gives_the_newest_whole_one_with_a_warning(two: Path, content: bytes) -> None:
    (two / "CURRENT").write_bytes(content)
    snapshot = library_in(two).open()
    assert snapshot.generation == 2
    assert "answering from generation 2; run 'citeseed index' to repair it." in snapshot.warnings[0]


def test_a_missing_current_gives_the_newest_whole_one_with_a_warning(two: Path) -> None:
    (two / "CURRENT").unlink()
    snapshot = library_in(two).open()
    assert (snapshot.generation, len(snapshot.warnings)) == (2, 1)


def test_a_current_that_is_a_link_is_not_followed(two: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("000001\n")
    (two / "CURRENT").unlink()
    (two / "CURRENT").symlink_to(tmp_path / "mine")
    assert library_in(two).open().generation == 2


def test_a_link_in_the_place_of_all_generations_is_not_followed(two: Path, tmp_path: Path) -> None:
    (two / "generations").rename(tmp_path / "elsewhere")
    (two / "generations").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(DamagedLibrary):
        library_in(two).open()
    with pytest.raises(StorageError, match="symbolic link"):
        sync([tmp_path / "documents"], library_in(two))


def test_when_no_generation_is_whole_that_is_said(two: Path) -> None:
    for number in (1, 2):
        (two / "generations" / f"{number:06d}" / "vectors" / "cells.bin").unlink()
    with pytest.raises(
        DamagedLibrary, match=r"generation 2 is damaged \(vectors/cells\.bin: is missing\).*citeseed index"
    ):
        library_in(two).open()


def test_an_empty_folder_holds_no_library(tmp_path: Path) -> None:
    with pytest.raises(NoLibrary, match="citeseed index"):
        newest(Layout(tmp_path))
    with pytest.raises(NoLibrary, match="citeseed index"):
        newest(Layout(tmp_path / "missing"))


@pytest.mark.parametrize(("schema", "remedy"), [(SCHEMA + 1, "upgrade citeseed"), (SCHEMA - 1, "run 'citeseed index'")])
def test_another_format_says_which_program_made_it_and_what_to_do(two: Path, schema: int, remedy: str) -> None:
    path = two / "generations" / "000002" / "manifest.json"
    content = json.loads(path.read_bytes()) | {"schema": schema, "made_by": "citeseed 7.7"}
    path.write_text(json.dumps(content))
    with pytest.raises(MismatchedLibrary, match=rf"format {schema}, made by citeseed 7\.7.*{remedy}"):
        library_in(two).open()


def test_a_generation_that_is_open_is_not_dropped(two: Path) -> None:
    layout = Layout(two)
    reader = Generation(layout.generation(1))
    sweep(layout, {2})
    assert layout.numbers() == [2, 1]
    reader.close()
    sweep(layout, {2})
    assert layout.numbers() == [2]
    assert litter(two) == []


def test_the_litter_of_killed_runs_goes_with_the_next_writer(two: Path) -> None:
    write(
        two, {"CURRENT.new": "000", "generations/000003.new/catalog.sqlite": "half", "generations/000000.gone/x": "y"}
    )
    report = sync(None, library_in(two))
    assert (report.generation, report.unchanged, litter(two)) == (2, 3, [])


def test_a_generation_that_was_never_live_goes_and_its_number_is_not_given_again(two: Path, tmp_path: Path) -> None:
    write(tmp_path / "documents", {"d.txt": "A fourth."})
    library = library_in(two)
    with library.update() as draft:
        draft.mark("a.txt", stale=True)
        assert draft.generation == 3
    shutil.copytree(two / "generations" / "000002", two / "generations" / "000003")
    assert sync(None, library).generation == 4
    assert Layout(two).numbers() == [4, 2]


def test_numbers_are_not_given_again_when_the_live_one_was_damaged_or_deleted(two: Path) -> None:
    shutil.rmtree(two / "generations" / "000002")
    (two / "CURRENT").write_bytes(b"")
    report = sync(None, library_in(two))
    assert (report.generation, library_in(two).open().warnings) == (3, ())


def test_only_the_live_generation_and_the_one_before_are_kept(two: Path, tmp_path: Path) -> None:
    for number in range(3):
        write(tmp_path / "documents", {"b.txt": f"Version {number}."})
        sync(None, library_in(two))
    assert Layout(two).numbers() == [5, 4]


def test_when_the_last_step_fails_the_generation_before_is_live_and_nothing_stays(two: Path, tmp_path: Path) -> None:
    before = held(library_in(two).open())
    (two / "CURRENT.new").mkdir()
    (two / "CURRENT.new" / "stubborn").write_text("in the way")
    write(tmp_path / "documents", {"b.txt": "Never seen."})
    library = library_in(two)
    with library.update() as draft:
        draft.mark("b.txt", stale=True)
        (two / "CURRENT.new").mkdir(exist_ok=True)
        with pytest.raises(StorageError, match="library"):
            draft.publish()
    (two / "CURRENT.new").rmdir()
    assert held(library_in(two).open()) == before
    assert Layout(two).numbers() == [2, 1]
    assert litter(two) == []
    assert sync(None, library).changed == 1
