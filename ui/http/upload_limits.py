"""Limit uploads by size, number and free space."""

from __future__ import annotations

import logging
import shutil
import stat
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.requests import ClientDisconnect

from index.loaders import LIMIT
from ui.http.problem import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

UPLOAD = "/gradio_api/upload"
MEGABYTE = 1_000_000
# Bytes. A larger file would be refused as a document anyway.
MAX_FILE_SIZE = LIMIT
# Bytes of one upload.
MAX_UPLOAD_SIZE = 500 * MEGABYTE
UPLOAD_TOO_LARGE = f"The upload is larger than {MAX_UPLOAD_SIZE // MEGABYTE:,} MB; add fewer files at a time."
# Files that have arrived lie in a temporary folder for so many seconds. Two of the largest drops fit.
KEPT_FOR = 3600
MAX_TEMPORARY_SIZE = 1000 * MEGABYTE
# Left to the rest of the machine, and to the new generation that follows an upload.
LEAST_FREE = 500 * MEGABYTE

_log = logging.getLogger("citeseed")


@dataclass(slots=True, eq=False)
class Coming:
    """An upload in progress.

    Parameters
    ----------
    rest
        Bytes that it said it has, and that have not arrived yet.
    before
        What lay where uploads arrive when it began: none of it is its own.
    """

    rest: int
    before: frozenset[Path]


class Room:
    """Says whether there is room for an upload, keeps it while the upload comes, and clears away what it leaves.

    A file that arrives lies in the folder itself, and in a folder of its own once it is whole. What lies there from
    before every upload on its way is what a broken one has left.

    Parameters
    ----------
    folder
        Folder of uploads in progress.
    free
        Bytes free on the disk of a folder.
    now
        Seconds since the epoch.
    """

    def __init__(
        self,
        folder: Path,
        free: Callable[[Path], int] = lambda folder: shutil.disk_usage(folder).free,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._folder = folder
        self._free = free
        self._now = now
        self._coming: set[Coming] = set()

    def refusal(self, size: int) -> Refusal | None:
        """Return why an upload of ``size`` bytes cannot be taken besides those that are coming; None when it can."""
        self._sweep()
        needed = size + sum(coming.rest for coming in self._coming)
        if self._free(self._folder) - needed < LEAST_FREE:
            return Refusal(507, "The server's disk is almost full, so nothing can be uploaded; free some room there.")
        if self._held() + needed > MAX_TEMPORARY_SIZE:
            return Refusal(413, "Too much was uploaded within the last hour; try again later, or upload less.")
        return None

    @contextmanager
    def kept(self, size: int) -> Iterator[Coming]:
        """Reserve room for an upload of ``size`` bytes while it is in progress."""
        coming = Coming(size, frozenset(self._arriving()))
        self._coming.add(coming)
        try:
            yield coming
        finally:
            self._coming.remove(coming)
            self._sweep()

    def _arriving(self) -> set[Path]:
        return {path for path in self._folder.glob("*") if path.is_file()}

    def _sweep(self) -> None:
        """Delete the remains of broken uploads."""
        for path in self._arriving().intersection(*(coming.before for coming in self._coming)):
            with suppress(OSError):
                path.unlink(missing_ok=True)

    def _held(self) -> int:
        """Return how many bytes arrived within the last hour."""
        total, since = 0, self._now() - KEPT_FOR
        for path in self._folder.rglob("*"):
            try:
                found = path.stat()
            except OSError:
                continue  # pruned meanwhile
            if stat.S_ISREG(found.st_mode) and found.st_ctime > since:
                total += found.st_size
        return total


class UploadLimits:
    """ASGI layer: takes an upload that says how large it is while there is room for it, and not a byte more.

    Parameters
    ----------
    app
        What takes the files.
    room
        For them.
    """

    def __init__(self, app: ASGIApp, room: Room) -> None:
        self._app = app
        self._room = room

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http" or not is_upload(scope):
            await self._app(scope, receive, send)
            return
        size = _announced(scope)
        if refusal := self._refusal(size):
            await refusal.send(scope["path"], send)
            return
        with self._room.kept(size) as coming:
            refusal = await self._taken(scope, receive, send, coming)
        if refusal:
            await refusal.send(scope["path"], send)

    def _refusal(self, size: int) -> Refusal | None:
        if size < 0:
            return Refusal(411, "An upload has to say how large it is, by its Content-Length.")
        return Refusal(413, UPLOAD_TOO_LARGE) if size > MAX_UPLOAD_SIZE else self._room.refusal(size)

    async def _taken(self, scope: Scope, receive: Receive, send: Send, coming: Coming) -> Refusal | None:
        """Let the application take an upload; return what is to be said where it could not."""
        failed = longer = False

        async def heard() -> Message:
            nonlocal longer
            message = await receive()
            arrived = len(message.get("body", b""))
            longer = longer or arrived > coming.rest
            coming.rest -= min(arrived, coming.rest)
            return {"type": "http.disconnect"} if longer else message

        async def told(message: Message) -> None:
            nonlocal failed
            # The application says "Internal Server Error" before it says what went wrong.
            failed = failed or message.get("status") == 500
            if not failed:
                await send(message)

        try:
            await self._app(scope, heard, told)
        except ClientDisconnect:
            return Refusal(413, "The upload is larger than it said; add its files again.") if longer else None
        except OSError as error:
            _log.error("An upload could not be stored: %s", error)
            return Refusal(
                507, f"The server cannot store the upload ({error.strerror or error}); free some room there."
            )
        return None


def is_upload(scope: Scope) -> bool:
    """Whether a request uploads files."""
    return bool(scope["method"] == "POST" and scope["path"].startswith(UPLOAD))


def _announced(scope: Scope) -> int:
    """Return the announced size of an upload in bytes; -1 when there is none."""
    length = dict(scope["headers"]).get(b"content-length", b"")
    return int(length) if length.isdigit() else -1
