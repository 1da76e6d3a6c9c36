"""The output of ``make bench``. No test here is about speed."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from bench.__main__ import SUBJECTS
from bench.reporting.rows import Row, taken_in_turn
from bench.reporting.table import table
from bench.speed.cold_start import checked_out, run
from bench.workloads.texts import CHUNKS, write_documents
from index.chunking.chunker import Splitting, split
from index.loaders import load
from tests.harness.processes import ROOT, environment

if TYPE_CHECKING:
    from pathlib import Path

ROW = Row("reading 10 passages", 12.345, "pairs/s", "another model", 1234.5, 9, "all well")


def bench(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bench", *arguments],
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=240,
    )


def test_a_measurement_from_end_to_end(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    arguments = ("--only", "opening", "--only", "changing", "--documents", "4", "--write", str(page))
    done = bench(*arguments, "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    opening, changing = told["rows"]
    assert opening["what"] == "opening a library of 4 documents, checksums compared"
    assert changing["what"] == "sync after one of 4 files changed"
    for row in told["rows"]:
        assert row["figure"] > 0
        assert row["ratio"] == pytest.approx(row["figure"] / row["reference"])
    assert {"processor", "Python", "torch"} <= set(told["circumstances"])
    text = page.read_text(encoding="utf-8")
    assert text.startswith("# Performance\n")
    assert "| opening a library of 4 documents, checksums compared |" in text
    assert f"torch {told['circumstances']['torch']}" in text


def test_an_unknown_measurement_is_refused() -> None:
    done = bench("--only", "weather")
    assert (done.returncode, done.stdout) == (2, "")
    assert all(name in done.stderr for name in SUBJECTS)


def test_every_measurement_has_its_file() -> None:
    assert all((ROOT / "bench" / "speed" / f"{name}.py").is_file() for name in SUBJECTS)


@pytest.mark.needs("git")
def test_the_cold_start_beside_a_commit_runs_the_program_of_that_commit(tmp_path: Path) -> None:
    with checked_out("HEAD", tmp_path / "old") as old:
        assert (old / "ui" / "cli" / "main.py").is_file()
        (old / "ui" / "__main__.py").write_text("print('the old one')\n", encoding="utf-8")
        assert run(old, "-m", "ui", "ask", "anything") == "the old one\n"
    assert not (tmp_path / "old").exists()


def test_the_table_shows_figure_reference_and_ratio() -> None:
    assert table([ROW]).splitlines()[2] == (
        "| reading 10 passages (all well) | 12.3 pairs/s | another model | 1,234 pairs/s | 0.01 | 9 |"
    )


def test_works_take_turns() -> None:
    done: list[str] = []
    assert len(taken_in_turn(3, lambda: done.append("a"), lambda: done.append("b"))) == 2
    assert done == ["a", "b"] * 3


def test_documents_are_the_same_every_time_and_of_the_size_that_is_told(tmp_path: Path) -> None:
    one, other = (write_documents(tmp_path / name, 20) for name in ("one", "other"))
    texts = [path.read_bytes() for path in one]
    assert texts == [path.read_bytes() for path in other]
    assert len(set(texts)) == 20
    chunks = sum(len(split(load(path, path.name), Splitting())) for path in one)
    assert 0.8 * CHUNKS < chunks / 20 < 1.3 * CHUNKS
