"""The web application of one library: the page, the interfaces for programs, health, and the layers around them."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import gradio as gr
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response
from fastapi.staticfiles import StaticFiles

from index.errors import LibraryError, NoLibrary
from ui.api.downloads import downloads
from ui.api.gradio.requests import GradioRequests
from ui.api.guides import guide_routes
from ui.api.notes import note_routes
from ui.api.openai.routes import OpenAIRoutes
from ui.api.work_pages import WorkPages
from ui.api.work_routes import work_routes
from ui.chat.cancellation import Running
from ui.chat.hidden import HiddenDocuments
from ui.chat.notes import Notes
from ui.http.auth.middleware import AuthMiddleware
from ui.http.auth.rights import ADMINS_ONLY, rights_of
from ui.http.auth.sessions import Sessions
from ui.http.auth.state import SignInState
from ui.http.forwarded import ForwardedHeaders
from ui.http.request_ids import RequestIds
from ui.http.security import SecurityMiddleware
from ui.http.upload_limits import MAX_FILE_SIZE, Room, UploadLimits
from ui.http.work_queue import WorkQueue
from ui.operations import metrics as measuring
from ui.operations.metrics import Metrics
from ui.operations.observed import Observed
from ui.suggestions.suggestions import Suggestions
from ui.web.layout import STATIC
from ui.web.page import build_app
from ui.web.theme import build_theme

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from ui.chat.protocols import Answers
    from ui.chat.store import Conversations
    from ui.documents.service import DocumentsService
    from ui.http.access import Access
    from ui.operations.traces import Traces


@dataclass(frozen=True, slots=True)
class ServedLibrary:
    """A library that is served.

    Parameters
    ----------
    assistant, service, conversations
        For the page.
    name
        Among several; empty for the only one.
    built
        Returns when its index was made (ISO 8601, UTC), "" where there is none.
    """

    assistant: Answers
    service: DocumentsService
    conversations: Conversations
    name: str = ""
    built: Callable[[], str] = str


@dataclass(frozen=True, slots=True)
class Shared:
    """What the libraries of one server have in common.

    Parameters
    ----------
    access
        The users and the public address.
    temporary
        Folder of uploads in progress.
    examples
        Questions offered at the start.
    mcp
        Whether to serve the Model Context Protocol.
    traces
        Where traces go; None for nowhere.
    names
        Of all libraries, where there are several.
    ended
        Set when the server ends.
    """

    access: Access
    temporary: Path
    examples: Sequence[str] = ()
    mcp: bool = False
    traces: Traces | None = None
    names: tuple[str, ...] = ()
    metrics: Metrics = field(default_factory=Metrics)
    queue: WorkQueue = field(default_factory=WorkQueue)
    sign_in: SignInState = field(default_factory=SignInState)
    ended: threading.Event = field(default_factory=threading.Event)


def build_application(served: ServedLibrary, shared: Shared) -> FastAPI:
    """Return the application of one library; behind the path of ``served.name`` where there are several."""
    root = shared.access.address.path
    access = shared.access.below(served.name)
    label = served.name or "default"
    assistant = Observed(served.assistant, label, shared.metrics, shared.traces, shared.ended)
    shared.metrics.follow(label, lambda: shared.queue.waiting, served.built)
    suggested = Suggestions(assistant, Running())
    app = _with_interfaces(served, shared, assistant, access)
    kept = served.conversations.path
    app.include_router(guide_routes(assistant.library, suggested, HiddenDocuments(kept)))
    app.include_router(note_routes(Notes(kept)))
    others = tuple((name, f"{root}/library/{name}/") for name in shared.names)
    page = build_app(
        assistant,
        served.service,
        served.conversations,
        suggested,
        shared.examples,
        others=others,
        library=served.name,
    )
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
    origin, path, secure = access.address.origin, access.address.path, access.address.secure
    app.add_middleware(GradioRequests, page=page)
    app.add_middleware(UploadLimits, room=Room(shared.temporary))
    app.add_middleware(Sessions, root=path, secure=secure)
    if access.people:
        app.add_middleware(
            AuthMiddleware,
            people=access.people,
            root=path,
            secure=secure,
            state=shared.sign_in,
            library=served.name,
            whole=root,
        )
    app.add_middleware(SecurityMiddleware, hosts=access.names, origin=origin, root=path)
    app.add_middleware(ForwardedHeaders, trusted=access.proxies)
    app.add_middleware(RequestIds)
    return app


def _with_interfaces(served: ServedLibrary, shared: Shared, assistant: Answers, access: Access) -> FastAPI:
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

    @app.get("/metrics", response_model=None)
    def metrics(request: Request) -> Response:
        if not rights_of(request.scope).may("admin"):
            return JSONResponse({"detail": ADMINS_ONLY}, 403)
        return Response(shared.metrics.page(), media_type=measuring.CONTENT_TYPE)

    app.include_router(OpenAIRoutes(assistant, shared.queue, access.address).router())
    app.include_router(work_routes(assistant, shared.queue))
    app.include_router(WorkPages(assistant, shared.queue, access.address.path).router())
    app.include_router(downloads(assistant.library, served.conversations))
    app.mount("/static/citeseed", StaticFiles(directory=STATIC))
    if shared.mcp:
        from ui.api.mcp.server import offer  # noqa: PLC0415 (its packages take a second to import)

        offer(app, assistant, served.service, shared.queue)
    return app


def _user(request: Any) -> str | None:
    """Return the authenticated user, for Gradio."""
    name: str | None = request.scope.get("user")
    return name
