"""The servers of Milvus that tests use: its stand-in in a process of its own, which they may stop, and a lent one."""

from __future__ import annotations

import os
import secrets
import socket
import subprocess
import sys
import time
from contextlib import closing
from types import MappingProxyType
from typing import TYPE_CHECKING

from tests.engines.harness.libraries import TOKEN, remove

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from typing import Self

PATIENCE = 60.0


class MilvusLite:
    """A server on a free port of this machine alone. Without ``--host`` it would listen on all addresses.

    Parameters
    ----------
    folder
        Of its data.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        with closing(socket.socket()) as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]

    def start(self) -> None:
        command = [sys.executable, "-m", "milvus_lite", "server", "--data-dir", str(self._folder / "data")]
        log = (self._folder / "log").open("ab")
        with log:
            self._process = subprocess.Popen(
                [*command, "--host", "127.0.0.1", "--port", str(self.port)], stdout=log, stderr=log
            )
        ends = time.monotonic() + PATIENCE
        while time.monotonic() < ends:
            with closing(socket.socket()) as asked:
                if asked.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        raise AssertionError((self._folder / "log").read_text(encoding="utf-8", errors="replace"))

    def stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def signal(self, number: int) -> None:
        assert self._process is not None
        self._process.send_signal(number)

    def address(self, name: str, index: str = "") -> str:
        """Return the address of a library; ``index`` is the kind of index over its vectors."""
        return f"milvus://127.0.0.1:{self.port}/{name}" + (f"?index={index}" if index else "")

    # What commands need in their environment.
    variables: Mapping[str, str] = MappingProxyType({})

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


class LentMilvus:
    """A real Milvus that somebody lends. Libraries get names of their own, and are removed in the end.

    Parameters
    ----------
    given
        Address of any library there. What stands behind "?" is used for all.
    """

    def __init__(self, given: str) -> None:
        place, _, self._options = given.partition("?")
        self._place = place.rpartition("/")[0]
        self._made: dict[str, str] = {}
        self.variables = {TOKEN: os.environ[TOKEN]} if TOKEN in os.environ else {}

    def address(self, name: str, index: str = "") -> str:
        """Return the address of a library; ``index`` is the kind of index over its vectors."""
        options = "&".join(filter(None, (self._options, f"index={index}" if index else "")))
        own = self._made.setdefault(name, f"{name}_{secrets.token_hex(8)}")
        return f"{self._place}/{own}" + (f"?{options}" if options else "")

    def clear(self) -> None:
        """Remove all libraries: the server shall be as it was."""
        for name in self._made:
            remove(self.address(name))
