"""What the documentation shows of the program: ``python -m tests.printed`` prints it again.

A ``console`` block of a page holds commands after ``$ ``, each with its output on a terminal of 88 columns. A python
block is a program. A ``json`` block is what the command in the comment above it prints, with long lists and texts
cut. All run in a folder that has ``seeds/``, a library made of it, what is in ``docs/examples/``,
and ``incidents``, a library of some reports of ``bench/data/incidents/``.
"""

from __future__ import annotations

import json
import os
import pty
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.harness.processes import ROOT, SEEDS, citeseed, environment, run
from ui.api.json_schemas import schemas

if TYPE_CHECKING:
    from collections.abc import Iterator

WIDTH = 88
PAGES = ("README.md", *(f"docs/{name}.md" for name in ("usage", "configuration", "interfaces", "deployment")))
EXAMPLES = ROOT / "docs" / "examples"
INCIDENTS = ROOT / "bench" / "data" / "incidents"
SHOWN = ("01_forklift.txt", "02_ferry.md", "05_crane.html", "14_theft.txt")
# Some files were skipped, or claims not supported: also worth a page.
FINE = (0, 3)
JSON = re.compile(r"^<!-- citeseed ([^\n]*) -->\n```json\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_BLOCK = re.compile(r"^```(console|python)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_COMMAND = re.compile(r"^\$ citeseed (.*)\n((?:(?!\$ ).*\n)*)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Block:
    """A block of a page.

    Parameters
    ----------
    page
        Name of the file.
    kind
        ``console`` or ``python``.
    text
        What stands in it.
    """

    page: str
    kind: str
    text: str

    def printed(self, folder: Path) -> str:
        """Return the block with the output that its commands have now; a program stays as it is.

        Raises
        ------
        AssertionError
            When something in it fails.
        """
        if self.kind == "python":
            done = subprocess.run(
                [sys.executable, "-c", self.text],
                cwd=folder, env=environment(), capture_output=True, encoding="utf-8", check=False,
            )  # fmt: skip
            assert done.returncode == 0, f"{self.page}: {done.stderr}"
            return self.text
        return _COMMAND.sub(lambda found: f"$ citeseed {found[1]}\n{on_terminal(found[1], folder)}", self.text)


def blocks(page: str) -> Iterator[Block]:
    """Yield the blocks of a page that can be run."""
    for kind, text in _BLOCK.findall((ROOT / page).read_text(encoding="utf-8")):
        yield Block(page, kind, text)


def library(folder: Path) -> None:
    """Put ``seeds/``, a library made of it, and the examples of the pages into a folder."""
    shutil.copytree(SEEDS, folder / "seeds")
    shutil.copytree(EXAMPLES, folder, dirs_exist_ok=True)
    (folder / "reports").mkdir()
    for name in SHOWN:
        shutil.copy(INCIDENTS / name, folder / "reports")
    for arguments in (["index"], ["index", "reports", "--index", "incidents"]):
        made = citeseed(*arguments, cwd=folder)
        assert made.returncode == 0, made.stderr


def record(arguments: str, folder: Path) -> Any:
    """Return the JSON that a command prints, times rounded to 0, lists of passages cut to one with a short text."""
    asked = citeseed(*shlex.split(arguments), cwd=folder)
    assert asked.returncode in FINE, asked.stderr
    found = json.loads(asked.stdout)
    if "timings_ms" in found:
        found["timings_ms"] = dict.fromkeys(found["timings_ms"], 0.0)
        found["passages"] = [each | {"text": f"{each['text'][:60]}…"} for each in found["passages"][:1]]
    return found


def on_terminal(arguments: str, folder: Path) -> str:
    """Return what a command writes to a terminal without colours."""
    ours, theirs = pty.openpty()
    with os.fdopen(ours, "rb", buffering=0) as reading, ThreadPoolExecutor(1) as reader:
        with os.fdopen(theirs, "w") as terminal:
            written = reader.submit(_written, reading.fileno())
            typed = shlex.split(arguments)
            code = run(*typed, cwd=folder, output=terminal, errors=terminal, COLUMNS=str(WIDTH), TERM="dumb")
        text = written.result().decode()
    assert code in FINE, text
    return text.replace("\r\n", "\n")


def _written(terminal: int) -> bytes:
    return b"".join(iter(lambda: _read(terminal), b""))


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # Linux says so when the other side has closed
        return b""


def main() -> None:
    """Write all pages and schemas again."""
    for name, schema in schemas().items():
        text = json.dumps(schema, indent=2) + "\n"
        (ROOT / "docs" / "schemas" / f"{name}.json").write_text(text, encoding="utf-8")
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        library(folder)
        for page in PAGES:
            text = (ROOT / page).read_text(encoding="utf-8")
            for block in blocks(page):
                text = text.replace(block.text, block.printed(folder))
            for arguments, shown in JSON.findall(text):
                text = text.replace(shown, json.dumps(record(arguments, folder), ensure_ascii=False, indent=2) + "\n")
            (ROOT / page).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
