"""A disk that is full, that reports errors, and one that lies."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.faults.cases import Case
from tests.faults.tracing import CHANGES, followed, injected, sample, whole
from tests.harness.machine import namespace
from tests.libraries import ROOT

if TYPE_CHECKING:
    from pathlib import Path

TOLD = ("StorageError: Cannot write to the library in", "StorageError: What was written to the library in")


def in_a_namespace(*arguments: object) -> str:
    """Run ``tests/faults/mounts.py`` where it may mount file systems; return what it says."""
    command = [*namespace(), sys.executable, "-m", "tests.faults.mounts", *map(str, arguments)]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False, timeout=1200)
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


@pytest.mark.needs("mount")
@pytest.mark.timeout(1200)
def test_on_a_disk_of_any_size_it_is_the_old_library_or_the_new_one(tmp_path: Path, every: bool) -> None:
    said = in_a_namespace("full", tmp_path, 4 if every else 48)
    full, room = map(int, said.split())
    assert full >= 2
    assert room == 1


@pytest.mark.needs("trace")
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("error", ["EIO", "ENOSPC"])
def test_an_error_at_any_step_is_told_and_loses_nothing(tmp_path: Path, error: str, every: bool) -> None:
    case = Case(tmp_path)
    steps = followed(case.documents, case.library)
    told = 0
    for step in sample(steps, 3, every=every):
        case.again()
        ended = injected(case.documents, case.library, step, f"error={error}")
        case.check()
        if ended.returncode:
            told += 1
            assert ended.stderr.startswith(TOLD), (step, ended.stderr)
            assert ended.stderr.count("\n") == 1
            case.check_old()
        case.check_next()
    assert told or not every


@pytest.mark.needs("trace")
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("lie", ["lost", "changed"])
def test_what_the_disk_says_it_wrote_and_did_not_is_never_answered_from(tmp_path: Path, lie: str, every: bool) -> None:
    case = Case(tmp_path)
    calls = ("write", "pwrite64", "sendfile") if lie == "lost" else ("write", "pwrite64")
    steps = [step for step in followed(case.documents, case.library) if step.call in calls and step.result > 0]
    assert {step.call for step in steps} == set(calls)
    for step in sample(steps, 3, every=every):
        case.again()
        # The first byte of what is written becomes another one, in a buffer or in what the program means to write.
        fault = f"retval={step.result}" if lie == "lost" else "poke_enter=@arg2=7f"
        ended = injected(case.documents, case.library, step, fault)
        case.check()
        if ended.returncode:
            assert ended.stderr.startswith(TOLD), (step, ended.stderr)
            case.check_old()
        case.check_next()


def test_a_call_that_another_one_interrupts_keeps_its_result() -> None:
    assert whole(
        [
            "7 sendfile(5</new>, 4</old>, NULL, 90 <unfinished ...>",
            "8 write(6</log>, ..., 3 <unfinished ...>",
            "7 <... sendfile resumed>) = 90",
            "7 fsync(5</new>) = 0",
            "8 <... write resumed>) = 3",
            "9 <... openat resumed>) = 4",
        ]
    ) == ["7 sendfile(5</new>, 4</old>, NULL, 90) = 90", "8 write(6</log>, ..., 3) = 3", "7 fsync(5</new>) = 0"]


@pytest.mark.needs("trace")
def test_everything_is_on_the_disk_before_it_is_named(tmp_path: Path) -> None:
    case = Case(tmp_path)
    steps = followed(case.documents, case.library)
    case.check_new()
    said = [f"{step.call}({step.rest}" for step in steps]
    renamed = next(n for n, each in enumerate(said) if each.startswith("rename(") and "000003.new" in each)
    current = next(n for n, each in enumerate(said) if each.startswith("rename(") and "CURRENT.new" in each)
    assert renamed < current
    generation = case.library / "generations" / "000003"
    draft = f"{generation}.new"
    for path in [generation, *sorted(generation.rglob("*"))]:
        name = str(path).replace(str(generation), draft)
        touched = [n for n, each in enumerate(said[:renamed]) if f"<{name}>" in each and not each.startswith("fsync(")]
        flushed = [n for n, each in enumerate(said[:renamed]) if each.startswith("fsync(") and f"<{name}>" in each]
        inside = [n for n, each in enumerate(said[:renamed]) if f"{name}/" in each and "fsync(" not in each]
        assert flushed, f"{path} is not flushed before its folder is renamed"
        assert flushed[-1] > max(touched + (inside if path.is_dir() else []), default=-1), f"{path} is written after"
    assert _flushed(said[renamed:current], f"{generation.parent}"), (
        "the generation's name is not flushed before CURRENT"
    )
    assert _flushed(said[:current], f"{case.library / 'CURRENT.new'}"), "CURRENT is not flushed before it is renamed"
    assert _flushed(said[current:], f"{case.library}"), "the name CURRENT is not flushed"
    assert all(call in CHANGES for call in ("fsync", "rename"))


def _flushed(said: list[str], path: str) -> bool:
    return any(each.startswith("fsync(") and f"<{path}>" in each for each in said)


@pytest.mark.needs("mount")
def test_questions_work_on_a_read_only_disk_and_indexing_says_why_not(tmp_path: Path) -> None:
    assert in_a_namespace("read-only", tmp_path) == "answered, refused\n"
