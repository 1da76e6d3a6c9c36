"""A folder of links, pipes, devices and odd names."""

from __future__ import annotations

import os
import socket
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

# What is written into each file of an odd name, and how that name is told.
ODD_NAMES = {
    b"new\nline.txt": "new\\nline.txt",
    b"--flag.txt": "--flag.txt",
    b"-rf .txt": "-rf .txt",
    b"no\xff\xfeutf8.txt": "no\\xff\\xfeutf8.txt",
    b"\x1b[31mred\x07.txt": "\\x1b[31mred\\x07.txt",
    "left\u202etxt.md.txt".encode(): "left\\u202etxt.md.txt",
    "hidden\u200b\U000e0041.txt".encode(): "hidden\\u200b\\U000e0041.txt",
    b"'; DROP TABLE documents; --.txt": "'; DROP TABLE documents; --.txt",
    b"%s%n{0}$(touch canary)`id`.txt": "%s%n{0}$(touch canary)`id`.txt",
    b"<img src=x onerror=alert(1)>.txt": "<img src=x onerror=alert(1)>.txt",
    b"[bold]rich[%2Fbold].txt": "[bold]rich[%2Fbold].txt",
    b"n" * 251 + b".txt": "n" * 251 + ".txt",
    "名".encode() * 83 + b".txt": "名" * 83 + ".txt",
}


def lay(folder: Path, secret: Path) -> dict[str, str]:
    """Make the folder; return what must be told of it: reasons by source, without the reasons of what is read.

    Parameters
    ----------
    folder
        Made, and filled.
    secret
        A file outside, in a folder of its own.
    """
    folder.mkdir()
    for odd in ODD_NAMES:
        (folder / os.fsdecode(odd)).write_text("Words in a file of an odd name.")
    out, circle = "a symbolic link that leads out of the folder", "a symbolic link that leads nowhere or in a circle"
    links: dict[str, tuple[str | Path, str]] = {
        "out.txt": (secret, out), "up.txt": (f"../../{secret.parent.name}/{secret.name}", out),
        "place": (secret.parent, out), "twice.txt": ("out.txt", out),
        "system.txt": ("/etc/passwd", out), "process.txt": ("/proc/self/environ", out),
        "zero.txt": ("/dev/zero", out), "itself.txt": ("itself.txt", circle), "nothing.txt": ("missing", circle),
        "one.txt": ("two.txt", circle), "two.txt": ("one.txt", circle),
        "top": (".", "a symbolic link to a folder that holds it"),
    }  # fmt: skip
    told = {}
    for name, (target, reason) in links.items():
        (folder / name).symlink_to(target)
        told[name] = reason
    os.mkfifo(folder / "pipe.txt")
    told["pipe.txt"] = "a pipe, not a file"
    with socket.socket(socket.AF_UNIX) as server:
        # The name of a socket must be short.
        descriptor = os.open(folder, os.O_RDONLY)
        server.bind(f"/proc/self/fd/{descriptor}/socket.txt")
        os.close(descriptor)
    told["socket.txt"] = "a socket, not a file"
    # Only who may make devices can: elsewhere those of /dev are looked at (test_folders.py).
    with suppress(PermissionError):
        os.mknod(folder / "device.txt", 0o600 | 0o020000, os.makedev(1, 5))
        told["device.txt"] = "a device, not a file"
    return told
