"""Two pages beside the chat: check a text, and ask every document. Their rows are sent as they are done."""

from __future__ import annotations

import asyncio
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, TypeVar

from fastapi import APIRouter, HTTPException, Request, Response
from starlette.exceptions import HTTPException as FormError
from starlette.responses import HTMLResponse, StreamingResponse

from index.errors import DocumentError, FilterError, LibraryError
from index.filters import Filter
from index.loaders import parse
from index.types import Progress
from rag.extraction.types import AskedTable, RowDone, TablePlan
from rag.verification.checking import MAX_CHARACTERS
from rag.verification.types import Check
from ui.api.work_routes import asked
from ui.chat.error_boundary import Trouble, guarded
from ui.formats import table_export
from ui.formats.plain_text import where
from ui.formats.quote_link import QuoteLink
from ui.formats.views.check import view
from ui.formats.views.table import plan_text, sum_text
from ui.http.problem import retrying
from ui.http.work_queue import BusyError
from ui.templates.environment import html

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator

    from index import Document
    from rag.types import Citation
    from ui.chat.protocols import Answers
    from ui.http.work_queue import WorkQueue

CHECK, TABLE = ("Check a text", "/check"), ("Ask every document", "/table")
# Documents whose folders are offered.
MAX_LOOKED = 10_000
# Fields of a form, and characters of each: a text may be as long as the assistant checks.
MAX_FIELDS, MAX_FIELD_SIZE = 8, 3_000_000
TOO_LONG = f"That is too long. At most {MAX_CHARACTERS:,} characters can be read; try it in parts."
KINDS: dict[str, tuple[str, Callable[[str, AskedTable], str | bytes]]] = {
    "csv": ("text/csv; charset=utf-8", table_export.csv),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", table_export.xlsx),
    "html": ("text/html; charset=utf-8", table_export.web_page),
}

Sent = TypeVar("Sent")


