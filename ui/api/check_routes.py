"""The route ``POST /check``: which sentences of a text the documents support."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter, HTTPException, Request
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from index.filters import EVERYTHING
from rag.verification.types import Check
from ui.chat.error_boundary import Trouble, guarded
from ui.formats.json import check_record
from ui.formats.records.answers import CheckRecord  # noqa: TC001 (read from the annotations when it runs)
from ui.http.problem import retrying
from ui.http.work_queue import BusyError, unless_gone

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Iterator

    from index.filters import Filter
    from ui.chat.protocols import Answers
    from ui.http.work_queue import WorkQueue

FORM = 'The body must be a JSON object such as {"text": "A sentence. Another one."}.'


class CheckRequest(BaseModel):
    """What is to be checked."""

    model_config = ConfigDict(extra="forbid", strict=True)

    text: str = Field(description="Every line is a paragraph; each sentence is checked on its own.")


# The route reads the body itself, so that a wrong one is refused in one sentence, and so says what it must be.
_BODY = {"required": True, "content": {"application/json": {"schema": CheckRequest.model_json_schema()}}}


def check_routes(assistant: Answers, queue: WorkQueue) -> APIRouter:
    """Return the route.

    Parameters
    ----------
    assistant
        Checks the texts.
    queue
        In which they wait.
    """
    routes = APIRouter()

    @routes.post("/check", openapi_extra={"requestBody": _BODY})
    async def check(request: Request) -> CheckRecord:
        text = _text(await request.body())
        steps: AsyncGenerator[CheckRecord | Trouble, None] = queue.steps(lambda: guarded(checked(assistant, text)))
        try:
            found = await unless_gone(anext(steps), request.receive)
        except BusyError as error:
            raise HTTPException(503, str(error), retrying(503)) from None
        if isinstance(found, Trouble):
            raise HTTPException(found.status, found.text)
        return found

    return routes


def checked(assistant: Answers, text: str, within: Filter = EVERYTHING) -> Iterator[CheckRecord | None]:
    """Yield None for each sentence, so that the work can be ended there, and then the whole result."""
    found = []
    for step in assistant.check_steps(text, within):
        found.append(step.sentence)
        yield None
    yield check_record(Check(tuple(found)))


def _text(body: bytes) -> str:
    try:
        return CheckRequest.model_validate_json(body).text
    except ValidationError:
        raise HTTPException(422, FORM) from None
