"""Download routes: conversations, original files, and pictures of pages."""

from __future__ import annotations

import base64
from contextlib import aclosing
from dataclasses import astuple
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import quote as quoted

from fastapi import APIRouter, HTTPException, Query, Request, Response
from pydantic import Field, StringConstraints

from index import draw_page
from index.errors import LibraryError
from ui.api.refusals import refused
from ui.errors import ConversationError
from ui.formats import export
from ui.http.auth.identity import owner_of
from ui.http.work_queue import BusyError, WorkQueue
from ui.text.layout import title

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from index.protocols import Library
    from ui.chat.store import Conversations

# Types that a browser shows without running anything; other files are saved. Never text/html: it would run as our page.
_SHOWN = {".pdf": "application/pdf", ".txt": "text/plain; charset=utf-8", ".md": "text/plain; charset=utf-8"}
# Drawing a page takes a second and 100 MB. The last of these waits ten seconds.
AT_ONCE, MAX_WAITING = 2, 20
# Start and end of further quotes of the page, "12-40" each; an answer has fewer.
_Others = Annotated[tuple[Annotated[str, StringConstraints(pattern=r"^\d{1,9}-\d{1,9}$")], ...], Field(max_length=100)]
GONE = "The file of this document is gone or has changed since; refresh to read it anew."
# What a browser would write as "_" at the end of a name.
_ENDS = "?!.:… "
_EXPORTS = {"md": ("text/markdown; charset=utf-8", export.markdown), "html": ("text/html", export.web_page)}


def downloads(library: Library, conversations: Conversations) -> APIRouter:
    """Return the routes. Only its owner may fetch a conversation; every user may fetch a document.

    Parameters
    ----------
    library
        Whose original files are served while they are unchanged.
    conversations
        That can be exported.
    """
    routes = APIRouter()
    # The threads that the server has for all routes are not for waiting.
    drawing = WorkQueue(AT_ONCE, MAX_WAITING)

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
        return _file(
            written(kept).encode(errors="replace"), kind, f"{title(kept.name).rstrip(_ENDS)}.{form}", is_saved=True
        )

    @routes.get("/original")
    def original(source: str) -> Response:
        try:
            data = library.original(source)
        except LibraryError as error:
            raise refused(error) from error
        if data is None:
            raise HTTPException(404, GONE)
        kind = _SHOWN.get(PurePosixPath(source).suffix.lower())
        name = source.rpartition("/")[2]
        return _file(data, kind or "application/octet-stream", name, is_saved=kind is None)

    @routes.get("/page")
    async def page(
        source: str, number: int, start: int = 0, end: int = 0, others: Annotated[_Others, Query()] = ()
    ) -> dict[str, Any]:
        def work() -> Iterator[dict[str, Any]]:
            spans = [(int(low), int(high)) for low, _, high in (each.partition("-") for each in others)]
            yield _drawn(library, source, number, (start, end), spans)

        try:
            async with aclosing(drawing.steps(work)) as steps:
                return await anext(steps)
        except BusyError as busy:
            raise HTTPException(503, "busy: too many pages are being drawn; try again in a few seconds.") from busy

    return routes


def _drawn(
    library: Library, source: str, number: int, quote: tuple[int, int], others: Sequence[tuple[int, int]]
) -> dict[str, Any]:
    try:
        held, data = library.open().document(source), library.original(source)
        if data is None:
            raise HTTPException(404, GONE)
        picture = draw_page(held, data, number, *quote, others=others)
    except LibraryError as error:
        raise refused(error) from error
    png = f"data:image/png;base64,{base64.b64encode(picture.png).decode()}"
    size = {"width": picture.width, "height": picture.height}
    beside = [list(map(astuple, boxes)) for boxes in picture.others]
    return {"png": png, **size, "boxes": list(map(astuple, picture.boxes)), "others": beside}


def _file(data: bytes, kind: str, name: str, *, is_saved: bool) -> Response:
    way = "attachment" if is_saved else "inline"
    named = f"{way}; filename*=UTF-8''{quoted(name.replace('/', '-'), safe='', errors='replace')}"
    headers = {"content-disposition": named, "cache-control": "private, no-store"}
    return Response(data, media_type=kind, headers=headers)
