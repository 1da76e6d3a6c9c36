"""Routes of the guides: the questions that a document answers, and a guide as Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote as quoted

from fastapi import APIRouter, HTTPException, Request, Response

from index.errors import FilterError, LibraryError
from ui.api.refusals import refused
from ui.chat import choice
from ui.documents.guides import guide_to_document, guide_to_library
from ui.formats.guide import guide_markdown
from ui.http.auth.identity import owner_of
from ui.text.layout import shortened

if TYPE_CHECKING:
    from index.protocols import Library
    from ui.chat.hidden import HiddenDocuments
    from ui.suggestions.suggestions import Suggestions

_MAX_NAME = 60


def guide_routes(library: Library, suggested: Suggestions, hidden: HiddenDocuments) -> APIRouter:
    """Return the routes; every user may see every document."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/questions")
    async def questions(source: str) -> dict[str, tuple[str, ...]]:
        return {"questions": await suggested.of_document(source)}

    @routes.get("/guide.md")
    def guide(request: Request, source: str = "", chosen: str = "") -> Response:
        try:
            snapshot = library.open()
            if source:
                made = guide_to_document(snapshot.document(source))
            else:
                made = guide_to_library(snapshot, choice.from_text(chosen, hidden.of(owner_of(request.scope))))
        except FilterError as error:
            raise HTTPException(400, str(error)) from error
        except LibraryError as error:
            raise refused(error) from error
        name = quoted(f"Guide to {shortened(made.title, _MAX_NAME)}.md".replace("/", "-"), safe="", errors="replace")
        headers = {"content-disposition": f"attachment; filename*=UTF-8''{name}", "cache-control": "private, no-store"}
        text = guide_markdown(made, suggested.known(source) if source else ())
        return Response(text.encode(errors="replace"), media_type="text/markdown; charset=utf-8", headers=headers)

    return routes
