"""What is fetched by its address: a conversation as a file, and the file that a document was made of."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import quote

from fastapi import APIRouter, HTTPException, Request, Response

from index.errors import LibraryError
from ui import exporting
from ui.errors import ConversationError
from ui.owner import owner_of

if TYPE_CHECKING:
    from index.ports import Library
    from ui.conversations import Conversations

# What a browser shows itself without running anything; any other file is saved. Never text/html: it would act as us.
_SHOWN = {".pdf": "application/pdf", ".txt": "text/plain; charset=utf-8", ".md": "text/plain; charset=utf-8"}
_EXPORTS = {"md": ("text/markdown; charset=utf-8", exporting.markdown), "html": ("text/html", exporting.web_page)}


def downloads(library: Library, conversations: Conversations) -> APIRouter:
    """Return the routes; a conversation is its owner's alone, a document is everybody's who may see the chat.

    Parameters
    ----------
    library
        Whose documents can be opened, as long as their files are those that were indexed.
    conversations
        That can be exported.
    """
    routes = APIRouter()

    @routes.get("/conversations/{name}")
    def conversation(name: str, request: Request) -> Response:
        identity, _, form = name.rpartition(".")
        owner = owner_of(request.scope)
        if form not in _EXPORTS or not owner:
            raise HTTPException(404, "There is no such conversation.")
        try:
            kept = conversations.conversation(owner, identity)
        except ConversationError as error:
            raise HTTPException(404, str(error)) from error
        kind, written = _EXPORTS[form]
        return _file(written(kept).encode(errors="replace"), kind, f"{kept.name}.{form}", is_saved=True)

    @routes.get("/original")
    def original(source: str) -> Response:
        try:
            data = library.original(source)
        except LibraryError as error:
            raise HTTPException(404, str(error)) from error
        if data is None:
            raise HTTPException(404, "The file of this document is gone or has changed since; rebuild to read it anew.")
        kind = _SHOWN.get(PurePosixPath(source).suffix.lower())
        name = source.rpartition("/")[2]
        return _file(data, kind or "application/octet-stream", name, is_saved=kind is None)

    return routes


def _file(data: bytes, kind: str, name: str, *, is_saved: bool) -> Response:
    way = "attachment" if is_saved else "inline"
    named = f"{way}; filename*=UTF-8''{quote(name.replace('/', '-'), safe='', errors='replace')}"
    headers = {"content-disposition": named, "cache-control": "private, no-store"}
    return Response(data, media_type=kind, headers=headers)
