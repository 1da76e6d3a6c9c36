"""Nothing is sent from this machine and no file is left outside the library, though the environment asks for both.

0.1.0 did both: onnxruntime looked up its event collector within a minute and kept a device id in the user's cache.
"""

from __future__ import annotations

import asyncio
import json
import re
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import httpx2
import pytest
from mcp import StdioServerParameters
from mcp.client import Client
from mcp.client.stdio import stdio_client

from tests.faults.tracing import whole
from tests.harness.chat_process import served, wait
from tests.harness.processes import ARTICLE, COMMAND, GOLDEN, SEEDS, environment
from ui.cli.commands import COMMANDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.harness.chat_process import Served

# What somebody has set who lets every package send what it wants to.
WILLING = {
    "ORT_DISABLE_TELEMETRY": "0",
    "HF_HUB_DISABLE_TELEMETRY": "0",
    "HF_HUB_OFFLINE": "0",
    "GRADIO_ANALYTICS_ENABLED": "True",
    "LANGSMITH_TRACING": "true",
    "LANGSMITH_API_KEY": "key",
    "DO_NOT_TRACK": "0",
}
NETWORK = ("connect", "sendto", "sendmsg", "sendmmsg")
WRITING = ("openat", "mkdir", "mkdirat", "rename", "renameat", "renameat2", "link", "linkat", "symlink", "symlinkat")
_ADDRESS = re.compile(r'sin6?_port=htons\((\d+)\).*?(?:inet_addr\("|inet_pton\(AF_INET6, ")([^"]+)"')
_PATH = re.compile(r'"((?:[^"\\]|\\.)*)"')
_DATA = {
    "documents": [{"id": "rome", "title": "Rome", "text": "Rome was founded in 753 BC. Its river is the Tiber."}],
    "questions": [
        {
            "question": "Which river flows through Rome?",
            "answerable": True,
            "answers": ["the Tiber"],
            "evidence": [{"doc_id": "rome", "quote": "Its river is the Tiber."}],
        },
        {"question": "How many moons does Jupiter have?", "answerable": False},
    ],
}


@dataclass(frozen=True)
class Followed:
    """Runs commands that are followed; each leaves its files in folders of its own."""

    place: Path

    @property
    def command(self) -> tuple[str, ...]:
        # -D: what is followed is the child that signals reach, and strace its grandchild.
        calls = f"trace={','.join(NETWORK + WRITING)}"
        return ("strace", "-D", "-f", "--seccomp-bpf", "-o", str(self.place / "strace"), "-e", calls, *COMMAND)

    @property
    def variables(self) -> dict[str, str]:
        """Return the environment; home, cache and temporary folder are those of this run."""
        folders = {"HOME": "home", "XDG_CACHE_HOME": "cache", "TMPDIR": "temporary"}
        more = {name: str(self.place / folder) for name, folder in folders.items()}
        return WILLING | more | {"PYTHONDONTWRITEBYTECODE": "1"}

    def reached(self) -> list[str]:
        """Return the calls to anything but this machine; a name server is no part of it, wherever it listens."""
        return list(_reached(self._lines()))

    def written(self, library: Path) -> set[str]:
        """Return the files that were made or opened for writing outside what they may be in."""
        # Gradio writes type stubs beside its own modules.
        own = (library, self.place / "cache" / "citeseed", self.place / "temporary", Path(sys.prefix))
        allowed = tuple(f"{folder}/" for folder in own)
        made = {path for line in self._lines() for path in _written(line)}
        return {path for path in made if not f"{path}/".startswith((*allowed, "/dev/", "/proc/self/"))}

    def _lines(self) -> list[str]:
        log = self.place / "strace"
        first = log.read_text(errors="replace").split(maxsplit=1)[0]
        wait(lambda: bool(re.search(rf"^{first} +\+\+\+ ", log.read_text(errors="replace"), re.MULTILINE)))
        return whole(log.read_text(errors="replace").splitlines())


def _reached(lines: list[str]) -> Iterator[str]:
    for line in lines:
        address = _ADDRESS.search(line)
        if address and (address[1] == "53" or not address[2].startswith(("127.", "::1", "::ffff:127."))):
            yield line


def _written(line: str) -> Iterator[str]:
    if (" openat(" in line and not re.search(r"O_WRONLY|O_RDWR|O_CREAT", line)) or re.search(r"\) += -1 ", line):
        return
    if any(f" {call}(" in line for call in WRITING):
        yield from _PATH.findall(line)[-1:]


@pytest.fixture
def followed(tmp_path: Path) -> Followed:
    for folder in ("home", "cache", "temporary"):
        (tmp_path / folder).mkdir()
    return Followed(tmp_path)


@pytest.mark.parametrize(
    "module", ["index", "rag", "ui.cli.commands", "ui.server", "index.parsing.worker", "rag.models.onnx_reader"]
)
def test_what_is_imported_turns_telemetry_off_whatever_was_set(module: str) -> None:
    told = "import os; print(os.environ['ORT_DISABLE_TELEMETRY'], os.environ['GRADIO_ANALYTICS_ENABLED'])"
    run = [sys.executable, "-c", f"import {module}; {told}"]
    said = subprocess.run(run, env=environment(**WILLING), capture_output=True, encoding="utf-8", check=True)
    assert said.stdout == "1 False\n"


