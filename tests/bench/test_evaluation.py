from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from bench.evaluation import NAMES
from rag.evaluation.targets import TARGETS
from tests.processes import ROOT, environment

if TYPE_CHECKING:
    from pathlib import Path


def measured(**more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bench.evaluation"],
        cwd=ROOT,
        env=environment(**more),
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )


def test_without_data_it_says_so_in_a_sentence() -> None:
    result = measured()
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr == ("make eval: CITESEED_DATA is not set; set it to the folder that holds eval/*.json.gz.\n")


@pytest.mark.parametrize("present", [0, 2])
def test_with_files_missing_it_names_one(present: int, tmp_path: Path) -> None:
    (tmp_path / "eval").mkdir()
    for name in NAMES[:present]:
        (tmp_path / "eval" / f"{name}.json.gz").write_text("{}")
    result = measured(CITESEED_DATA=str(tmp_path))
    assert (result.returncode, result.stdout) == (2, "")
    assert f"{NAMES[present]}.json.gz is missing" in result.stderr
    assert result.stderr.count("\n") == 1


def test_with_bad_files_it_says_what_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "eval").mkdir()
    for name in NAMES:
        (tmp_path / "eval" / f"{name}.json.gz").write_text("{}")
    result = measured(CITESEED_DATA=str(tmp_path))
    assert (result.returncode, result.stdout) == (2, "")
    assert "'documents' is missing" in result.stderr


def test_every_target_is_of_a_data_set_that_is_measured() -> None:
    assert {target.data for target in TARGETS} <= set(NAMES)