class WorkPages:
    """The pages over one assistant.

    Parameters
    ----------
    assistant
        Does the work.
    queue
        In which it waits. Who leaves the page ends the work after the sentence or the row that is being read.
    root
        Path under which a proxy serves the application; empty for none.
    """

    def __init__(self, assistant: Answers, queue: WorkQueue, root: str = "") -> None:
        self._assistant = assistant
        self._queue = queue
        self._root = root

    def router(self) -> APIRouter:
        """Return the routes."""
        routes = APIRouter(include_in_schema=False)
        routes.add_api_route("/check", self.check_form, methods=["GET"], response_class=HTMLResponse)
        routes.add_api_route("/check/report", self.check, methods=["POST"], response_model=None)
        routes.add_api_route("/table", self.table_form, methods=["GET"], response_class=HTMLResponse)
        routes.add_api_route("/table/report", self.table, methods=["POST"], response_model=None)
        routes.add_api_route("/table/file", self.file, methods=["POST"], response_model=None)
        return routes

    async def check_form(self) -> str:
        """Show the form for a text."""
        form = html("work", "check_form", root=self._root, text="")
        return f"{self._head(*CHECK)}{form}{html('work', 'tail')}"

    async def table_form(self) -> str:
        """Show the form for columns."""
        folders = await asyncio.to_thread(self._folders)
        form = html("work", "table_form", root=self._root, columns="", folder="", each="document", folders=folders)
        return f"{self._head(*TABLE)}{form}{html('work', 'tail')}"

    async def check(self, request: Request) -> Response:
        """Check a text, and send each sentence as soon as it is checked."""
        said = await _fields(request)
        if said is None:
            return self._too_long(CHECK, html("work", "check_form", root=self._root, text=""))
        text = said.get("text", "")
        form = html("work", "check_form", root=self._root, text=text)
        return await self._streamed(f"{self._head(*CHECK)}{form}", lambda: self._checked(text))

    async def table(self, request: Request) -> Response:
        """Ask every document, and send each row as soon as it is done."""
        said, folders = await _fields(request), await asyncio.to_thread(self._folders)
        if said is None:
            form = html("work", "table_form", root=self._root, columns="", folder="", each="document", folders=folders)
            return self._too_long(TABLE, form)
        columns, folder, each = _asked(said)
        given = {"columns": "\n".join(columns), "folder": folder, "each": each}
        form = html("work", "table_form", root=self._root, folders=folders, **given)
        return await self._streamed(f"{self._head(*TABLE)}{form}", lambda: self._tabled(columns, folder, each))

    async def file(self, request: Request) -> Response:
        """Return a table as a file; its cells are kept, so that this is quick after the page."""
        said = await _fields(request) or {}
        columns, folder, each = _asked(said)
        if said.get("form") not in KINDS:
            raise HTTPException(422, f"The form must be one of: {', '.join(KINDS)}.")
        kind, written = KINDS[said["form"]]

        def work() -> Iterator[str | bytes | None]:
            for step in asked(self._assistant, columns, folder, each):
                yield None if isinstance(step, Progress) else written("table", step)

        steps: AsyncGenerator[str | bytes | Trouble, None] = self._queue.steps(lambda: guarded(work()))
        found = await _first(steps)
        if isinstance(found, Trouble):
            raise HTTPException(found.status, found.text)
        name = f'attachment; filename="table.{said["form"]}"'
        return Response(found, media_type=kind, headers={"content-disposition": name})

    def _folders(self) -> list[str]:
        """Return the folders of the library, of a large one those of its first documents."""
        try:
            entries = self._assistant.library.open().page(0, MAX_LOOKED)
        except LibraryError:
            return []
        return sorted({str(each) for entry in entries for each in PurePosixPath(entry.source).parents} - {"."})

    def _head(self, title: str, address: str) -> str:
        return html("work", "head", title=title, root=self._root, now=address)

    def _too_long(self, page: tuple[str, str], form: str) -> HTMLResponse:
        told = html("work", "said", sentence=TOO_LONG, trouble=True)
        return HTMLResponse(f"{self._head(*page)}{form}{told}{html('work', 'tail')}", 413)

    def _link(self, citation: Citation) -> str:
        return f"{self._root}/?{QuoteLink.to(citation).query}"

    def _checked(self, text: str) -> Iterator[str]:
        steps, is_begun = self._assistant.check_steps(_pasted(text)), False
        while True:
            try:
                step = next(steps)
            except StopIteration as end:
                check: Check = end.value
                break
            if not is_begun:
                yield html("work", "begun", total=step.total, what=f"{step.total:,} sentences")
            is_begun = True
            ((shown,),) = view(Check((step.sentence,))).paragraphs
            yield html("work", "check_row", shown=shown, where=where, link=self._link)
        yield html("work", "said", sentence=" ".join((view(check).sum, *check.warnings)), trouble=False)

    def _tabled(self, columns: list[str], folder: str, each: Any) -> Iterator[str]:
        steps = self._assistant.table_steps(columns, Filter.parse(folder), each=each)
        while True:
            try:
                step = next(steps)
            except StopIteration as end:
                table: AskedTable = end.value
                break
            if isinstance(step, TablePlan):
                yield html("work", "begun", total=step.rows, what=plan_text(step))
                yield html("work", "table_begun", columns=["Document", *columns])
            elif isinstance(step, RowDone):
                yield html("work", "table_row", row=step.row, where=where, link=self._link)
        said = " ".join((sum_text(table), *table.warnings))
        given = {"columns": "\n".join(columns), "folder": folder, "each": each}
        yield html("work", "table_ended", root=self._root, said=said, **given)

    async def _streamed(self, beginning: str, work: Callable[[], Iterator[str]]) -> Response:
        """Send what a work yields; a work that cannot begin has a status of its own."""
        steps: AsyncGenerator[str | Trouble, None] = self._queue.steps(lambda: guarded(work()))
        first = await _first(steps)
        if isinstance(first, Trouble):
            told = html("work", "said", sentence=first.text, trouble=True)
            return HTMLResponse(f"{beginning}{told}{html('work', 'tail')}", first.status)

        async def body() -> AsyncIterator[str]:
            yield f"{beginning}{first}"
            async for step in steps:
                yield html("work", "said", sentence=step.text, trouble=True) if isinstance(step, Trouble) else step
            yield html("work", "tail")

        return StreamingResponse(body(), media_type="text/html; charset=utf-8")


def _pasted(text: str) -> Document | str:
    """Return a text as a file of it is read, without hard wraps; the text itself where that is nothing to read."""
    try:
        return parse(text.encode("utf-8", "replace"), "text.txt")
    except DocumentError:
        return text


async def _first(steps: AsyncGenerator[Sent, None]) -> Sent:
    try:
        return await anext(steps)
    except BusyError as error:
        raise HTTPException(503, str(error), retrying(503)) from None


async def _fields(request: Request) -> dict[str, str] | None:
    """Return the fields of a form; None where it is too large."""
    try:
        async with request.form(max_files=0, max_fields=MAX_FIELDS, max_part_size=MAX_FIELD_SIZE) as form:
            return {name: value for name, value in form.items() if isinstance(value, str)}
    except FormError:
        return None


def _asked(said: dict[str, str]) -> tuple[list[str], str, Any]:
    """Return the columns, the folder, and what a row is."""
    columns = [line.strip() for line in said.get("columns", "").splitlines() if line.strip()]
    each = said.get("each", "document")
    if each not in {"document", "section"}:
        raise HTTPException(422, "A row is for each document, or for each section.")
    folder = said.get("folder", "").strip().rstrip("/")
    try:
        Filter.parse(folder)
    except FilterError as error:
        raise HTTPException(400, str(error)) from error
    return columns, folder, each
