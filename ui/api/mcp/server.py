"""The Model Context Protocol: tools and documents for assistants, over HTTP and over standard input and output."""

from __future__ import annotations

from contextlib import asynccontextmanager
from importlib.metadata import version
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ResourceError, ResourceNotFoundError, ToolError
from mcp.server.transport_security import TransportSecuritySettings
from mcp.types import Resource, ToolAnnotations
from pydantic import ValidationError
from starlette.routing import Route

from index.errors import LibraryError, NoLibrary, UnknownSource
from ui.api.mcp.tools import Tools
from ui.api.validation import wrong_field

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from mcp.server.mcpserver import Context
    from mcp.types import CallToolResult, InputRequiredResult
    from starlette.applications import Starlette

    from index.protocols import Library
    from ui.chat.protocols import Answers
    from ui.documents.service import DocumentsService
    from ui.http.work_queue import WorkQueue

INSTRUCTIONS = (
    "citeseed answers from the user's own documents. Use ask for a question: behind every sentence of the answer there "
    "is a verbatim quote with its place, and answered is false when the documents do not say. Use search for the "
    "passages that match best, check for which sentences of a text the documents support or contradict, table for "
    "questions to every document at once, such as lists and counts, read for a document or for what stands around a "
    "quote, list_documents to see what there is, and refresh when files have changed since they were indexed."
)
# The second is Gradio's own path, for clients that were set up for it.
PATHS = ("/mcp", "/gradio_api/mcp")
READING = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)
INDEXING = ToolAnnotations(read_only_hint=False, destructive_hint=False, idempotent_hint=True, open_world_hint=False)
# Documents are resources at this address and their source.
ADDRESS = "citeseed://documents/"
# Of which so many are listed, and of whose texts so much is sent; the tools do it by parts.
MAX_LISTED, MAX_CHARACTERS = 1_000, 1_000_000


class Server(MCPServer[Any]):
    """Tools over an assistant, and the documents of its library as resources.

    Parameters
    ----------
    assistant
        Answers the questions.
    service
        Reads its folders again.
    queue
        In which they wait.
    local
        Whether the client runs on the user's own machine, where commands can be named.
    """

    def __init__(self, assistant: Answers, service: DocumentsService, queue: WorkQueue, *, local: bool = False) -> None:
        super().__init__("citeseed", version=version("citeseed"), instructions=INSTRUCTIONS, log_level="WARNING")
        self._library: Library = assistant.library
        tools = Tools(assistant, service, queue, local=local)
        for tool in (tools.ask, tools.search, tools.check, tools.table, tools.read, tools.list_documents):
            self.add_tool(tool, annotations=READING)
        self.add_tool(tools.refresh, annotations=INDEXING)
        self.resource(
            f"{ADDRESS}{{+source}}", name="document", description="The text of a document.", mime_type="text/plain"
        )(self._text)

    async def call_tool(
        self, name: str, arguments: dict[str, Any], context: Context | None = None
    ) -> CallToolResult | InputRequiredResult:
        """Call a tool. What is wrong with its arguments is said in one sentence."""
        try:
            return await super().call_tool(name, arguments, context)
        except ToolError as error:
            if not isinstance(error.__cause__, ValidationError):
                raise
            _, sentence = wrong_field(error.__cause__.errors())
            raise ToolError(sentence or "The arguments must be a JSON object.") from error

    async def list_resources(self) -> list[Resource]:
        """List the first documents; the tool ``list_documents`` lists them all."""
        try:
            entries = self._library.open().page(0, MAX_LISTED)
        except NoLibrary:
            return []
        return [
            Resource(
                uri=f"{ADDRESS}{quote(entry.source)}",
                name=entry.source,
                title=entry.title,
                mime_type="text/plain",
                size=None,
            )
            for entry in entries
        ]

    def _text(self, source: str) -> str:
        try:
            text = self._library.open().document(source).text
        except (NoLibrary, UnknownSource) as error:
            raise ResourceNotFoundError(f"There is no document '{source}'.") from error
        except LibraryError as error:
            raise ResourceError(str(error)) from error
        if len(text) > MAX_CHARACTERS:
            raise ResourceError(f"'{source}' has {len(text):,} characters; read it by parts, with the tool read.")
        return text


def offer(app: Starlette, assistant: Answers, service: DocumentsService, queue: WorkQueue) -> None:
    """Add the protocol to an application. It is stateless: nothing is kept between requests.

    A reply is a stream of events, since progress comes before the result.
    """
    server = Server(assistant, service, queue)
    # The security middleware decides whose requests are answered.
    trusting = TransportSecuritySettings(enable_dns_rebinding_protection=False)
    (route,) = server.streamable_http_app(stateless_http=True, transport_security=trusting).routes
    assert isinstance(route, Route)
    app.router.routes += [Route(f"{path}{slash}", route.endpoint) for path in PATHS for slash in ("", "/")]
    before = app.router.lifespan_context

    @asynccontextmanager
    async def running(around: Starlette) -> AsyncIterator[Any]:
        async with before(around) as state, server.session_manager.run():
            yield state

    app.router.lifespan_context = running
