"""Choose one of several libraries: links to their pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import gradio as gr  # noqa: TC002  (Gradio reads the annotations when it runs)

from ui.http.auth.rights import rights_of
from ui.templates.environment import html

if TYPE_CHECKING:
    from collections.abc import Sequence


class LibraryChoice:
    """The list of the libraries that the visitor may see.

    Parameters
    ----------
    libraries
        Name and path of each, in order.
    this
        The name of the one that the page shows.
    """

    def __init__(self, libraries: Sequence[tuple[str, str]], this: str) -> None:
        self._libraries = tuple(libraries)
        self._this = this

    def show(self, request: gr.Request) -> str:
        """Return the list."""
        rights = rights_of(request.request.scope if request.request else {})
        seen = [(name, path, name == self._this) for name, path in self._libraries if rights.sees(name)]
        return html("libraries", "choice", libraries=seen)
