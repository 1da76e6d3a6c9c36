"""Limits of uploads: free space, reservations, and removal of broken uploads."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import socket
import time
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.harness.chat_process import Served, python, served, wait
from tests.ui.asgi import Behind, request
from ui.http.security import SecurityMiddleware
from ui.http.upload_limits import (
    KEPT_FOR,
    LEAST_FREE,
    MAX_FILE_SIZE,
    MAX_TEMPORARY_SIZE,
    MAX_UPLOAD_SIZE,
    UPLOAD,
    Room,
    UploadLimits,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from starlette.types import ASGIApp, Receive, Scope, Send

    from tests.ui.asgi import Response

PLENTY = 10**12
KIND = "multipart/form-data; boundary=edge"
BEGIN = b'--edge\r\nContent-Disposition: form-data; name="files"; filename="owls.txt"\r\n\r\n'
END = b"\r\n--edge--\r\n"
BLOCK = b"Owls see in the dark. " * 5000


def status(room: Room, size: int) -> int | None:
    refusal = room.refusal(size)
    return refusal.status if refusal else None


def room(folder: Path, free: int = PLENTY, later: int = 0) -> Room:
    return Room(folder, lambda _: free, lambda: time.time() + later)


def arrived(folder: Path, size: int) -> Path:
    """Put a file where whole ones lie."""
    path = folder / "hash" / "a.txt"
    path.parent.mkdir()
    path.touch()
    os.truncate(path, size)
    return path


def test_the_disk_keeps_room_for_others(tmp_path: Path) -> None:
    assert status(room(tmp_path, LEAST_FREE + 100), 100) is None
    assert status(room(tmp_path, LEAST_FREE + 100), 101) == 507


def test_what_was_uploaded_lately_counts_for_an_hour(tmp_path: Path) -> None:
    path = arrived(tmp_path, MAX_TEMPORARY_SIZE - 10)
    assert status(room(tmp_path), 10) is None
    assert status(room(tmp_path), 11) == 413
    assert status(room(tmp_path, later=KEPT_FOR + 10), 11) is None
    path.unlink()
    assert status(room(tmp_path), 11) is None


def test_room_is_kept_for_what_is_on_its_way(tmp_path: Path) -> None:
    narrow, full = room(tmp_path, LEAST_FREE + 100), room(tmp_path)
    with narrow.kept(60) as coming:
        assert status(narrow, 41) == 507
        coming.rest -= 60  # it has arrived, and the disk has less free now
        assert status(narrow, 100) is None
    assert status(narrow, 100) is None
    with ExitStack() as burst:
        burst.enter_context(full.kept(MAX_UPLOAD_SIZE))
        assert status(full, MAX_UPLOAD_SIZE) is None
        burst.enter_context(full.kept(MAX_UPLOAD_SIZE))
        assert status(full, 1) == 413
    assert status(full, 1) is None


def test_what_a_broken_upload_leaves_is_cleared_away_and_nothing_else(tmp_path: Path) -> None:
    taking, whole = room(tmp_path), arrived(tmp_path, 10)
    with taking.kept(10):
        mine = tmp_path / "tmp-mine"
        mine.touch()
        with taking.kept(10):
            theirs = tmp_path / "tmp-theirs"
            theirs.touch()
        assert taking.refusal(10) is None
        assert mine.exists()  # it may belong to the upload that is still on its way
    assert not mine.exists()
    assert not theirs.exists()
    left = tmp_path / "tmp-left"
    left.touch()
    with taking.kept(10):
        assert taking.refusal(10) is None
        assert not left.exists()  # though another one is on its way: that began later
    assert whole.exists()


def test_it_looks_at_the_real_disk(tmp_path: Path) -> None:
    refusal = Room(tmp_path).refusal(10**18)
    assert refusal is not None
    assert "almost full" in refusal.text


def sent(app: ASGIApp, size: str | None, body: bytes = b"", path: str = UPLOAD) -> Response:
    length = {} if size is None else {"content_length": size}
    return request(app, path, body, "POST", **length)


@pytest.mark.parametrize("size", [None, "", "many", "-1"])
def test_an_upload_has_to_say_how_large_it_is(tmp_path: Path, size: str | None) -> None:
    behind = Behind()
    refused = sent(UploadLimits(behind, room(tmp_path)), size, BLOCK)
    assert (refused.status, behind.scopes) == (411, [])
    assert "Content-Length" in refused.json["detail"]
    assert sent(UploadLimits(behind, room(tmp_path)), size, path="/gradio_api/queue/join").status == 200


def test_an_upload_has_a_largest_size_and_needs_room(tmp_path: Path) -> None:
    behind = Behind()
    security = SecurityMiddleware(UploadLimits(behind, room(tmp_path)), [])
    assert sent(security, str(MAX_UPLOAD_SIZE)).status == 200
    assert sent(security, str(MAX_UPLOAD_SIZE + 1)).status == 413
    full = sent(SecurityMiddleware(UploadLimits(behind, room(tmp_path, free=100)), []), "12")
    assert (full.status, len(behind.scopes)) == (507, 1)
    assert "almost full" in full.json["detail"]


def test_room_is_kept_while_an_upload_is_taken(tmp_path: Path) -> None:
    taking = room(tmp_path)
    heard = []

    async def slow(scope: Scope, receive: Receive, send: Send) -> None:
        heard.append(status(taking, MAX_TEMPORARY_SIZE - 29))
        await receive()  # ten bytes
        heard.append(status(taking, MAX_TEMPORARY_SIZE - 20))
        await Behind()(scope, receive, send)

    assert sent(UploadLimits(slow, taking), "30", b"." * 30).status == 200
    assert heard == [413, None]
    assert status(taking, MAX_TEMPORARY_SIZE) is None


def test_a_disk_that_fills_up_under_an_upload_is_told(tmp_path: Path) -> None:
    async def failing(scope: Scope, receive: Receive, send: Send) -> None:
        (tmp_path / "tmp-half").touch()
        await send({"type": "http.response.start", "status": 500, "headers": []})
        await send({"type": "http.response.body", "body": b"Internal Server Error"})
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    refused = sent(UploadLimits(failing, room(tmp_path)), "30", b"." * 30)
    assert refused.status == 507
    assert (
        refused.json["detail"] == "The server cannot store the upload (No space left on device); free some room there."
    )
    assert list(tmp_path.iterdir()) == []


@pytest.fixture(scope="module")
def chat(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Served, Path]]:
    """Return a chat, and the folder where its uploads arrive."""
    folder, temporary = tmp_path_factory.mktemp("library"), tmp_path_factory.mktemp("temporary")
    with served(str(folder), cwd=folder, command=python("tests.ui.fake_chat"), TMPDIR=str(temporary)) as running:
        (uploads,) = temporary.glob("citeseed-uploads-*")
        yield running, uploads


def speak(chat: Served, body: bytes, *headers: str, until: Callable[[], bool] | None = None) -> bytes:
    """Send a request as it stands; hang up once ``until`` is true, or return the whole reply."""
    said = ["POST /gradio_api/upload HTTP/1.1", f"Host: {chat.host}", f"Content-Type: {KIND}", *headers]
    with socket.create_connection((chat.host, chat.port), timeout=60) as connection:
        # The server may hang up before it has heard everything.
        with contextlib.suppress(ConnectionError):
            connection.sendall("\r\n".join([*said, "Connection: close", "\r\n"]).encode() + body)
        if until:
            wait(until)
            return b""
        reply = bytearray()
        with contextlib.suppress(ConnectionError):
            while piece := connection.recv(65536):
                reply += piece
    return bytes(reply)


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def chunked(body: bytes) -> bytes:
    return b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in (body, b""))


@pytest.mark.slow
def test_an_upload_that_hangs_up_half_way_leaves_nothing(chat: tuple[Served, Path]) -> None:
    running, uploads = chat
    speak(running, BEGIN + BLOCK, f"Content-Length: {MAX_FILE_SIZE}", until=lambda: len(files(uploads)) == 1)
    wait(lambda: files(uploads) == [])
    assert "Traceback" not in running.errors.read_text()


@pytest.mark.slow
def test_an_upload_that_is_longer_than_it_said_or_does_not_say_leaves_nothing(chat: tuple[Served, Path]) -> None:
    running, uploads = chat
    body = chunked(BEGIN + BLOCK + END)
    assert b" 411 " in speak(running, body, "Transfer-Encoding: chunked").partition(b"\r\n")[0]
    longer = speak(running, body, "Transfer-Encoding: chunked", "Content-Length: 1000")
    assert b" 200 " not in longer.partition(b"\r\n")[0]
    assert files(uploads) == []
    assert "Traceback" not in running.errors.read_text()


@pytest.mark.slow
def test_a_file_that_could_not_be_read_is_not_taken(chat: tuple[Served, Path]) -> None:
    running, uploads = chat
    body = BEGIN + bytes(MAX_FILE_SIZE + 1) + END
    assert b" 413 " in speak(running, body, f"Content-Length: {len(body)}").partition(b"\r\n")[0]
    assert files(uploads) == []
    body = BEGIN + BLOCK + END
    head, _, paths = speak(running, body, f"Content-Length: {len(body)}").partition(b"\r\n\r\n")
    assert b" 200 " in head.partition(b"\r\n")[0]
    (path,) = json.loads(paths)
    assert files(uploads) == [Path(path)]
    assert Path(path).read_bytes() == BLOCK
