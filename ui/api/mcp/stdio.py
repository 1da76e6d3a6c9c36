"""The Model Context Protocol over standard input and output, with an assistant that started this process."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import threading
from contextlib import suppress
from typing import TYPE_CHECKING

from ui.api.mcp.server import Server
from ui.http.work_queue import WorkQueue

if TYPE_CHECKING:
    from ui.chat.protocols import Answers
    from ui.documents.service import DocumentsService

_SIGNALS = (signal.SIGINT, signal.SIGTERM)
_AT_ONCE = 1 << 16


def speak(assistant: Answers, service: DocumentsService) -> int:
    """Speak the protocol until the client closes standard input, or a signal comes.

    While it speaks, what other code prints goes to standard error.

    Returns
    -------
    int
        The number of the signal; 0 when the client ended it.
    """
    return asyncio.run(_spoken(Server(assistant, service, WorkQueue(), local=True)))


async def _spoken(server: Server) -> int:
    came = [0]
    # A thread that waits for a client's line cannot be interrupted. This one waits for a socket that can be shut.
    reader, writer = socket.socketpair()
    with reader, writer:
        wire = os.dup(0)
        os.dup2(reader.fileno(), 0)

        def end(number: int) -> None:
            came[0] = came[0] or number
            writer.shutdown(socket.SHUT_WR)

        for number in _SIGNALS:
            asyncio.get_running_loop().add_signal_handler(number, end, number)
        threading.Thread(target=_pass_on, args=(wire, writer), daemon=True).start()
        await server.run_stdio_async()
    return came[0]


def _pass_on(wire: int, writer: socket.socket) -> None:
    with suppress(OSError):  # the other side was shut, or the client's pipe failed
        while data := os.read(wire, _AT_ONCE):
            writer.sendall(data)
    with suppress(OSError):
        writer.shutdown(socket.SHUT_WR)
