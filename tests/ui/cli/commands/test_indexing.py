"""Indexing and following folders at the command line."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
from typing import TYPE_CHECKING

import pytest

from tests.harness.processes import ARTICLE, GOLDEN, SEEDS, asked, citeseed, refused, started

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator
    from pathlib import Path


def test_an_unchanged_folder_costs_nothing(library: Path) -> None:
    again = citeseed("index", str(SEEDS), "--json", "--index", str(library), cwd=library)
    record = json.loads(again.stdout)
    assert (again.returncode, again.stderr) == (0, "")
    assert (record["added"], record["changed"], record["removed"], record["unchanged"]) == (0, 0, 0, 1)
    assert (record["embedded"], record["skipped"], record["generation"]) == (0, [], 1)


def test_other_folders_are_refused_until_it_is_said_how(library: Path, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "a.txt").write_text("A second document about tea.\n")
    refused(citeseed("index", "other", "--json", "--index", str(library), cwd=tmp_path), 4, "--add", "--replace")


def test_skipped_files_are_named_and_the_exit_code_says_so(library: Path, tmp_path: Path) -> None:
    # The article again: its vectors are known, so that no model has to be started.
    folder = shutil.copytree(SEEDS, tmp_path / "docs")
    (folder / "picture.xyz").write_bytes(b"\x00\x01")
    (folder / "empty.txt").touch()
    index = ("index", "docs", "--replace", "--index", str(library))
    result = citeseed(*index, "--json", cwd=tmp_path)
    assert (result.returncode, result.stderr) == (3, "")
    record = json.loads(result.stdout)
    reasons = {skipped["source"]: skipped["reason"] for skipped in record["skipped"]}
    assert set(reasons) == {"picture.xyz", "empty.txt"}
    assert all(reasons.values())
    told = citeseed(*index, cwd=tmp_path)
    assert told.returncode == 3
    assert "Skipped 2 files:\n" in told.stdout
    assert f"  picture.xyz: {reasons['picture.xyz']}\n" in told.stdout


def test_a_name_that_is_no_utf8_is_shown_escaped_and_found_by_that(library: Path, tmp_path: Path) -> None:
    folder = tmp_path / "docs"
    folder.mkdir()
    shutil.copyfile(SEEDS / ARTICLE, folder / os.fsdecode(b"caf\xe9\x1b[31m\n.txt"))
    place = ("--index", str(library))
    made = citeseed("index", "docs", "--replace", "--json", *place, cwd=tmp_path)
    assert (made.returncode, json.loads(made.stdout)["embedded"]) == (0, 0)
    source = "caf\\xe9\\x1b[31m\\n.txt"
    found = json.loads(citeseed("search", "Alibaba", "-k", "1", "--json", *place, cwd=tmp_path).stdout)
    assert found["passages"][0]["source"] == source
    assert citeseed("show", source, *place, cwd=tmp_path).stdout.startswith("Alibaba")


@pytest.mark.slow
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interrupted_index_leaves_the_library_as_it_was(
    number: signal.Signals, code: int, library: Path, tmp_path: Path
) -> None:
    more = tmp_path / "more"
    more.mkdir()
    for part in range(300):
        (more / f"{part}.txt").write_text(f"Document {part}. " + "Tea grows on hills. " * 200)
    before = {path.relative_to(library) for path in library.rglob("*")}
    process = started("index", str(more), "--add", "--index", str(library), cwd=tmp_path)
    while not list(library.glob("generations/*.new")):
        assert process.poll() is None, process.communicate()
    process.send_signal(number)
    output, errors = process.communicate(timeout=60)
    assert (process.returncode, output) == (code, "")
    assert errors == "citeseed: interrupted; the library is unchanged\n"
    assert not list(library.glob("generations/*.new"))
    assert {path.relative_to(library) for path in library.rglob("*")} - before <= {library / "lock"}
    assert asked(library, GOLDEN)["generation"] == 1


def lines_of(process: subprocess.Popen[str]) -> Iterator[str]:
    assert process.stdout is not None
    return iter(process.stdout.readline, "")


@pytest.mark.slow
def test_a_watched_folder_is_followed_until_ctrl_c(library: Path, tmp_path: Path) -> None:
    more = tmp_path / "more"
    more.mkdir()
    (more / "tea.txt").write_text("Tea grows on hills in Nepal.")
    with started("index", str(more), "--add", "--watch", "--index", str(library), cwd=tmp_path) as process:
        lines = lines_of(process)
        assert list(iter(lines.__next__, "Ctrl-C ends it.\n"))[-1] == f"Watching:  {more}\n"
        (more / "coffee.txt").write_text("Coffee grows in Ethiopia.")
        (more / "copy.txt").write_text("Tea grows on hills in Nepal.")
        (more / "odd.xyz").write_text("?")
        assert re.fullmatch(r"\d\d:\d\d:\d\d  2 added; 4 documents in \d+ chunks, generation 3\n", next(lines))
        told = [next(lines).strip() for _ in range(4)]
        assert told[:3] == [
            "added    more/coffee.txt",
            "added    more/copy.txt",
            "copy     more/tea.txt says what more/copy.txt says",
        ]
        assert told[3].startswith("skipped  more/odd.xyz: unknown file type .xyz")
        assert asked(library, "where does coffee grow?")["generation"] == 3
        more.rename(tmp_path / "away")
        assert process.stderr is not None
        assert process.stderr.readline() == (
            f"citeseed: The folder '{more}' does not exist; name the folder of your documents. Watching goes on.\n"
        )
        process.send_signal(signal.SIGINT)
        output, errors = process.communicate(timeout=60)
    assert (process.returncode, output) == (130, "")
    assert errors == "citeseed: interrupted; the library is whole, generation 3\n"


@pytest.mark.slow
def test_changes_of_a_watched_folder_are_lines_of_json_for_programs(library: Path, tmp_path: Path) -> None:
    more = tmp_path / "more"
    more.mkdir()
    (more / "tea.txt").write_text("Tea grows on hills.")
    arguments = ("index", str(more), "--replace", "--watch", "--json", "--index", str(library))
    with started(*arguments, cwd=tmp_path) as process:
        lines = lines_of(process)
        assert json.loads(next(lines))["generation"] == 2
        (more / "tea.txt").write_text("Tea grows on hills in Nepal.")
        change = json.loads(next(lines))
        assert (change["changed"], change["sources"]) == (1, [{"source": "tea.txt", "done": "changed"}])
        process.terminate()
        _, errors = process.communicate(timeout=60)
    assert process.returncode == 143
    assert errors == "citeseed: interrupted; the library is whole, generation 3\n"


def test_a_second_writer_leaves_at_once(library: Path, tmp_path: Path) -> None:
    more = tmp_path / "more"
    more.mkdir()
    for part in range(300):
        (more / f"{part}.txt").write_text(f"Document {part}. " + "Tea grows on hills. " * 200)
    with started("index", str(more), "--add", "--index", str(library), cwd=tmp_path) as first:
        while not list(library.glob("generations/*.new")):
            assert first.poll() is None, first.communicate()
        second = citeseed("index", str(SEEDS), "--json", "--index", str(library), cwd=tmp_path)
        first.terminate()
    refused(second, 5, str(first.pid))
