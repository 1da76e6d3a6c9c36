"""Indexing a thousand files of every type, some of which cannot be read: time, and how much memory it takes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bench.reporting.rows import Row
from bench.workloads.mixture import write_mixture
from bench.workloads.texts import ROOT

if TYPE_CHECKING:
    from bench.workloads.workshop import Workshop

FILES, FEW, MORE = 1_000, 100, 2_000
# Seconds between two looks at the memory; the kernel keeps the most there was, so that none is missed.
_LOOK = 0.2


@dataclass(frozen=True)
class Indexed:
    """What ``citeseed index`` did with a folder.

    Parameters
    ----------
    megabytes
        Of the files.
    seconds
        From the start of the process to its end.
    code
        Exit code.
    report
        What it printed with ``--json``.
    most, most_parsing
        Most megabytes that the process, and that any of those which parse for it, had in memory.
    """

    megabytes: float
    seconds: float
    code: int
    report: dict[str, object]
    most: float
    most_parsing: float


def measure(place: Workshop) -> list[Row]:
    """Return time and memory for many files beside those for few; that memory grows little is what is to be shown."""
    unreadable = write_mixture(place.folder / "mixed", FILES)
    write_mixture(place.folder / "mixed-few", FEW)
    write_mixture(place.folder / "mixed-more", MORE)
    few, many, more = (indexed(place.folder / name) for name in ("mixed-few", "mixed", "mixed-more"))
    reasons = {each["reason"] for each in many.report["skipped"]}  # type: ignore[attr-defined]
    assert many.code == more.code == 3
    assert len(many.report["skipped"]) == unreadable  # type: ignore[arg-type]
    what = f"{FILES:,} mixed files of {many.megabytes:.1f} MB"
    beside = f"{FEW:,} of them, {few.megabytes:.1f} MB"
    parsing = many.most_parsing, "MB", beside, few.most_parsing

    def told(most: float) -> str:
        return f"{MORE:,} files of {more.megabytes:.1f} MB: {most:.0f} MB"

    note = f"{unreadable} skipped for {len(reasons)} reasons, exit code 3"
    return [
        Row(f"indexing {what}, process start to end", many.seconds, "s", beside, few.seconds, 1, note),
        Row("most memory of the process in that", many.most, "MB", beside, few.most, 1, told(more.most)),
        Row("most memory of a process that parses for it", *parsing, 1, told(more.most_parsing)),
    ]


def indexed(folder: Path) -> Indexed:
    """Index a folder as people do, and look at the memory of all processes meanwhile."""
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    command = [sys.executable, "-m", "ui", "index", str(folder), "--index", f"{folder}-library", "--json"]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "HF_HUB_OFFLINE": "1"}
    started, most, most_parsing = time.perf_counter(), 0, 0
    # A pipe that is read when the process has ended holds up one that has more to say than fits into it.
    with (
        tempfile.TemporaryFile("w+", encoding="utf-8") as said,
        subprocess.Popen(command, cwd=ROOT, env=environment, stdout=said) as process,
    ):
        while process.poll() is None:
            for parent, kilobytes in processes(process.pid):
                if parent:
                    most = max(most, kilobytes)
                else:
                    most_parsing = max(most_parsing, kilobytes)
            time.sleep(_LOOK)
        taken = time.perf_counter() - started
        said.seek(0)
        report = json.loads(said.read())
    return Indexed(size / 1e6, taken, process.returncode, report, most / 1e3, most_parsing / 1e3)


def processes(parent: int) -> list[tuple[bool, int]]:
    """Return for a process and each of its children whether it is the parent, and the most kilobytes it ever had."""
    found = []
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            lines = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
        except OSError:
            continue  # it has ended
        is_parent = int(lines["Pid"]) == parent
        if (is_parent or int(lines["PPid"]) == parent) and "VmHWM" in lines:
            found.append((is_parent, int(lines["VmHWM"].split()[0])))
    return found