@pytest.mark.needs("trace")
def test_no_command_reaches_the_network_or_leaves_a_file(followed: Followed, tmp_path: Path) -> None:
    library, data, note, own = (tmp_path / name for name in ("library", "data.json", "note.txt", "own"))
    own.mkdir()
    data.write_text(json.dumps(_DATA))
    note.write_text("Rome was founded in 753 BC.")
    at = ("--index", str(library))
    commands = {
        ("index", str(SEEDS), *at): "",
        ("add", str(note), *at): "",
        ("ask", GOLDEN, *at): "",
        ("search", GOLDEN, *at): "",
        ("check", str(note), *at): "",
        ("table", "place", *at): "",
        ("show", ARTICLE, *at): "",
        ("status", *at): "",
        ("verify", *at): "",
        ("doctor", *at): "",
        ("feedback", *at): "",
        ("user", "ada", "--auth-file", str(own / "people")): "correct horse\n",
        ("eval", str(data)): "",
    }
    assert {*COMMANDS} - {command for command, *_ in commands} == {"chat", "mcp"}  # below
    for arguments, typed in commands.items():
        ended = subprocess.run(
            [*followed.command, *arguments],
            cwd=tmp_path, env=environment(**followed.variables), input=typed, capture_output=True,
            encoding="utf-8", check=False, timeout=240,
        )  # fmt: skip
        assert ended.returncode == 0, ended.stderr
        assert (arguments[0], followed.reached()) == (arguments[0], [])
        beside = {each for each in followed.written(library) if Path(each).parent != own}
        assert (arguments[0], beside) == (arguments[0], set())
    assert list((tmp_path / "home").iterdir()) == []


@pytest.mark.needs("trace")
def test_the_tools_of_an_assistant_reach_nobody(followed: Followed, seeds_library: Path, tmp_path: Path) -> None:
    library = tmp_path / "library"
    shutil.copytree(seeds_library, library)
    command, *rest = followed.command
    server = StdioServerParameters(
        command=command, args=[*rest, "mcp", "--index", str(library)], env=environment(**followed.variables),
        cwd=tmp_path,
    )  # fmt: skip

    async def talk() -> None:
        async with Client(stdio_client(server)) as client:
            for name, given in (("ask", {"question": GOLDEN}), ("table", {"columns": ["place"]}), ("refresh", {})):
                assert not (await client.call_tool(name, given)).is_error

    asyncio.run(talk())
    assert followed.reached() == []
    assert followed.written(library) == set()
    assert list((tmp_path / "home").iterdir()) == []


@pytest.mark.slow
@pytest.mark.needs("trace")
def test_a_chat_that_stays_open_reaches_nobody(followed: Followed, seeds_library: Path, tmp_path: Path) -> None:
    library = tmp_path / "library"
    shutil.copytree(seeds_library, library)
    arguments = ("chat", "--index", str(library), "--port", "0")
    with served(*arguments, cwd=tmp_path, command=followed.command, **followed.variables) as chat:
        assert "risky" in _asked(chat, GOLDEN)
        time.sleep(70)  # onnxruntime's first query comes within a minute
        assert "risky" in _asked(chat, GOLDEN)
    assert followed.reached() == []
    assert followed.written(library) == set()
    assert list((tmp_path / "home").iterdir()) == []


def test_what_is_followed_is_told_apart() -> None:
    """The lines are strace's own, of a program that did each."""
    lines = [
        '7 connect(3, {sa_family=AF_INET, sin_port=htons(7860), sin_addr=inet_addr("127.0.0.1")}, 16) = 0',
        '7 connect(3, {sa_family=AF_INET6, sin6_port=htons(80), inet_pton(AF_INET6, "::1", &sin6_addr)}, 28) = 0',
        '7 connect(3, {sa_family=AF_INET, sin_port=htons(53), sin_addr=inet_addr("127.0.0.53")}, 16) = 0',
        '7 connect(3, {sa_family=AF_INET, sin_port=htons(443), sin_addr=inet_addr("20.42.73.24")}, 16) = -1 EAGAIN',
    ]
    assert list(_reached(lines)) == lines[2:]
    kept = '7 openat(AT_FDCWD, "/home/a/.cache/Microsoft/id", O_WRONLY|O_CREAT, 0600) = 5'
    assert list(_written(kept)) == ["/home/a/.cache/Microsoft/id"]
    assert list(_written('7 openat(AT_FDCWD, "/etc/hosts", O_RDONLY|O_CLOEXEC) = 5')) == []


def _asked(chat: Served, question: str) -> str:
    address = f"{chat.address}/gradio_api/call/ask"
    event = httpx2.post(address, json={"data": [question, [], "", "", "", ""]}, timeout=60).json()["event_id"]
    return httpx2.get(f"{address}/{event}", timeout=60).text
