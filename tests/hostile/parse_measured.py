"""Parse files as the product does, each in its own process, and measure the result.

Run as a program, so that what children took belongs to nobody else: ``python -m tests.hostile.parse_measured FOLDER``.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import DocumentError
from index.parsing.pool import SandboxParser
from tests.libraries import ROOT

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class Outcome:
    """What became of a file: its text, or the reason why there is none, and seconds of processor time."""

    text: str
    reason: str
    seconds: float


@dataclass(frozen=True)
class Trial:
    """Outcomes by name, and the most memory that any process took, in bytes."""

    outcomes: dict[str, Outcome]
    memory: int


def tried(files: Mapping[str, bytes], folder: Path) -> Trial:
    """Write the files into a folder, and parse each; the whole may take two minutes of a busy machine."""
    for name, data in files.items():
        (folder / name).write_bytes(data)
    run = subprocess.run(
        [sys.executable, "-m", "tests.hostile.parse_measured", str(folder)],
        cwd=ROOT, capture_output=True, encoding="utf-8", check=False, timeout=240,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    told = json.loads(run.stdout)
    return Trial({name: Outcome(**each) for name, each in told["outcomes"].items()}, told["memory"])


def main(folder: Path) -> None:
    outcomes = {}
    for path in sorted(folder.iterdir()):
        before, text, reason = _seconds(), "", ""
        with closing(SandboxParser()) as parser:
            try:
                document = parser.parse(path.read_bytes(), path.name)
                text = f"{document.title}\n{document.text}"
            except DocumentError as error:
                reason = str(error)
        outcomes[path.name] = {"text": text, "reason": reason, "seconds": _seconds() - before}
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    sys.stdout.write(json.dumps({"outcomes": outcomes, "memory": memory}))


def _seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main(Path(sys.argv[1]))
