"""The tools of the Model Context Protocol: ask, search, check, table, read, list_documents and refresh."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, TypeVar

from mcp.server.mcpserver import Context  # noqa: TC002 (read from the annotations when it runs)
from mcp.server.mcpserver.exceptions import ToolError
from pydantic import Field

from index.errors import LibraryError, NoLibrary
from index.filters import Filter
from index.types import Progress
from rag.events import Done
from ui.api.work_routes import checked, tabled
from ui.chat.error_boundary import Trouble, guarded
from ui.documents.additions import Changed
from ui.formats.documents import listing_record, reading_record
from ui.formats.json import findings_record, outcome_record, report_record
from ui.formats.records.answers import (  # noqa: TC001 (the same)
    CheckRecord,
    FindingsRecord,
    ListingRecord,
    OutcomeRecord,
    ReadingRecord,
    TableRecord,
)
from ui.formats.records.reports import ReportRecord  # noqa: TC001 (the same)
from ui.http.auth.rights import EDITOR, READERS_ONLY_READ, rights_of
from ui.http.work_queue import BusyError, WorkQueue, unless_gone

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Iterator

    from ui.chat.protocols import Answers
    from ui.documents.service import DocumentsService

Question = Annotated[str, Field(description="A question in plain words about the documents.")]
Text = Annotated[str, Field(description="A text whose sentences are compared with the documents.")]
Columns = Annotated[
    list[str], Field(description="What is asked of each document: questions, or labels such as 'date'.", min_length=1)
]
Each = Annotated[Literal["document", "section"], Field(description="Whether a row is a document or a section of one.")]
Source = Annotated[str, Field(description="A document, by the source that citations, passages and listings give.")]
Number = Annotated[int, Field(description="How many at most.", ge=1, le=100)]
Offset = Annotated[int, Field(description="Offset of the first character.", ge=0)]
End = Annotated[int | None, Field(description="Offset after the last character; null for the end.", ge=0)]
Around = Annotated[int, Field(description="Characters to show before and after that, too.", ge=0, le=5_000)]
Folder = Annotated[str, Field(description="Only documents in this folder of the library; empty for all.")]
Position = Annotated[int, Field(description="How many documents to leave out at the beginning.", ge=0)]
Result = TypeVar("Result")


class Tools:
    """The tools over one assistant.

    Parameters
    ----------
    assistant
        Answers the questions.
    service
        Reads the folders again.
    queue
        In which questions wait.
    local
        Whether the client runs on the user's own machine, where commands can be named.
    """

    def __init__(self, assistant: Answers, service: DocumentsService, queue: WorkQueue, *, local: bool = False) -> None:
        self._assistant = assistant
        self._service = service
        self._queue = queue
        self._changes = WorkQueue(at_once=1)  # questions are answered meanwhile
        self._local = local

    async def ask(self, question: Question, context: Context, folder: Folder = "") -> OutcomeRecord:
        """Answer a question from the documents, a verbatim quote behind every sentence, or say that they do not."""

        def work() -> Iterator[OutcomeRecord | None]:
            for event in self._assistant.stream(question, within=Filter.parse(folder)):
                yield outcome_record(question, event.outcome) if isinstance(event, Done) else None

        return await self._done(work, context)

    async def search(self, question: Question, context: Context, k: Number = 10, folder: Folder = "") -> FindingsRecord:
        """Find the passages of the documents that match a question best."""

        def work() -> Iterator[FindingsRecord]:
            yield findings_record(question, self._assistant.find(question, k=k, within=Filter.parse(folder)))

        return await self._done(work, context)

    async def check(self, text: Text, context: Context, folder: Folder = "") -> CheckRecord:
        """Check a text: for each sentence whether the documents support or contradict it, with verbatim quotes."""
        return await self._done(lambda: checked(self._assistant, text, Filter.parse(folder)), context)

    async def table(
        self, columns: Columns, context: Context, folder: Folder = "", each: Each = "document"
    ) -> TableRecord:
        """Ask each question of every document, for lists, counts and overviews: a cell is a verbatim quote, or empty.

        Use it where ask would show the best passages alone. It takes a second a document; name a folder if you can.
        """
        return await self._done(lambda: tabled(self._assistant, columns, folder, each), context)

    async def read(
        self, source: Source, context: Context, start: Offset = 0, end: End = None, around: Around = 0
    ) -> ReadingRecord:
        """Read a document, or what stands around a quote: give the citation's start and end, and around=1000.

        At most 20,000 characters come at a time; read on with start=next.
        """

        def work() -> Iterator[ReadingRecord]:
            snapshot = self._assistant.library.open()
            yield reading_record(snapshot.document(source), snapshot.generation, start, end, around)

        return await self._done(work, context)

    async def list_documents(
        self, context: Context, folder: Folder = "", start: Position = 0, most: Number = 100
    ) -> ListingRecord:
        """List the documents with title, type, size, date and author, ordered by source; go on with start=next."""

        def work() -> Iterator[ListingRecord]:
            snapshot, within = self._assistant.library.open(), Filter.parse(folder)
            shown, total = snapshot.page(start, most, within), snapshot.count(within)
            yield listing_record(shown, snapshot.generation, start, total)

        return await self._done(work, context)

    async def refresh(self, context: Context) -> ReportRecord:
        """Read the folders of the library again, so that files that are new, changed or gone since then count.

        Questions are answered from what was read before until it is done. Who stops waiting does not end it.
        """
        request = context.request_context.request
        if request and not rights_of(request.scope).may(EDITOR):
            raise ToolError(READERS_ONLY_READ)

        def work() -> Iterator[ReportRecord | Progress]:
            try:
                self._assistant.library.open()
            except NoLibrary:
                raise
            except LibraryError:
                pass  # it is damaged, which reading the folders again repairs
            number, last = 0, ""
            for step in self._service.rebuild():
                if isinstance(step, Changed):
                    assert step.report is not None
                    yield report_record(step.report)
                    return
                stage = f"{step.stage} {step.done} of {step.total}" if step.total else step.stage
                if stage != last:
                    number, last = number + 1, stage
                    yield Progress(stage, number, 0)  # how many steps there will be is not known

        return await self._done(work, context, self._changes)

    async def _done(
        self, work: Callable[[], Iterator[Result | Progress | None]], context: Context, queue: WorkQueue | None = None
    ) -> Result:
        request = context.request_context.request  # None where the client started this process
        steps: AsyncGenerator[Result | Progress | Trouble, None] = (queue or self._queue).steps(
            lambda: guarded(work(), local=self._local)
        )

        async def last() -> Result | Trouble:
            async for step in steps:
                if not isinstance(step, Progress):
                    return step
                await context.report_progress(step.done, step.total or None, step.stage)
            raise AssertionError("a work ends with its result")

        try:
            found = await (unless_gone(last(), request.receive) if request else last())
        except BusyError as error:
            raise ToolError(str(error)) from None
        if isinstance(found, Trouble):
            raise ToolError(found.text)
        return found
