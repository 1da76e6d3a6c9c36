"""Connect to a language model's server, with limits on bytes, retries and time."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import httpx2
import openai

from rag.errors import LanguageModelError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Coroutine
    from concurrent.futures import Future

    from index.secret import Secret

# Bytes of a reply, with all that a server wraps around its words (300 a token): no answer comes near, and what is
# endless ends here.
MAX_BYTES = 4_000_000
# Seconds to a connection; a server on this machine or in this building answers within one.
CONNECTING = 10.0
# Further tries when a server is busy or unwell; openai waits half a second, one, two, or as long as the server says.
RETRIES = 2
# Turns of the event loop without work after which no more comes: Python closes a reply's generators one by one, each in
# a task that begins some turns after the last. With one turn 6 of 160 closings left some pending, with ten none.
QUIET = 10


class Connection:
    """An event loop in a thread of its own, with the clients that live on it and share one pool of connections.

    Parameters
    ----------
    url
        Address that ``/chat/completions`` stands under.
    key
        For the server; empty where it wants none.
    timeout
        Seconds that a reply may take.
    """

    def __init__(self, url: str, key: Secret, timeout: float) -> None:
        self._loop = asyncio.new_event_loop()
        self._running: set[Future[Any]] = set()
        self._thread = threading.Thread(target=self._live, name="language-model", daemon=True)
        self.http = httpx2.AsyncClient(
            timeout=httpx2.Timeout(timeout, connect=min(CONNECTING, timeout)),
            follow_redirects=False,
            # a proxy of the environment leads out of this machine, and a model on it is not out there
            trust_env=urlsplit(url).hostname not in {"127.0.0.1", "::1", "localhost"},
            headers={"accept-encoding": "identity"},
            event_hooks={"request": [] if key else [_anonymous], "response": [_bounded]},
        )
        self.client = openai.AsyncOpenAI(
            base_url=url,
            api_key=key.reveal() or "none",
            max_retries=RETRIES,
            http_client=self.http,
        )
        self._thread.start()

    def start(self, work: Coroutine[Any, Any, Any]) -> Any:
        """Start a coroutine on the loop; return its future, which any thread may wait for or cancel."""
        running = asyncio.run_coroutine_threadsafe(work, self._loop)
        self._running.add(running)
        running.add_done_callback(self._running.discard)
        return running

    def close(self) -> None:
        """End everything at once."""
        while self._running:
            self._running.pop().cancel()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    def _live(self) -> None:
        self._loop.run_forever()
        self._loop.run_until_complete(self._ended())
        self._loop.close()

    async def _ended(self) -> None:
        """Wait for what was cancelled, and for what Python closes behind it, which lets go of more to be closed."""
        quiet = 0
        while quiet < QUIET:
            others = asyncio.all_tasks() - {asyncio.current_task()}
            await asyncio.gather(*others, return_exceptions=True)
            await asyncio.sleep(0)
            quiet = 0 if others else quiet + 1
        await self.client.close()


async def _anonymous(request: httpx2.Request) -> None:
    """Remove the header of an empty key, because openai always sends one."""
    request.headers.pop("authorization", None)


async def _bounded(response: httpx2.Response) -> None:
    """Fail a reply that is larger than any answer, or compressed, so that its size is unknown."""
    if response.headers.get("content-encoding", "identity").lower() != "identity":
        await response.aclose()
        raise LanguageModelError("the server packed its reply, which it was asked not to do")
    response.stream = _Counted(response.stream)


class _Counted(httpx2.AsyncByteStream):
    """A reply's bytes, up to ``MAX_BYTES``."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        taken = 0
        async for piece in self._stream:
            taken += len(piece)
            if taken > MAX_BYTES:
                raise LanguageModelError("its reply has no end")
            yield piece

    async def aclose(self) -> None:
        await self._stream.aclose()
