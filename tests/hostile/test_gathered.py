"""Hostile documents as users meet them: one folder of everything, indexed and asked by the command line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from index import open_library
from tests.harness.processes import citeseed
from tests.hostile.conftest import BOMBS, GOOD, SECRET
from tests.hostile.samples.odd_folders import ODD_NAMES
from tests.libraries import held

if TYPE_CHECKING:
    from pathlib import Path

    from tests.hostile.conftest import Gathered


def texts(gathered: Gathered) -> dict[str, str]:
    return held(open_library(gathered.library).open())


def test_the_good_files_are_indexed_and_the_exit_code_says_that_others_were_not(gathered: Gathered) -> None:
    assert gathered.indexed.returncode == 3
    assert "Traceback" not in gathered.indexed.stderr + gathered.asked.stderr
    assert {f"good/{name}" for name in GOOD} <= texts(gathered).keys()


def test_every_file_is_either_read_or_passed_over_with_a_reason(gathered: Gathered) -> None:
    read, made = texts(gathered).keys(), set(BOMBS)
    assert not read & gathered.skipped.keys()
    files = [path for path in gathered.documents.rglob("*") if not path.is_dir() and path.parent.name != "odd"]
    assert read | gathered.skipped.keys() >= {str(path.relative_to(gathered.documents)) for path in files}
    assert {f"bombs/{name}" for name in made} <= gathered.skipped.keys() | read
    for reason in gathered.skipped.values():
        assert re.fullmatch(r"[^\x00-\x1f\x7f-\x9f]{10,250}", reason)
        assert "Error" not in reason or "not a" in reason, reason


def test_no_byte_of_the_library_is_the_secret(gathered: Gathered) -> None:
    for path in gathered.library.rglob("*"):
        assert path.is_dir() or SECRET.encode() not in path.read_bytes(), path
    assert SECRET not in gathered.indexed.stdout + gathered.indexed.stderr + gathered.asked.stdout
    assert not any("root:x:0" in text for text in texts(gathered).values())


@pytest.mark.needs("trace")
def test_neither_indexing_nor_asking_makes_a_connection(gathered: Gathered) -> None:
    assert gathered.calls == ()


def test_nobody_is_asked_for_anything_and_nothing_is_run(gathered: Gathered) -> None:
    assert gathered.heard == ()
    assert not gathered.canary.exists()
    assert gathered.asked.returncode == 0, gathered.asked.stderr
    assert "want" in gathered.asked.stdout


def test_what_is_no_file_is_passed_over_and_odd_names_are_told_without_harm(gathered: Gathered, tmp_path: Path) -> None:
    read = {source for source in texts(gathered) if source.startswith("odd/")}
    assert read == {f"odd/{shown}" for shown in ODD_NAMES.values()}
    assert {source: reason for source, reason in gathered.skipped.items() if source.startswith("odd/")} == gathered.told
    for source in ("odd/new\\nline.txt", "odd/--flag.txt", "odd/\\x1b[31mred\\x07.txt"):
        told = citeseed("show", source, "--index", str(gathered.library), cwd=tmp_path)
        assert (told.returncode, told.stdout.strip()) == (0, "Words in a file of an odd name.")


def test_a_folder_whose_name_is_a_flag_is_indexed_when_it_is_said_to_be_none(tmp_path: Path) -> None:
    (tmp_path / "--replace").mkdir()
    (tmp_path / "--replace" / "--json.txt").write_text("Words.")
    made = citeseed("index", "--index", "library", "--", "--replace", cwd=tmp_path)
    assert made.returncode == 0, made.stderr
    assert citeseed("show", "--json.txt", "--index", "library", cwd=tmp_path).returncode == 2
    assert citeseed("show", "--index", "library", "--", "--json.txt", cwd=tmp_path).stdout.strip() == "Words."
