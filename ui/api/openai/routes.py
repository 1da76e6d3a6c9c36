"""The routes of OpenAI's protocol: chat completions, responses and models."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Protocol

from fastapi import APIRouter, Request, Response, Security
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, StreamingResponse
from fastapi.routing import APIRoute
from fastapi.security import HTTPBearer
from openai.types.chat import ChatCompletion
from starlette.exceptions import HTTPException

from rag.events import Done
from ui.api.openai import chat as openai_chat
from ui.api.openai.chat import Completion
from ui.api.openai.requests import ChatRequest, RequestError, ResponseRequest, check_model, invalid
from ui.api.openai.responses import Reply
from ui.chat.error_boundary import Trouble, guarded
from ui.http.problem import openai_error, retrying
from ui.http.work_queue import BusyError, unless_gone

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Iterator

    from rag.events import Event
    from rag.types import Outcome
    from ui.api.openai.requests import Asked
    from ui.chat.protocols import Answers
    from ui.http.public_url import Public
    from ui.http.work_queue import WorkQueue

_STREAM: dict[str, Any] = {"text/event-stream": {}}
_ERROR = {"description": "An error in the shape of OpenAI's"}
# Which each route takes.
_METHODS = {"chat/completions": "POST", "responses": "POST", "models": "GET"}
_NO_ROUTE = "There is no such route; the routes are /v1/chat/completions, /v1/responses and /v1/models."


class Form(Protocol):
    """An answer in one of the shapes of the protocol, under one id."""

    def whole(self, outcome: Outcome) -> dict[str, Any]:
        """Return the answer as one object."""
        ...

    def pieces(self, events: Iterator[Event]) -> Iterator[str | None]:
        """Yield the answer as it grows, as text of a stream of events."""
        ...

    def trouble(self, text: str, status: int) -> str:
        """Return what went wrong, as text of a stream of events."""
        ...


class _Route(APIRoute):
    """A route whose errors have the shape of OpenAI's."""

    def get_route_handler(self) -> Callable[[Request], Awaitable[Response]]:  # type: ignore[override]
        handle = super().get_route_handler()

        async def handled(request: Request) -> Response:
            try:
                return await handle(request)
            except RequestValidationError as error:
                return _refused(invalid(error.errors()))
            except HTTPException as error:
                return _refused(RequestError(f"{error.detail}.", status=error.status_code))
            except RequestError as error:
                return _refused(error)

        return handled


class OpenAIRoutes:
    """OpenAI's protocol over one assistant.

    Parameters
    ----------
    assistant
        Answers the questions.
    queue
        In which they wait.
    address
        Under which the page is served, for the addresses of quotes.
    """

    def __init__(self, assistant: Answers, queue: WorkQueue, address: Public) -> None:
        self._assistant = assistant
        self._queue = queue
        self._address = address
        self._created = int(time.time())

    def router(self) -> APIRouter:
        """Return the routes."""
        # Says in the documentation what the layer around the application asks for.
        token = Security(HTTPBearer(auto_error=False, description="A token of the file of users, if there is one."))
        # A body without a type is read as JSON. Requests of other sites are refused by their origin.
        router = APIRouter(
            prefix="/v1", route_class=_Route, tags=["OpenAI"], dependencies=[token], strict_content_type=False
        )
        router.add_api_route("/models", self.models, methods=["GET"])
        router.add_api_route("/models/{name:path}", self.model, methods=["GET"], responses={"4XX": _ERROR})
        completion: dict[str, Any] = {"model": ChatCompletion, "content": _STREAM}
        response = {"description": "A Response of OpenAI's", "content": {"application/json": {}, **_STREAM}}
        for path, answer, said in (
            ("/chat/completions", self.complete, completion),
            ("/responses", self.respond, response),
        ):
            about: dict[int | str, dict[str, Any]] = {200: said, "4XX": _ERROR}
            router.add_api_route(path, answer, methods=["POST"], response_model=None, responses=about)
        every = ["GET", "POST", "PUT", "DELETE", "PATCH"]
        router.add_api_route("/{path:path}", self.nothing, methods=every, include_in_schema=False)
        return router

    async def models(self) -> dict[str, Any]:
        """List what can be asked."""
        return openai_chat.models(self._created)

    async def model(self, name: str) -> dict[str, Any]:
        """Show a model."""
        check_model(name)
        return openai_chat.model(name, self._created)

    async def nothing(self, path: str) -> Response:
        """Answer an unknown path, or a known one with another method, in the shape of OpenAI's errors."""
        if method := _METHODS.get(path.partition("/")[0] if path.startswith("models/") else path):
            return JSONResponse(openai_error(405, f"/v1/{path} takes {method} only."), 405, {"allow": method})
        raise RequestError(_NO_ROUTE, status=404)

    async def complete(self, body: ChatRequest, request: Request) -> Response:
        """Answer the last message of a chat."""
        check_model(body.model)
        form = Completion(body.asked, self._address.seen_by(request.scope), body.tells_usage)
        return await self._answer(body.asked, form, request, stream=bool(body.stream))

    async def respond(self, body: ResponseRequest, request: Request) -> Response:
        """Answer a question, or the last message of a conversation. Responses are not stored."""
        check_model(body.model)
        form = Reply(body.asked, self._address.seen_by(request.scope))
        return await self._answer(body.asked, form, request, stream=bool(body.stream))

    async def _answer(self, asked: Asked, form: Form, request: Request, *, stream: bool) -> Response:
        steps: AsyncGenerator[Any, None] = self._queue.steps(
            lambda: self._pieces(asked, form) if stream else self._whole(asked, form)
        )
        # The first step is awaited here: what goes wrong before anything was said has a status of its own.
        try:
            first = await unless_gone(anext(steps), request.receive)
        except BusyError as error:
            return _refused(RequestError(str(error), status=503, code="busy"))
        if isinstance(first, Trouble):
            return _refused(RequestError(first.text, status=first.status))
        if stream:
            return StreamingResponse(_events(first, steps, form), media_type="text/event-stream")
        return JSONResponse(first)

    def _whole(self, asked: Asked, form: Form) -> Iterator[dict[str, Any] | Trouble | None]:
        def work() -> Iterator[dict[str, Any] | None]:
            for event in self._assistant.stream(asked.question, asked.history):
                yield form.whole(event.outcome) if isinstance(event, Done) else None

        return guarded(work())

    def _pieces(self, asked: Asked, form: Form) -> Iterator[str | Trouble | None]:
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

        yield from form.pieces(heard())
        yield from trouble


async def _events(first: str, rest: AsyncIterator[str | Trouble], form: Form) -> AsyncIterator[str]:
    yield first
    async for step in rest:
        yield form.trouble(step.text, step.status) if isinstance(step, Trouble) else step


def _refused(error: RequestError) -> JSONResponse:
    shape = openai_error(error.status, str(error), error.param, error.code)
    return JSONResponse(shape, error.status, retrying(error.status))
