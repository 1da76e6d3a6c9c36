"""Our own web application: the page at ``/``, its health, and what every response must carry."""

from __future__ import annotations

import ipaddress
import os
import socket
import sys
import tempfile
from typing import TYPE_CHECKING, Any

import gradio as gr
import uvicorn
from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from index.errors import NoLibrary
from ui.app import STATIC, build_app
from ui.gate import Gate
from ui.theme import build_theme

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rag.settings import Settings
    from ui.ports import Answers
    from ui.shelf import Shelf

# A text of this size is 3,000 pages; a larger one is more likely a mistake.
LARGEST_UPLOAD = "20mb"


class ServerError(Exception):
    """The chat cannot be served here; the message is one sentence with the next step."""


def build_server(assistant: Answers, shelf: Shelf, examples: Sequence[str] = (), *, host: str = "127.0.0.1") -> FastAPI:
    """Return the application.

    Parameters
    ----------
    assistant, shelf, examples
        For the page.
    host
        Address it will listen on: requests for another name are refused.
    """
    app = FastAPI(title="citeseed", docs_url=None, redoc_url=None, openapi_url=None)

    @app.get("/healthz")
    def health() -> dict[str, Any]:
        try:
            return {"ok": True, "generation": assistant.library.open().generation}
        except NoLibrary:
            return {"ok": True, "generation": 0}

    app.mount("/static/citeseed", StaticFiles(directory=STATIC))
    gr.mount_gradio_app(
        app,
        build_app(assistant, shelf, examples),
        path="/",
        app_kwargs={"openapi_url": None},
        theme=build_theme(),
        head=(STATIC / "head.html").read_text(encoding="utf-8"),
        footer_links=[],
        run_history=False,
        show_error=False,
        max_file_size=LARGEST_UPLOAD,
        enable_monitoring=False,
        ssr_mode=False,
        mcp_server=False,
        pwa=False,
    )
    app.add_middleware(Gate, host=host)
    return app


def serve(assistant: Answers, shelf: Shelf, settings: Settings, examples: Sequence[str] = ()) -> None:
    """Serve the chat until interrupted, and print its address once it listens.

    Raises
    ------
    ServerError
        When the address is taken, unknown, or open to other machines.
    """
    listener = _listen(settings.host, settings.port)
    with listener, tempfile.TemporaryDirectory(prefix="citeseed-uploads-") as temporary:
        os.environ["GRADIO_TEMP_DIR"] = temporary
        app = build_server(assistant, shelf, examples, host=settings.host)
        config = uvicorn.Config(app, log_level="warning", server_header=False, ws="none", timeout_graceful_shutdown=3)
        name = f"[{settings.host}]" if ":" in settings.host else settings.host
        sys.stdout.write(f"The chat is at http://{name}:{listener.getsockname()[1]}  (Ctrl-C ends it)\n")
        sys.stdout.flush()
        uvicorn.Server(config).run(sockets=[listener])


def _listen(host: str, port: int) -> socket.socket:
    if not _is_local(host):
        raise ServerError(
            f"The chat has no password yet, so it is not served on {host}, where other machines could reach it. "
            "Use --host 127.0.0.1."
        )
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


def _is_local(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
