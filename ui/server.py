"""The web application: the page, the interfaces for programs, health, and the layers around them."""

from __future__ import annotations

import logging
import os
import resource
import socket
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr
import uvicorn
from fastapi import FastAPI
from fastapi.responses import JSONResponse
from fastapi.staticfiles import StaticFiles

from index.errors import LibraryError, NoLibrary
from ui.api.check_routes import check_routes
from ui.api.downloads import downloads
from ui.api.gradio.requests import GradioRequests
from ui.api.openai.routes import OpenAIRoutes
from ui.api.work_pages import WorkPages
from ui.chat.error_boundary import end_quietly
from ui.http.auth import AuthMiddleware
from ui.http.forwarded import ForwardedHeaders
from ui.http.security import SecurityMiddleware
from ui.http.sessions import Sessions
from ui.http.upload_limits import MAX_FILE_SIZE, Room, UploadLimits
from ui.http.work_queue import WorkQueue
from ui.web.page import STATIC, build_app
from ui.web.theme import build_theme

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ui.chat.protocols import Answers
    from ui.chat.store import Conversations
    from ui.documents.service import DocumentsService
    from ui.http.access import Access


# Files and connections.
MAX_OPEN = 10_000


class ServerError(Exception):
    """The chat cannot be served here; the message is one sentence with the next step."""


def build_server(
    assistant: Answers,
    service: DocumentsService,
    conversations: Conversations,
    examples: Sequence[str] = (),
    *,
    access: Access,
    temporary: Path,
    mcp: bool = False,
) -> FastAPI:
    """Return the application.

    Parameters
    ----------
    assistant, service, conversations, examples
        For the page.
    access
        The users and the public address.
    temporary
        Folder of uploads in progress.
    mcp
        Whether to serve the Model Context Protocol.
    """
    about = "Ask your own documents; every sentence of an answer is backed by a verbatim quote."
    # The description is a document; pages that show one load scripts from elsewhere.
    app = FastAPI(title="citeseed", description=about, version=version("citeseed"), docs_url=None, redoc_url=None)

    @app.get("/healthz", response_model=None)
    def health() -> dict[str, Any] | JSONResponse:
        try:
            return {"ok": True, "generation": assistant.library.open().generation}
        except NoLibrary:
            return {"ok": True, "generation": 0}
        except LibraryError as error:
            return JSONResponse({"ok": False, "generation": 0, "reason": str(error)}, 503)

    queue = WorkQueue()
    app.include_router(OpenAIRoutes(assistant, queue, access.address).router())
    app.include_router(check_routes(assistant, queue))
    app.include_router(WorkPages(assistant, queue, access.address.path).router())
    app.include_router(downloads(assistant.library, conversations))
    app.mount("/static/citeseed", StaticFiles(directory=STATIC))
    if mcp:
        from ui.api.mcp.server import offer  # noqa: PLC0415 (its packages take a second to import)

        offer(app, assistant, queue)
    page = build_app(assistant, service, conversations, examples)
    gr.mount_gradio_app(
        app,
        page,
        path="/",
        app_kwargs={"openapi_url": None},
        theme=build_theme(),
        head=(STATIC / "head.html").read_text(encoding="utf-8"),
        footer_links=[],
        run_history=False,
        root_path=access.address.url or None,
        auth_dependency=_user if access.people else None,
        allowed_paths=[],
        show_error=False,
        max_file_size=MAX_FILE_SIZE,
        enable_monitoring=False,
        ssr_mode=False,
        mcp_server=False,
        pwa=False,
    )
    # The last one added is the first that a request meets.
    origin, root, secure = access.address.origin, access.address.path, access.address.secure
    app.add_middleware(GradioRequests, page=page)
    app.add_middleware(UploadLimits, room=Room(temporary))
    app.add_middleware(Sessions, root=root, secure=secure)
    if access.people:
        app.add_middleware(AuthMiddleware, people=access.people, root=root, secure=secure)
    app.add_middleware(SecurityMiddleware, hosts=access.names, origin=origin, root=root)
    app.add_middleware(ForwardedHeaders, trusted=access.proxies)
    return app


def serve(
    assistant: Answers,
    service: DocumentsService,
    conversations: Conversations,
    access: Access,
    *,
    port: int,
    examples: Sequence[str] = (),
    mcp: bool = False,
) -> None:
    """Serve the chat until interrupted, and print its address once it listens.

    Raises
    ------
    ServerError
        When the address is taken or unknown.
    """
    host, listener = access.host, _listen(access.host, port)
    with listener, tempfile.TemporaryDirectory(prefix="citeseed-uploads-") as temporary:
        os.environ["GRADIO_TEMP_DIR"] = temporary
        app = build_server(
            assistant, service, conversations, examples, access=access, temporary=Path(temporary), mcp=mcp
        )
        config = uvicorn.Config(
            app, log_level="warning", server_header=False, ws="none", timeout_graceful_shutdown=3, proxy_headers=False
        )
        name = f"[{host}]" if ":" in host else host
        address = f"http://{name}:{listener.getsockname()[1]}"
        told = [f"The chat is at {address}  (Ctrl-C ends it)", *([f"The tools are at {address}/mcp"] if mcp else [])]
        _allow_many_files()
        _Server(config, told).run(sockets=[listener])


class _Server(uvicorn.Server):
    """Says where it is once it listens and hears signals: before, Ctrl-C would meet an event loop half made."""

    def __init__(self, config: uvicorn.Config, told: Sequence[str]) -> None:
        super().__init__(config)
        self._told = told

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        sys.stdout.write("".join(f"{line}\n" for line in self._told))
        sys.stdout.flush()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        # Waiting clients see the connection end. A traceback of each would not help.
        end_quietly()
        logging.getLogger("uvicorn.error").disabled = True
        await super().shutdown(sockets)


def _user(request: Any) -> str | None:
    """Return the authenticated user, for Gradio."""
    name: str | None = request.scope.get("user")
    return name


def _allow_many_files() -> None:
    """Let this process have as many files and connections open as it may, up to 10,000: often it is 1,024 at first.

    Each visitor holds two connections, and an upload holds all of its files, up to 1,000, until the last has arrived.
    """
    limit, highest = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MAX_OPEN if highest == resource.RLIM_INFINITY else min(MAX_OPEN, highest)
    if limit != resource.RLIM_INFINITY and limit < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, highest))


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
