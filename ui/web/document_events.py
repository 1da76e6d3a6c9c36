"""Handle the page's events of documents."""

from __future__ import annotations

from collections.abc import Callable, Iterator  # noqa: TC003  (Gradio reads the annotations when it runs)
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import gradio as gr  # noqa: TC002  (as above)
from gradio.utils import get_upload_folder

from index.errors import StorageError
from index.types import Skipped
from ui.chat.error_boundary import Trouble, guarded
from ui.documents.additions import Changed, name_of
from ui.documents.arrivals import Upload
from ui.documents.service import Contents, DocumentsService, Step
from ui.errors import UsageError
from ui.http.auth.rights import READERS_ONLY_READ
from ui.web.event_io import SAME, Shown, may_change, said, whose
from ui.web.views import documents

if TYPE_CHECKING:
    from ui.chat.hidden import HiddenDocuments

# Files of one drop; a folder of more is better indexed by the command line.
MAX_FILES = 1000
# Characters of a name or a reason that a browser tells.
MAX_SAID = 500


class DocumentEvents:
    """The events of the documents pane over one service; of a visitor it is kept which documents are hidden.

    Outputs of a look are the state of the index, the documents and the button that rebuilds; a change shows what it
    did before these.
    """

    def __init__(self, service: DocumentsService, hidden: HiddenDocuments) -> None:
        self._service = service
        self._hidden = hidden

    def look(self, request: gr.Request) -> Shown:
        """Show the documents."""
        *_, shown = self._looks(whose(request), may_change=may_change(request))
        return shown

    def add(self, event: gr.EventData, request: gr.Request) -> Iterator[Shown]:
        """Add uploaded files."""

        def steps() -> Iterator[Step]:
            refused, arrived = _refused(event), _arrived(event)
            if not arrived:
                yield Changed(("Nothing was added.",), refused)
                return
            for step in self._service.add(arrived):
                yield replace(step, skipped=(*step.skipped, *refused)) if isinstance(step, Changed) else step

        yield from self._change(request, steps)

    def fetch(self, event: gr.EventData, request: gr.Request) -> Iterator[Shown]:
        """Add the page at the address that was typed, or compare it with what stood there."""
        yield from self._change(request, lambda: self._service.fetch(said(event, "address").strip()))

    def paste(self, event: gr.EventData, request: gr.Request) -> Iterator[Shown]:
        """Add the text that was pasted."""
        yield from self._change(request, lambda: self._service.paste(said(event, "text"), said(event, "title")))

    def remove(self, event: gr.EventData, request: gr.Request) -> Iterator[Shown]:
        """Remove the document whose button was pressed."""
        yield from self._change(request, lambda: self._service.remove(said(event, "source")))

    def restore(self, event: gr.EventData, request: gr.Request) -> Iterator[Shown]:
        """Restore the removed document."""
        yield from self._change(request, lambda: self._service.restore(said(event, "source")))

    def rebuild(self, request: gr.Request) -> Iterator[Shown]:
        """Read the folders again."""
        yield from self._change(request, self._service.rebuild)

    def hide(self, event: gr.EventData, request: gr.Request) -> Iterator[Shown]:
        """Hide a document from the visitor's answers."""

        def steps() -> Iterator[Changed]:
            source = said(event, "source")
            self._hidden.hide(whose(request), source)
            yield Changed(
                (f"{name_of(source)} is hidden from your answers. Its file stays in its folder.",), hidden=source
            )

        yield from self._changes(request, steps())

    def show(self, event: gr.EventData, request: gr.Request) -> Iterator[Shown]:
        """Ask a hidden document again."""

        def steps() -> Iterator[Changed]:
            source = said(event, "source")
            self._hidden.show(whose(request), source)
            yield Changed((f"{name_of(source)} is asked again.",))

        yield from self._changes(request, steps())

    def forget(self) -> str:
        """Close the note of the last change."""
        return ""

    def _change(self, request: gr.Request, change: Callable[[], Iterator[Step]]) -> Iterator[Shown]:
        """Show a change of the library, which not everybody may make."""

        def allowed() -> Iterator[Step]:
            if not may_change(request):
                raise UsageError(READERS_ONLY_READ)
            yield from change()

        yield from self._changes(request, allowed())

    def _changes(self, request: gr.Request, steps: Iterator[Step]) -> Iterator[Shown]:
        for step in guarded(steps):
            match step:
                case Changed():
                    yield documents.changed(step), *self.look(request)
                case Trouble(text):
                    yield documents.trouble(text), *self.look(request)
                case _:
                    yield "", documents.state(Contents((), 0), step), SAME, SAME

    def _looks(self, owner: str, *, may_change: bool) -> Iterator[Shown]:
        def contents() -> Iterator[Contents]:
            yield self._service.contents()

        for step in guarded(contents()):
            if isinstance(step, Trouble):
                yield documents.trouble(step.text), SAME, SAME
            else:
                listed = documents.documents(step, self._hidden.of(owner), may_change=may_change)
                rebuild = documents.rebuild(step) if may_change else ""
                yield documents.state(step, may_change=may_change), listed, rebuild


def _arrived(event: gr.EventData) -> list[Upload]:
    """Return the files that a browser says it has sent; only what lies where uploads arrive can be one."""
    data = event._data  # noqa: SLF001  (see said)
    files = data.get("files") if isinstance(data, dict) else None
    folder = Path(get_upload_folder()).resolve()
    uploads = []
    for file in files[:MAX_FILES] if isinstance(files, list) else []:
        match file:
            case {"path": str(path), "name": str(name)} if _is_inside(folder, path):
                uploads.append(Upload(Path(path), name))
            case _:
                raise StorageError("These files did not arrive; add them again.")
    return uploads


def _refused(event: gr.EventData) -> tuple[Skipped, ...]:
    """Return the files that the browser did not send, and why."""
    data = event._data  # noqa: SLF001  (see said)
    files = data.get("refused") if isinstance(data, dict) else None
    refused = []
    for file in files[:MAX_FILES] if isinstance(files, list) else []:
        match file:
            case {"name": str(name), "reason": str(reason)}:
                refused.append(Skipped(name[:MAX_SAID], reason[:MAX_SAID]))
    return tuple(refused)


def _is_inside(folder: Path, path: str) -> bool:
    try:
        return Path(path).resolve(strict=True).is_relative_to(folder) and Path(path).is_file()
    except (OSError, ValueError):
        return False
