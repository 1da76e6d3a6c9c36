"""Serve the web application at an address."""

from __future__ import annotations

import logging
import os
import socket
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import uvicorn

from index.process_limits import allow_many_files
from ui.application import ServedLibrary, Shared, build_application
from ui.chat.error_boundary import end_quietly
from ui.http.libraries import Libraries
from ui.standard_output import write_output

if TYPE_CHECKING:
    import threading
    from collections.abc import Sequence

    from ui.http.access import Access
    from ui.operations.traces import Traces


class ServerError(Exception):
    """The chat cannot be served here; the message is one sentence with the next step."""


def serve(
    libraries: Sequence[ServedLibrary],
    access: Access,
    *,
    port: int,
    examples: Sequence[str] = (),
    mcp: bool = False,
    traces: Traces | None = None,
    notes: Sequence[str] = (),
) -> None:
    """Serve the chat until interrupted, and print its address and ``notes`` once it listens.

    Raises
    ------
    ServerError
        When the address is taken or unknown.
    OSError
        When standard output cannot take the address.
    """
    host, listener = access.host, _listen(access.host, port)
    with listener, tempfile.TemporaryDirectory(prefix="citeseed-uploads-") as temporary:
        os.environ["GRADIO_TEMP_DIR"] = temporary
        names = tuple(each.name for each in libraries if len(libraries) > 1)
        shared = Shared(access, Path(temporary), examples, mcp, traces, names)
        applications = {each.name: build_application(each, shared) for each in libraries}
        app = Libraries(applications, access.address.path) if any(applications) else applications[""]
        config = uvicorn.Config(
            app,
            log_level="warning",
            log_config=None,
            access_log=False,
            server_header=False,
            ws="none",
            timeout_graceful_shutdown=3,
            proxy_headers=False,
        )
        name = f"[{host}]" if ":" in host else host
        address = f"http://{name}:{listener.getsockname()[1]}"
        told = [
            f"The chat is at {address}  (Ctrl-C ends it)",
            *([f"The tools are at {address}/mcp"] if mcp else []),
            *notes,
        ]
        # Each visitor holds two connections, and an upload all of its files, up to 1,000, until the last has arrived.
        allow_many_files()
        server = _Server(config, told, shared.ended)
        server.run(sockets=[listener])
        if server.unheard:
            raise server.unheard


class _Server(uvicorn.Server):
    """Says where it is once it listens and hears signals: before, Ctrl-C would meet an event loop half made."""

    def __init__(self, config: uvicorn.Config, told: Sequence[str], ended: threading.Event) -> None:
        super().__init__(config)
        self._told = told
        self._ended = ended
        # Why nobody could be told where it is.
        self.unheard: OSError | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        try:
            write_output("".join(f"{line}\n" for line in self._told))
        except OSError as error:
            # Raised here it would meet an event loop half made.
            self.unheard = error
            self.should_exit = True

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        # Waiting clients see the connection end. A traceback of each would not help.
        end_quietly()
        # Whoever waits for a slow language model is told, and the process need not wait for it.
        self._ended.set()
        logging.getLogger("uvicorn.error").disabled = True
        await super().shutdown(sockets)


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        raise ServerError(
            f"Port {port} on {host} cannot be used: {error.strerror or error}. Choose another one with --port."
        ) from error
    return listener
