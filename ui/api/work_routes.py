"""The routes ``POST /check`` and ``POST /table``: a text compared with the documents, and every document asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeVar

from fastapi import APIRouter, HTTPException, Request
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from index.filters import EVERYTHING, Filter
from index.types import Progress
from rag.extraction.types import RowDone
from rag.verification.types import Check
from ui.chat.error_boundary import Trouble, guarded
from ui.formats.json import check_record, table_record
from ui.formats.records.answers import (  # noqa: TC001 (read from the annotations when it runs)
    CheckRecord,
    TableRecord,
)
from ui.http.problem import retrying
from ui.http.work_queue import BusyError, unless_gone

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Iterator, Sequence

    from rag.extraction.types import AskedTable
    from ui.chat.protocols import Answers
    from ui.http.work_queue import WorkQueue

CHECK_FORM = 'The body must be a JSON object such as {"text": "A sentence. Another one."}.'
TABLE_FORM = (
    'The body must be a JSON object such as {"columns": ["date", "Who signed it?"]}; "folder" and "each" may follow.'
)
Given = TypeVar("Given", bound=BaseModel)
Record = TypeVar("Record")


class CheckRequest(BaseModel):
    """What is to be checked."""

    model_config = ConfigDict(extra="forbid", strict=True)

    text: str = Field(description="Every line is a paragraph; each sentence is checked on its own.")


class TableRequest(BaseModel):
    """What is to be asked of each document."""

    model_config = ConfigDict(extra="forbid", strict=True)

    columns: list[str] = Field(description='Questions, or labels such as "date".')
    folder: str = Field("", description="Only documents in this folder of the library; empty for all.")
    each: Literal["document", "section"] = Field("document", description="What a row is.")


def work_routes(assistant: Answers, queue: WorkQueue) -> APIRouter:
    """Return the routes.

    Parameters
    ----------
    assistant
        Does the work.
    queue
        In which it waits. Who hangs up ends it after the sentence or the row that is being read.
    """
    routes = APIRouter()

    @routes.post("/check", openapi_extra=_body(CheckRequest))
    async def check(request: Request) -> CheckRecord:
        given = _given(CheckRequest, await request.body(), CHECK_FORM)
        return await _done(request, queue, lambda: checked(assistant, given.text))

    @routes.post("/table", openapi_extra=_body(TableRequest))
    async def table(request: Request) -> TableRecord:
        given = _given(TableRequest, await request.body(), TABLE_FORM)
        return await _done(request, queue, lambda: tabled(assistant, given.columns, given.folder, given.each))

    return routes


def checked(assistant: Answers, text: str, within: Filter = EVERYTHING) -> Iterator[CheckRecord | Progress]:
    """Yield the progress for each sentence, so that the work can be ended there, and then the whole result."""
    found = []
    for step in assistant.check_steps(text, within):
        found.append(step.sentence)
        yield Progress("checking", step.done, step.total)
    yield check_record(Check(tuple(found)))


def asked(
    assistant: Answers, columns: Sequence[str], folder: str = "", each: Literal["document", "section"] = "document"
) -> Iterator[AskedTable | Progress]:
    """Yield the progress for each row, so that the work can be ended there, and then the table."""
    steps = assistant.table_steps(columns, Filter.parse(folder), each=each)
    while True:
        try:
            step = next(steps)
        except StopIteration as end:
            yield end.value
            return
        if isinstance(step, RowDone):
            yield Progress("reading", step.done, step.total)


def tabled(
    assistant: Answers, columns: Sequence[str], folder: str = "", each: Literal["document", "section"] = "document"
) -> Iterator[TableRecord | Progress]:
    """Yield what ``asked`` does, the table as its record."""
    steps = asked(assistant, columns, folder, each)
    return (step if isinstance(step, Progress) else table_record(step) for step in steps)


async def _done(request: Request, queue: WorkQueue, work: Callable[[], Iterator[Record | Progress]]) -> Record:
    def quietly() -> Iterator[Record | None]:
        return (None if isinstance(step, Progress) else step for step in work())

    steps: AsyncGenerator[Record | Trouble, None] = queue.steps(lambda: guarded(quietly()))
    try:
        found = await unless_gone(anext(steps), request.receive)
    except BusyError as error:
        raise HTTPException(503, str(error), retrying(503)) from None
    if isinstance(found, Trouble):
        raise HTTPException(found.status, found.text)
    return found


def _body(form: type[BaseModel]) -> dict[str, object]:
    # A route reads the body itself, so that a wrong one is refused in one sentence, and so says what it must be.
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": form.model_json_schema()}}}}


def _given(form: type[Given], body: bytes, told: str) -> Given:
    try:
        return form.model_validate_json(body)
    except ValidationError:
        raise HTTPException(422, told) from None
