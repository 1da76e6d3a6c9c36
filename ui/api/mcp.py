"""The Model Context Protocol: two tools, ask and search, for assistants that look things up in the documents."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Annotated, Any

from mcp.server import MCPServer
from mcp.server.mcpserver import Context  # noqa: TC002 (read from the annotations when it runs)
from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.transport_security import TransportSecuritySettings
from mcp.types import ToolAnnotations
from pydantic import Field
from starlette.routing import Route

from rag.types import Done
from ui.chat.error_boundary import Trouble, guarded
from ui.formats.json import findings_record, outcome_record
from ui.http.work_queue import BusyError, unless_gone

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator

    from starlette.applications import Starlette

    from ui.chat.protocols import Answers
    from ui.http.work_queue import WorkQueue

INSTRUCTIONS = (
    "citeseed answers from the user's own documents. Use ask for a question: behind every sentence of the answer there "
    "is a verbatim quote with its place, and answered is false when the documents do not say. Use search to read the "
    "passages that match best."
)
# The second is Gradio's own path, for clients that were set up for it.
PATHS = ("/mcp", "/gradio_api/mcp")
READING = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)
Record = dict[str, Any]
Question = Annotated[str, Field(description="A question in plain words about the documents.")]
Number = Annotated[int, Field(description="How many passages at most.", ge=1, le=100)]


class Tools:
    """The tools over one assistant.

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

    async def ask(self, question: Question, context: Context) -> dict[str, Any]:
        """Answer a question from the documents, a verbatim quote behind every sentence, or say that they do not."""

        def work() -> Iterator[Record | None]:
            for event in self._assistant.stream(question):
                yield outcome_record(question, event.outcome) if isinstance(event, Done) else None

        return await self._done(work, context)

    async def search(self, question: Question, context: Context, k: Number = 10) -> dict[str, Any]:
        """Find the passages of the documents that match a question best."""

        def work() -> Iterator[Record]:
            yield findings_record(question, self._assistant.find(question, k=k))

        return await self._done(work, context)

    async def _done(self, work: Callable[[], Iterator[Record | None]], context: Context) -> Record:
        request = context.request_context.request
        assert request is not None  # only HTTP is offered
        steps: AsyncGenerator[Record | Trouble, None] = self._queue.steps(lambda: guarded(work()))
        try:
            found = await unless_gone(anext(steps), request.receive)
        except BusyError as error:
            raise ToolError(str(error)) from None
        if isinstance(found, Trouble):
            raise ToolError(found.text)
        return found


def offer(app: Starlette, assistant: Answers, queue: WorkQueue) -> None:
    """Add the protocol to an application. It is stateless: nothing is kept between requests."""
    server = MCPServer("citeseed", instructions=INSTRUCTIONS, log_level="WARNING")
    tools = Tools(assistant, queue)
    server.add_tool(tools.ask, annotations=READING)
    server.add_tool(tools.search, annotations=READING)
    # The security middleware decides whose requests are answered.
    trusting = TransportSecuritySettings(enable_dns_rebinding_protection=False)
    (route,) = server.streamable_http_app(json_response=True, stateless_http=True, transport_security=trusting).routes
    assert isinstance(route, Route)
    app.router.routes += [Route(f"{path}{slash}", route.endpoint) for path in PATHS for slash in ("", "/")]
    before = app.router.lifespan_context

    @asynccontextmanager
    async def running(around: Starlette) -> AsyncIterator[Any]:
        async with before(around) as state, server.session_manager.run():
            yield state

    app.router.lifespan_context = running
