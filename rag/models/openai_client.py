"""A language model behind any OpenAI-compatible address.

It is imported only when such a model is chosen, because ``openai`` takes two thirds of a second to import.
"""

from __future__ import annotations

import asyncio
import math
import queue
import threading
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import openai

from rag.errors import LanguageModelError
from rag.models.openai_transport import Connection

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Generator, Sequence

    import httpx2

    from index.secret import Secret
    from rag.protocols import Message

# Seconds of silence after which an empty piece is yielded.
PULSE = 0.25
# Characters of a reply for each token; a token is seldom longer than five.
MAX_CHARACTERS = 40_000
# Seconds that counting tokens may take before a bound is used instead.
COUNTING = 5.0
# UTF-8 bytes that a token has at least, where nobody counts them. No document of the development sets has fewer than
# 2.9 on average with the tokenizers of SmolLM2 and of all-MiniLM-L6-v2.
LEAST_BYTES = 2.0
# Where servers count tokens, seen from their root: llama.cpp and vLLM, then llama-cpp-python. Ollama has no such place.
COUNTERS = ("/tokenize", "/extras/tokenize/count")


class OpenAILanguageModel:
    """Writes text with the model of a server.

    Everything runs on one event loop in a thread of its own with one pool of connections, made at the first use; so a
    request can be ended at any moment, also while the server is silent.

    Parameters
    ----------
    name
        What the server calls the model.
    url
        Address that ``/chat/completions`` stands under.
    key
        For the server; empty where it wants none.
    context
        Tokens that the model reads and writes, together.
    timeout
        Seconds that a reply may take in all, tries included.
    """

    def __init__(self, name: str, url: str, key: Secret, *, context: int, timeout: float) -> None:
        self.name = name
        self.context = context
        self._url = url.rstrip("/")
        self._key = key
        self._timeout = timeout
        self._lock = threading.Lock()
        self._opened: Connection | None = None
        self._counters = list(COUNTERS)

    def write(self, messages: Sequence[Message], most: int) -> Generator[str]:
        """Yield the pieces of a reply of at most ``most`` tokens.

        Raises
        ------
        LanguageModelError
            When the server cannot be reached, refuses, fails, is too slow, stops half way or sends what is no reply.
        """
        pieces: queue.SimpleQueue[str | LanguageModelError | None] = queue.SimpleQueue()
        connection = self._open()
        running = connection.start(self._written(connection.client, messages, most, pieces))
        try:
            while True:
                try:
                    piece = pieces.get(timeout=PULSE)
                except queue.Empty:
                    yield ""
                    continue
                if isinstance(piece, LanguageModelError):
                    raise piece
                if piece is None:
                    return
                yield piece
        finally:
            running.cancel()

    def count(self, text: str) -> int:
        """Return how many tokens the server counts in a text; where it does not count, a bound from above.

        The bound is a token for every two bytes of UTF-8.
        """
        connection = self._open()
        while self._counters:
            number: int | None = connection.start(self._counted(connection.http, self._counters[0], text)).result()
            if number is not None:
                return number
            self._counters = self._counters[1:]
        return math.ceil(len(text.encode("utf-8", "replace")) / LEAST_BYTES)

    def close(self) -> None:
        """Close the connections; the next use opens new ones."""
        with self._lock:
            opened, self._opened = self._opened, None
        if opened:
            opened.close()

    def _open(self) -> Connection:
        with self._lock:
            if self._opened is None:
                self._opened = Connection(self._url, self._key, self._timeout)
            return self._opened

    async def _written(
        self,
        client: openai.AsyncOpenAI,
        messages: Sequence[Message],
        most: int,
        pieces: queue.SimpleQueue[str | LanguageModelError | None],
    ) -> None:
        """Put the pieces of a reply into a queue, and at the end None, or why there is none."""
        told: Any = [{"role": message.role, "content": message.text} for message in messages]
        # The newest hosted models refuse "max_tokens" and a temperature; everything else knows no other name for it.
        limits: list[dict[str, Any]] = [{"max_tokens": most, "temperature": 0.0}, {"max_completion_tokens": most}]
        begun = False
        try:
            async with asyncio.timeout(self._timeout):
                for limit in limits:
                    try:
                        stream: Any = await client.chat.completions.create(
                            model=self.name, messages=told, stream=True, **limit
                        )
                    except openai.BadRequestError:
                        if limit is limits[-1]:
                            raise
                        continue
                    begun = True
                    async with stream:
                        async for text in _texts(stream):
                            pieces.put(text)
                    break
        except Exception as error:  # noqa: BLE001 (what a server sends can break its reader in any way)
            pieces.put(
                error if isinstance(error, LanguageModelError) else LanguageModelError(self._why(error, begun=begun))
            )
        else:
            pieces.put(None)

    async def _counted(self, http: httpx2.AsyncClient, counter: str, text: str) -> int | None:
        address = urlsplit(self._url)
        asked = {"model": self.name, "prompt": text, "content": text, "input": text}
        try:
            async with asyncio.timeout(COUNTING):
                reply = await http.post(
                    f"{address.scheme}://{address.netloc}{counter}", json=asked, headers=_authorised(self._key)
                )
            told = reply.json() if reply.status_code == 200 else {}
            number = told.get("count", len(told["tokens"]) if isinstance(told.get("tokens"), list) else None)
        except Exception:  # noqa: BLE001 (a server that does not count is no failure)
            return None
        return number if isinstance(number, int) and number >= 0 else None

    def _why(self, error: BaseException, *, begun: bool) -> str:
        """Return the reason in our own words, because a server's message may repeat the key."""
        if isinstance(error, TimeoutError | openai.APITimeoutError):
            return f"{self._url} did not finish within {self._timeout:g} s (setting language_model_timeout)"
        if isinstance(error, openai.APIConnectionError) and not begun:
            return f"nothing answers at {self._url} (setting language_model_url)"
        if isinstance(error, openai.APIStatusError):
            return self._refused(error.status_code)
        if isinstance(error, openai.APIError) and not isinstance(error, openai.APIConnectionError):
            return f"{self._url} reported an error half way"
        if isinstance(error, ValueError | TypeError | KeyError | AttributeError):
            return f"{self._url} sent what is no reply"
        return f"the connection to {self._url} broke half way"

    def _refused(self, status: int) -> str:
        if status in {401, 403}:
            return f"{self._url} refused the key ({status}; setting language_model_key)"
        if status == 404:
            return f"{self._url} knows no model '{self.name}', or is not the address of one (404)"
        if status == 429:
            return f"{self._url} is asked too often, or its quota is used up (429)"
        if status in {400, 413}:
            return f"{self._url} refused the request ({status}; it may read fewer tokens than language_model_context)"
        if 300 <= status < 400:
            return f"{self._url} sends elsewhere, which is not followed ({status}; setting language_model_url)"
        return f"{self._url} {'failed' if status >= 500 else 'refused the request'} ({status})"


def _authorised(key: Secret) -> dict[str, str]:
    return {"Authorization": f"Bearer {key.reveal()}"} if key else {}


async def _texts(stream: AsyncIterator[Any]) -> AsyncIterator[str]:
    """Yield the texts of a stream's events; raise when it stops without an end event."""
    taken, ended = 0, False
    async for event in stream:
        for choice in (event.choices or [])[:1]:
            text = choice.delta.content if choice.delta else None
            ended = ended or choice.finish_reason is not None
            if isinstance(text, str) and text:
                taken += len(text)
                if taken > MAX_CHARACTERS:
                    raise LanguageModelError("its reply has no end")
                yield text
    if not ended:
        raise LanguageModelError("its reply was cut off")
