"""The route that exports a person's notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter, HTTPException, Request, Response

from ui.errors import ConversationError
from ui.formats.notes import notes_markdown, notes_page, notes_word
from ui.http.auth.identity import owner_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ui.chat.notes import Note, Notes

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_FORMS: dict[str, tuple[str, Callable[[Sequence[Note]], str | bytes]]] = {
    "md": ("text/markdown; charset=utf-8", notes_markdown),
    "html": ("text/html; charset=utf-8", notes_page),
    "docx": (_WORD, notes_word),
}


def note_routes(notes: Notes) -> APIRouter:
    """Return the route. Everybody gets their own notes."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/notes.{form}")
    def export(form: str, request: Request) -> Response:
        owner = owner_of(request.scope)
        if form not in _FORMS or not owner:
            raise HTTPException(404, "There are no such notes.")
        kind, written = _FORMS[form]
        try:
            made = written(notes.of(owner))
        except ConversationError as error:
            raise HTTPException(500, str(error)) from error
        data = made if isinstance(made, bytes) else made.encode(errors="replace")
        named = f'attachment; filename="notes.{form}"'
        return Response(
            data, media_type=kind, headers={"content-disposition": named, "cache-control": "private, no-store"}
        )

    return routes
