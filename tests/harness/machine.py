"""What this machine allows. A test marked ``needs`` is left out where it cannot run, and pytest says so.

A container often lets nobody trace processes or mount file systems, not even root.
"""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
import tempfile
from functools import cache


@cache
def allows(what: str) -> bool:
    """Whether tests can ``trace`` and fail system calls, ``mount`` file systems or check a commit out with ``git``.

    Or whether they are held by Landlock of a version; from version 4 on it holds back connections too.
    """
    match what:
        case "trace":
            return _works("strace", "-o", os.devnull, "-e", "inject=fsync:error=EIO", "true")
        case "git":
            return _works("git", "-C", os.path.dirname(__file__), "rev-parse", "HEAD")  # noqa: PTH120
        case "mount":
            return bool(namespace())
        case "landlock 1" | "landlock 4":
            version = ctypes.CDLL(None).syscall(444, None, 0, 1) if sys.platform == "linux" else 0
            return int(version) >= int(what[-1])
    raise ValueError(f"tests need 'trace', 'git', 'mount', 'landlock 1' or 'landlock 4', not '{what}'")


@cache
def namespace() -> tuple[str, ...]:
    """Return the start of a command whose process may mount file systems that nobody else sees; empty for none."""
    ways = (("unshare", "-Urm"), ("unshare", "-m"))
    return next((way for way in ways if _works(*way, "mount", "-t", "tmpfs", "none", tempfile.gettempdir())), ())


def _works(*command: str) -> bool:
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        return False
