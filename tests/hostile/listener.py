"""A local server that records who connects."""

from __future__ import annotations

import socket
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass
class Listener:
    """What listens at ``address``, and the first bytes of each that came."""

    address: str
    heard: list[bytes] = field(default_factory=list)


@contextmanager
def listening() -> Iterator[Listener]:
    """Listen on this machine and write down whoever connects."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        listener = Listener(f"http://127.0.0.1:{server.getsockname()[1]}")
        thread = threading.Thread(target=_accept, args=(server, listener), daemon=True)
        thread.start()
        try:
            yield listener
        finally:
            with socket.create_connection(server.getsockname()) as last:
                last.sendall(b"the end")
            thread.join()


def _accept(server: socket.socket, listener: Listener) -> None:
    while True:
        connection, _ = server.accept()
        with connection:
            connection.settimeout(5)
            heard = connection.recv(200)
        if heard == b"the end":
            return
        listener.heard.append(heard)
