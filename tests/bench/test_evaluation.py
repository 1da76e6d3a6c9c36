from __future__ import annotations

import gzip
import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from bench.evaluation import NAMES
from rag.evaluation.reports.targets import TARGETS
from tests.harness.processes import ROOT, environment

if TYPE_CHECKING:
    from pathlib import Path


SMALL = {
    "documents": [
        {"id": "tea", "title": "Tea", "text": "Tea is made from leaves. Robert Fortune carried tea plants to India."},
        {"id": "rome", "title": "Rome", "text": "Rome was founded in 753 BC. The river of Rome is the Tiber."},
    ],
    "questions": [
        {
            "question": "Which river flows through it?",
            "answerable": True,
            "answers": ["the Tiber"],
            "evidence": [{"doc_id": "rome", "quote": "The river of Rome is the Tiber."}],
            "history": [{"role": "user", "text": "When was Rome founded?"}],
            "rewrite": "Which river flows through Rome?",
        },
        {
            "question": "Who carried tea plants to India?",
            "answerable": True,
            "answers": ["Robert Fortune"],
            "evidence": [{"doc_id": "tea", "quote": "Robert Fortune carried tea plants to India."}],
        },
        {"question": "How many moons does Jupiter have?", "answerable": False},
    ],
}


def measured(*arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bench.evaluation", *arguments],
        cwd=ROOT,
        env=environment(**more),
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=240,
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


def test_the_page_is_written_from_what_was_measured(tmp_path: Path) -> None:
    (tmp_path / "eval").mkdir()
    for name in NAMES:
        with gzip.open(tmp_path / "eval" / f"{name}.json.gz", "wt") as file:
            json.dump(SMALL, file)
    page = tmp_path / "page.md"
    result = measured(str(page), CITESEED_DATA=str(tmp_path), XDG_CACHE_HOME=str(tmp_path))
    assert (result.returncode, result.stdout) == (0, f"Written: {page}\n"), result.stderr
    text = page.read_text()
    assert "| wiki_articles: evidence sentence in passage 1 | 1.000 [1.000, 1.000] | 0.91 | yes |" in text
    assert "| invalid citations, anywhere | 0 | 0 | yes |  |" in text
    assert "last turn alone 1.000, with history 1.000, rewritten by a person 1.000" in text
    assert "| mtrag_wiki, questions with history | hit@1 |" in text
    for name in NAMES:
        assert f"### {name}: 2 documents in 2 passages" in text


def test_every_target_is_of_a_data_set_that_is_measured() -> None:
    assert {target.data for target in TARGETS} <= set(NAMES)
