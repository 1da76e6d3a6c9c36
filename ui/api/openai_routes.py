"""The routes of OpenAI's protocol: ``/v1/chat/completions`` and ``/v1/models``."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse, StreamingResponse

from rag.errors import QuestionError
from rag.types import Done
from ui.api import openai_schema
from ui.api.openai_schema import Asked, Completion, RequestError
from ui.chat.error_boundary import Trouble, guarded
from ui.http.problem import openai_error, retrying
from ui.http.work_queue import BusyError, unless_gone

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator, Iterator

    from ui.chat.protocols import Answers
    from ui.http.work_queue import WorkQueue


class OpenAIRoutes:
    """OpenAI's protocol over one assistant.

    Parameters
    ----------
    assistant
        Answers the questions.
    queue
        In which they wait.
    """

    def __init__(self, assistant: Answers, queue: WorkQueue) -> None:
        self._assistant = assistant
        self._queue = queue
        self._created = int(time.time())

    def router(self) -> APIRouter:
        """Return the routes."""
        router = APIRouter(prefix="/v1")
        router.add_api_route("/models", self.models, methods=["GET"])
        router.add_api_route("/models/{name:path}", self.model, methods=["GET"])
        router.add_api_route("/chat/completions", self.complete, methods=["POST"], response_model=None)
        router.add_api_route("/{path:path}", self.nothing, methods=["GET", "POST", "PUT", "DELETE", "PATCH"])
        return router

    async def models(self) -> dict[str, Any]:
        """List what can be asked."""
        return openai_schema.models(self._created)

    async def model(self, name: str) -> Response:
        """Show a model."""
        try:
            return JSONResponse(openai_schema.model(name, self._created))
        except RequestError as error:
            return _refused(error.status, str(error), error.param, error.code)

    async def nothing(self) -> Response:
        """Answer an unknown path in the shape of OpenAI's errors."""
        return _refused(404, "There is no such route; the routes are /v1/chat/completions and /v1/models.")

    async def complete(self, request: Request) -> Response:
        """Answer the last message of a chat."""
        try:
            asked = openai_schema.asked(json.loads(await request.body()))
        except RequestError as error:
            return _refused(error.status, str(error), error.param, error.code)
        except QuestionError as error:
            return _refused(400, str(error), "messages")
        except (ValueError, RecursionError):
            return _refused(400, "The body of the request is no JSON.")
        steps: AsyncGenerator[dict[str, Any] | Trouble, None] = self._queue.steps(
            lambda: self._pieces(asked) if asked.stream else self._whole(asked)
        )
        # The first step is awaited here: what goes wrong before anything was said has a status of its own.
        try:
            first = await unless_gone(anext(steps), request.receive)
        except BusyError as error:
            first = Trouble(str(error), 503)
        if isinstance(first, Trouble):
            return _refused(first.status, first.text)
        if asked.stream:
            return StreamingResponse(_events(first, steps), media_type="text/event-stream")
        return JSONResponse(first)

    def _whole(self, asked: Asked) -> Iterator[dict[str, Any] | Trouble | None]:
        def work() -> Iterator[dict[str, Any] | None]:
            for event in self._assistant.stream(asked.question, asked.history):
                yield Completion(asked.question).whole(event.outcome) if isinstance(event, Done) else None

        return guarded(work())

    def _pieces(self, asked: Asked) -> Iterator[dict[str, Any] | Trouble | None]:
        events = guarded(self._assistant.stream(asked.question, asked.history))
        # What cannot be asked is told before the first piece.
        first = next(events)
        if isinstance(first, Trouble):
            yield first
            return
        trouble = list[Trouble]()

        def heard() -> Iterator[Any]:
            yield first
            for event in events:
                if isinstance(event, Trouble):
                    trouble.append(event)
                    return
                yield event

        yield from Completion(asked.question).pieces(heard())
        yield from trouble


async def _events(first: dict[str, Any], rest: AsyncIterator[dict[str, Any] | Trouble]) -> AsyncIterator[str]:
    yield _event(first)
    async for step in rest:
        yield _event(openai_error(step.status, step.text) if isinstance(step, Trouble) else step)
    yield "data: [DONE]\n\n"


def _event(record: dict[str, Any]) -> str:
    return f"data: {json.dumps(record, ensure_ascii=False)}\n\n"


def _refused(status: int, text: str, param: str | None = None, code: str | None = None) -> JSONResponse:
    return JSONResponse(openai_error(status, text, param, code), status, retrying(status))
