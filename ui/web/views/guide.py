"""The guide to a document or to the library, for its template."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlencode

from ui.templates.environment import html

if TYPE_CHECKING:
    from ui.documents.guides import Guide


class Parts(NamedTuple):
    """A guide, the address of its Markdown, and that of its questions, which the browser asks for; "" for none."""

    shown: Guide
    address: str
    questions: str


def parts(shown: Guide) -> Parts:
    """Return the guide to a document, as its template takes it."""
    asked = urlencode({"source": shown.source}, errors="surrogateescape")
    return Parts(shown, f"guide.md?{asked}", f"questions?{asked}")


def overview(shown: Guide, chosen: str) -> str:
    """Return the guide to the library; ``chosen`` are its documents as the page keeps them."""
    address = f"guide.md?{urlencode({'chosen': chosen}, errors='replace')}"
    return html("guide", "overview", parts=Parts(shown, address, ""))
