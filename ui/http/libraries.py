"""Several libraries in one server: each has the whole application behind a path of its own."""

from __future__ import annotations

from contextlib import AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING

from starlette.applications import Starlette

from ui.http.problem import response
from ui.http.public_url import below

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

    from starlette.types import Receive, Scope, Send


class Libraries:
    """ASGI application: pass each request to the library that its path names, and all others to the first.

    So programs that name none ask the first. The root leads a browser to it too.

    Parameters
    ----------
    applications
        By the name of the library, in order.
    root
        Path under which a proxy serves all of them; empty for none.
    """

    def __init__(self, applications: Mapping[str, Starlette], root: str = "") -> None:
        self._applications = dict(applications)
        self._root = root
        self._life = Starlette(lifespan=self._lives)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._life(scope, receive, send)
            return
        path = scope["path"]
        if path.startswith(f"{self._root}/"):
            path = path.removeprefix(self._root)
        first = next(iter(self._applications))
        if path in {"", "/"} and scope["method"] in {"GET", "HEAD"}:
            query = scope["query_string"]
            where = f"{below(self._root, first)}/".encode("latin-1") + (b"?" + query if query else b"")
            for message in response(307, b"", b"text/plain", ((b"location", where),)):
                await send(message)
            return
        name = path.removeprefix("/library/").partition("/")[0]
        chosen = self._applications.get(name) if path.startswith("/library/") else None
        if chosen is None:
            await self._applications[first](scope, receive, send)
            return
        # A proxy may or may not have taken the root off.
        whole = below(self._root, name) + path.removeprefix(below("", name))
        await chosen({**scope, "path": whole, "raw_path": whole.encode()}, receive, send)

    @asynccontextmanager
    async def _lives(self, _: Starlette) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            for each in self._applications.values():
                await stack.enter_async_context(each.router.lifespan_context(each))
            yield
