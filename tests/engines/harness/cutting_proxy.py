"""What stands before an engine and ends all connections for good after so many bytes."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Self


class CuttingProxy:
    """Passes on what is sent to a port of this machine, until it cuts.

    Parameters
    ----------
    target
        Port that it passes on to.
    room
        Bytes that clients may send.

    Attributes
    ----------
    port
        That it listens on.
    sent
        Bytes that clients have sent.
    """

    def __init__(self, target: int, room: int) -> None:
        self._target = target
        self._room = room
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = []
        self._lock = threading.Lock()
        self._is_cut = False
        self.port: int = self._listening.getsockname()[1]
        self.sent = 0
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with suppress(OSError):  # closed
            while True:
                client, _ = self._listening.accept()
                server = socket.create_connection(("127.0.0.1", self._target))
                with self._lock:
                    self._open += [client, server]
                    if self._is_cut:
                        self._close()
                for way in ((client, server), (server, client)):
                    threading.Thread(target=self._pass_on, args=way, daemon=True).start()

    def _pass_on(self, source: socket.socket, to: socket.socket) -> None:
        with suppress(OSError):  # cut
            while data := source.recv(65536):
                with self._lock:
                    self.sent += len(data) if to.getpeername()[1] == self._target else 0
                    if self.sent > self._room:
                        self._is_cut = True
                        self._close()
                to.sendall(data)

    def _close(self) -> None:
        for each in self._open:
            with suppress(OSError):  # the other side was faster
                each.shutdown(socket.SHUT_RDWR)
            each.close()
        self._open.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._listening.close()
        with self._lock:
            self._is_cut = True
            self._close()
