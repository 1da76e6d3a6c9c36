"""All hostile files in one folder, indexed as users do and watched from outside."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from tests.harness.machine import allows
from tests.harness.processes import COMMAND, environment
from tests.hostile.listener import listening
from tests.hostile.samples import archives, pdf_files, web_pages
from tests.hostile.samples.entities import traps
from tests.hostile.samples.fetching_documents import wanting
from tests.hostile.samples.odd_folders import lay
from tests.libraries import write

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SECRET = "zanzibar in the lamplight"
GOOD: dict[str, str | bytes] = {
    "a.txt": "Good words of a text.",
    "z.md": "# Good\n\nGood words of another.",
    "m.pdf": pdf_files.plain("Good paper."),
}
_BOMBS = (
    ((archives.inflating,), (".docx", ".txt", ".pdf")),
    ((archives.crowded, archives.lying, archives.overlapping), (".docx",)),
    ((pdf_files.nested, pdf_files.operators, pdf_files.cyclic, pdf_files.endless), (".pdf",)),
    ((web_pages.unclosed_attributes, web_pages.nested, web_pages.many_comments), (".html",)),
)
BOMBS = {f"{make.__name__}{end}": make for makes, ends in _BOMBS for make in makes for end in ends}


@dataclass(frozen=True)
class Gathered:
    """What was made and what became of it.

    Parameters
    ----------
    documents, library, canary
        The folders, and a file that nobody may make.
    told
        What must be said of the traps: reasons by source.
    indexed, asked
        How ``citeseed index`` and ``citeseed ask`` ended.
    skipped
        What the first said of files: reasons by source.
    heard
        What reached the address that documents name.
    calls
        What both said to the network, as strace writes it.
    """

    documents: Path
    library: Path
    canary: Path
    told: dict[str, str]
    indexed: subprocess.CompletedProcess[str]
    asked: subprocess.CompletedProcess[str]
    skipped: dict[str, str]
    heard: tuple[bytes, ...]
    calls: tuple[str, ...]


@pytest.fixture(scope="session")
def gathered(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gathered]:
    place = tmp_path_factory.mktemp("hostile")
    secret = write(place / "outside", {"secret.txt": SECRET}) / "secret.txt"
    documents, library, canary = place / "documents", place / "library", place / "canary"
    with listening() as listener:
        write(documents / "good", GOOD)
        write(documents / "bombs", {name: make() for name, make in BOMBS.items()})
        write(documents / "entities", traps(secret.as_uri()))
        write(documents / "wanting", wanting(listener.address, str(canary)))
        told = {f"odd/{name}": reason for name, reason in lay(documents / "odd", secret).items()}
        indexed, first = _watched("index", str(documents), "--index", str(library), "--json", cwd=place)
        asked, second = _watched("ask", "What does the page want?", "--index", str(library), cwd=place)
        skipped = {each["source"]: each["reason"] for each in json.loads(indexed.stdout)["skipped"]}
        heard, calls = tuple(listener.heard), (*first, *second)
        yield Gathered(documents, library, canary, told, indexed, asked, skipped, heard, calls)
    shutil.rmtree(documents)


def _watched(*arguments: str, cwd: Path) -> tuple[subprocess.CompletedProcess[str], list[str]]:
    """Run a command; return how it ended and, where processes may be traced, what it said to the network."""
    log = cwd / "strace"
    log.touch()
    calls = "trace=connect,sendto,sendmsg,sendmmsg"
    watcher = ("strace", "--follow-forks", "--seccomp-bpf", "-e", calls, "-o", str(log)) if allows("trace") else ()
    ended = subprocess.run(
        [*watcher, *COMMAND, *arguments],
        cwd=cwd, env=environment(), stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", check=False,
        timeout=280,
    )  # fmt: skip
    return ended, [line for line in log.read_text(errors="replace").splitlines() if "AF_INET" in line]
