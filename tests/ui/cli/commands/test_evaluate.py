"""``citeseed eval`` through real processes, with the real models."""

from __future__ import annotations

import json
import signal
from typing import TYPE_CHECKING

import pytest
from jsonschema import Draft202012Validator

from tests.harness.processes import citeseed, started
from ui.api.json_schemas import schemas

if TYPE_CHECKING:
    from pathlib import Path

CONTENT = {
    "documents": [
        {
            "id": "tea",
            "title": "Tea",
            "text": "Tea is made from leaves. Tea grows on hills in Assam. Robert Fortune carried tea plants to India.",
        },
        {"id": "rome", "title": "Rome", "text": "Rome was founded in 753 BC. The river of Rome is the Tiber."},
    ],
    "questions": [
        {
            "question": "Which river flows through Rome?",
            "answerable": True,
            "answers": ["the Tiber"],
            "evidence": [{"doc_id": "rome", "quote": "The river of Rome is the Tiber."}],
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


@pytest.fixture
def data(tmp_path: Path) -> Path:
    path = tmp_path / "small.json"
    path.write_text(json.dumps(CONTENT))
    return path


def surroundings(folder: Path) -> dict[str, str]:
    """Return the environment of a process that leaves its traces in ``folder`` alone."""
    for name in ("cache", "temporary"):
        (folder / name).mkdir()
    return {"XDG_CACHE_HOME": str(folder / "cache"), "TMPDIR": str(folder / "temporary")}


def left_over(folder: Path) -> list[Path]:
    """Return our own temporary folders; torch and others leave theirs."""
    return list((folder / "temporary").glob("citeseed*"))


@pytest.mark.slow
def test_figures_outcomes_and_page_in_one_run(data: Path, tmp_path: Path) -> None:
    traces = surroundings(tmp_path)
    files = ("--save-outcomes", "o.jsonl", "--report", "r.html")
    made = citeseed("eval", str(data), "--json", *files, "--threads", "2", cwd=tmp_path, **traces)
    assert (made.returncode, made.stderr) == (0, "")
    record = json.loads(made.stdout)
    Draft202012Validator(schemas()["eval"]).validate(record)
    assert record["single"]["figures"]["hit@1"]["value"] == 1
    assert {"right", "concise", "shown", "refused"} <= set(record["single"]["figures"])
    assert record["single"]["figures"]["invalid_citations"]["value"] == 0
    assert record["follow_ups"] is None
    assert len((tmp_path / "o.jsonl").read_text().splitlines()) == 3
    assert (tmp_path / "r.html").read_text().startswith("<!doctype html>")
    assert not (tmp_path / ".citeseed").exists()
    assert not left_over(tmp_path)
    assert len(list((tmp_path / "cache").rglob("*.sqlite"))) == 1
    again = citeseed("eval", str(data), "--limit", "1", "--index", "kept", cwd=tmp_path, **traces)
    assert again.returncode == 0
    assert "small: 2 documents in 2 passages, 1 questions" in again.stdout
    assert "invalid citations" in again.stdout
    assert "unanswerable questions refused" in again.stdout
    status = json.loads(citeseed("status", "--json", "--index", "kept", cwd=tmp_path).stdout)
    assert status["documents"] == 2


@pytest.mark.parametrize(
    ("arguments", "code", "part"),
    [
        (["missing.json"], 1, "There is no file missing.json"),
        (["broken.json"], 1, "broken.json is not JSON"),
        (["small.json", "--limit", "none"], 2, "'none' is not a whole number above 0"),
        (["small.json", "--report", "r.png"], 2, "must be the name of an .html file"),
        (["small.json", "--report", "nowhere/r.html"], 2, "The folder of 'nowhere/r.html' does not exist"),
        (["small.json", "--off-topic", "missing.json"], 1, "There is no file missing.json"),
        ([], 2, "DATA"),
    ],
)
def test_what_cannot_be_measured_is_said_in_a_sentence(
    arguments: list[str], code: int, part: str, data: Path, tmp_path: Path
) -> None:
    (tmp_path / "broken.json").write_text("{")
    made = citeseed("eval", *arguments, cwd=tmp_path)
    assert (made.returncode, made.stdout) == (code, "")
    assert part in made.stderr
    assert made.stderr.count("\n") == 1


def test_the_users_own_library_is_never_filled_with_a_data_set(data: Path, seeds_library: Path, tmp_path: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in seeds_library.rglob("*") if path.name != "lock"}
    made = citeseed("eval", str(data), "--index", str(seeds_library), cwd=tmp_path)
    assert (made.returncode, made.stdout) == (4, "")
    assert "not of this data set" in made.stderr
    assert {path: path.stat().st_mtime_ns for path in seeds_library.rglob("*") if path.name != "lock"} == before


def test_an_interruption_ends_quietly_and_clears_up(data: Path, tmp_path: Path) -> None:
    traces = surroundings(tmp_path)
    process = started("eval", str(data), cwd=tmp_path, **traces)
    # Until something lies in the folder, Python itself may not know yet that it is there to be cleared up.
    while not any(any(path.iterdir()) for path in left_over(tmp_path)):
        assert process.poll() is None, process.communicate()
    process.send_signal(signal.SIGINT)
    output, errors = process.communicate(timeout=60)
    assert (process.returncode, output) == (130, "")
    assert errors == "citeseed: interrupted\n"
    assert not left_over(tmp_path)
