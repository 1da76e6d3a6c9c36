"""Confine the process that parses untrusted files: no network, no disk, no other programs.

Two mechanisms, because neither is complete. An audit hook sees what Python code does, on every system. Landlock, where
the Linux kernel has it, also restricts native code: parsers in C open files without Python.
"""

from __future__ import annotations

import ctypes
import os
import struct
import sys
import sysconfig
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.process_limits import forbid_writing, limit_files

if TYPE_CHECKING:
    from collections.abc import Callable

# Audit events that no parser needs, by the beginnings of their names.
_REFUSED = (
    "socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.system", "os.startfile",
    "pty.", "os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.link", "os.symlink", "os.truncate", "os.chmod",
    "os.chown", "os.chflags", "os.utime", "os.setxattr", "os.removexattr", "os.chdir", "os.kill", "shutil.",
    "tempfile.", "sqlite3.", "urllib.", "http.", "ftplib.", "smtplib.", "imaplib.", "poplib.", "nntplib.", "telnetlib.",
    "webbrowser.", "syslog.", "glob.",
)  # fmt: skip
# These events name a file or folder. The program's own are allowed: modules are imported when they are needed.
_LOOKING = ("open", "os.listdir", "os.scandir", "os.walk", "ctypes.dlopen")
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
# Folders of the system's shared libraries.
_SYSTEM = ("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/etc/ld.so.cache", "/dev/null", "/dev/urandom")
_OPEN_FILES = 64

# Numbers of linux/landlock.h, the same on every kind of processor.
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF, _NO_NEW_PRIVILEGES = 444, 445, 446, 38
_READ_FILE, _READ_DIR = 1 << 2, 1 << 3
# How many rights over files the kernel knows, by the version of Landlock that it has.
_FILE_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15}
_BIND_AND_CONNECT, _SIGNALS_AND_ABSTRACT_SOCKETS = 0b11, 0b11


def confine() -> None:
    """Confine this process and its children: they may read the program's own files, and nothing else."""
    own = _own_folders()
    forbid_writing()
    limit_files(_OPEN_FILES)
    _landlock(own)
    sys.addaudithook(_hook(own))


def _own_folders() -> tuple[str, ...]:
    """Return the folders that Python, its packages and this one are read from."""
    packages = [path for path in sys.path if Path(path).name in {"site-packages", "dist-packages", "lib-dynload"}]
    standard = [sysconfig.get_paths()[name] for name in ("stdlib", "platstdlib", "purelib", "platlib")]
    folders = [str(Path(__file__).parent.parent), *standard, *packages, *_SYSTEM]
    return tuple(dict.fromkeys(os.path.realpath(folder) for folder in folders))


def _hook(own: tuple[str, ...]) -> Callable[[str, tuple[Any, ...]], None]:
    @lru_cache(maxsize=1024)
    def is_own(path: str) -> bool:
        real = os.path.realpath(path)
        return any(real == folder or real.startswith(folder + os.sep) for folder in own)

    def refuse(event: str, arguments: tuple[Any, ...]) -> None:
        if event in _LOOKING:
            path = arguments[0]
            writes = event == "open" and bool((arguments[2] or 0) & _WRITING)
            if writes or not (path is None or isinstance(path, int) or is_own(os.fsdecode(path))):
                raise PermissionError("a parser may open nothing but what it was given")
        elif event.startswith(_REFUSED):
            raise PermissionError("a parser may reach nothing but what it was given")

    return refuse


def landlock_version() -> int:
    """Return the version of Landlock that the kernel has; 0 or less for none."""
    if sys.platform != "linux":
        return 0
    return int(ctypes.CDLL(None, use_errno=True).syscall(_CREATE_RULESET, None, 0, 1))


def _landlock(own: tuple[str, ...]) -> bool:
    """Restrict native code with Landlock; return False where the kernel has none."""
    version = landlock_version()
    if version < 1:
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    rights = (1 << _FILE_RIGHTS.get(version, 16)) - 1
    parts = [rights, _BIND_AND_CONNECT if version >= 4 else 0, _SIGNALS_AND_ABSTRACT_SOCKETS if version >= 6 else 0]
    attributes = struct.pack("=QQQ", *parts)
    rules = libc.syscall(_CREATE_RULESET, attributes, 8 if version < 4 else 16 if version < 6 else 24, 0)
    if rules < 0:
        return False
    try:
        for folder in own:
            _allow(libc, rules, folder)
        return bool(libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) == 0 and libc.syscall(_RESTRICT_SELF, rules, 0) == 0)
    finally:
        os.close(rules)


def _allow(libc: ctypes.CDLL, rules: int, path: str) -> None:
    try:
        place = os.open(path, getattr(os, "O_PATH", 0) | getattr(os, "O_CLOEXEC", 0))
    except OSError:
        return  # a folder that is not there needs no leave
    try:
        rights = _READ_FILE | _READ_DIR if Path(path).is_dir() else _READ_FILE
        libc.syscall(_ADD_RULE, rules, 1, struct.pack("=Qi", rights, place), 0)
    finally:
        os.close(place)
