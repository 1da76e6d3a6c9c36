"""What a confined process can still do, with Python code and with native code."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.libraries import ROOT

if TYPE_CHECKING:
    from pathlib import Path

PROGRAM = """
import ctypes, os, sys
sys.path.insert(0, {root!r})
from index.parsing.sandbox import confine
libc = ctypes.CDLL(None, use_errno=True)
secret, folder = {secret!r}, {folder!r}
reading = os.open(secret, os.O_RDONLY)
confine()
try:
    result = {attempt}
    print("did", repr(result)[:80])
except (OSError, PermissionError, ImportError) as error:
    print("refused", type(error).__name__)
"""


def tried(attempt: str, folder: Path) -> str:
    (folder / "secret.txt").write_text("canary")
    program = PROGRAM.format(root=str(ROOT), secret=str(folder / "secret.txt"), folder=str(folder), attempt=attempt)
    run = subprocess.run(
        [sys.executable, "-I", "-c", program], capture_output=True, encoding="utf-8", check=False, timeout=60
    )
    return run.stdout.strip() or f"died {run.returncode}: {run.stderr[-300:]}"


@pytest.mark.parametrize(
    "attempt",
    [
        "open(secret).read()",
        "os.open(secret, os.O_RDONLY)",
        "open(folder + '/new', 'w')",
        "open(os.path.dirname(os.__file__) + '/new', 'w')",
        "os.listdir(folder)",
        "os.remove(secret)",
        "os.rename(secret, secret + '2')",
        "__import__('socket').socket()",
        "__import__('socket').getaddrinfo('localhost', 80)",
        "__import__('urllib.request').request.urlopen('http://127.0.0.1:9/')",
        "__import__('subprocess').run(['true'])",
        "os.system('true')",
        "os.fork()",
        "ctypes.CDLL(secret)",
    ],
)
def test_a_confined_process_reaches_nothing(attempt: str, tmp_path: Path) -> None:
    assert tried(attempt, tmp_path).startswith("refused")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["secret.txt"]


@pytest.mark.parametrize(
    "attempt", ["os.read(reading, 9)", "__import__('charset_normalizer').__name__", "'x'.encode('cp037')"]
)
def test_it_still_works_with_what_it_has_and_imports_what_it_needs(attempt: str, tmp_path: Path) -> None:
    assert tried(attempt, tmp_path).startswith("did")


@pytest.mark.needs("landlock 1")
@pytest.mark.parametrize(
    "call",
    [
        "libc.open(secret.encode(), 0)",
        "libc.open((folder + '/new').encode(), 0o101, 0o600)",
        "libc.unlink(secret.encode())",
        "libc.rename(secret.encode(), (folder + '/new').encode())",
        "libc.execve(b'/bin/true', (ctypes.c_char_p * 2)(b'true'), None)",
    ],
)
def test_native_code_is_held_by_the_kernel(call: str, tmp_path: Path) -> None:
    assert tried(call, tmp_path) == "did -1"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["secret.txt"]


@pytest.mark.needs("landlock 4")
def test_native_code_cannot_connect(tmp_path: Path) -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        address = f"__import__('struct').pack('=HHI8x', 2, {port} >> 8 | ({port} & 255) << 8, 0x0100007F)"
        told = tried(f"(lambda s: (s, libc.connect(s, {address}, 16)))(libc.socket(2, 1, 0))", tmp_path)
    assert told.endswith(", -1)"), told
