"""Large, many or deep inputs have stated limits and bounded memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

from tests.libraries import ROOT, write

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

# Python with what indexing imports takes 90 MB, and 20,000 small files 30 MB more.
MEMORY = 250_000_000


def indexed(documents: Path, library: Path) -> Any:
    run = subprocess.run(
        [sys.executable, "-m", "tests.hostile.index_many", str(documents), str(library)],
        cwd=ROOT, capture_output=True, encoding="utf-8", check=False, timeout=280,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


def test_many_small_files_are_counted_one_by_one_and_take_little_memory(every: bool, tmp_path: Path) -> None:
    number = 20_000 if every else 3_000
    lamps = (f"{each % 100}/{each}.txt" for each in range(number))
    told = indexed(
        write(tmp_path / "documents", {name: f"The lamp {name} is lit." for name in lamps}), tmp_path / "library"
    )
    assert (told["documents"], told["skipped"]) == (number, {})
    assert told["stages"]["reading"] >= number
    assert told["ends"]["reading"] == told["ends"]["embedding"] == [number, number]
    assert told["memory"] < MEMORY


def test_what_is_too_large_or_too_deep_is_told_with_its_limit(tmp_path: Path) -> None:
    documents = write(tmp_path / "documents", {"a.txt": "Words.", "/".join(["deep"] * 500) + "/b.txt": "Deep words."})
    for name in ("large.txt", "large.md", "large.pdf", "large.docx", "large.csv"):
        with (documents / name).open("wb") as file:
            file.write(
                b"PK\x03\x04" if name.endswith("docx") else b"%PDF-1.7\n" if name.endswith("pdf") else b"Words\n"
            )
            file.truncate(100_000_000)
    # No system opens a path of more than 4,096 bytes; what lies there is named by the folder that cannot be read.
    folder = os.open(documents, os.O_RDONLY)
    for _ in range(20):
        os.mkdir("n" * 255, dir_fd=folder)
        folder, above = os.open("n" * 255, os.O_RDONLY, dir_fd=folder), folder
        os.close(above)
    os.close(folder)
    told = indexed(documents, tmp_path / "library")
    assert told["documents"] == 2
    *large, deepest = sorted(told["skipped"])
    assert large == ["large.csv", "large.docx", "large.md", "large.pdf", "large.txt"]
    assert all("larger than 50 MB; split it" in told["skipped"][name] for name in large)
    assert told["skipped"][deepest] == "cannot be read: File name too long"
    # A file of 50 MB and one byte more is read before it is refused, by some threads at a time.
    assert told["memory"] < 2 * MEMORY
