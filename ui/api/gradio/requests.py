"""Refuse requests that Gradio cannot answer with one sentence, where Gradio itself fails with a traceback."""

from __future__ import annotations

import inspect
import json
import math
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from gradio import Error
from gradio.processing_utils import check_all_files_in_cache

from ui.api.gradio.client import defaults
from ui.http.problem import Refusal, response

if TYPE_CHECKING:
    from collections.abc import Mapping

    import gradio as gr
    from gradio.block_function import BlockFunction
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

API = "/gradio_api"
# What comes before the name of an endpoint in a path; the second kind takes arguments by name.
BY_POSITION, BY_NAME = (f"{API}/call/", f"{API}/run/", f"{API}/api/"), f"{API}/call/v2/"
JOIN, EVENTS = f"{API}/queue/join", f"{API}/queue/data"
# They name an event of a page; Gradio fails where a body that it refuses holds what JSON has not.
ENDS = (f"{API}/cancel", f"{API}/reset")
FORM = 'The body must be a JSON object such as {"data": ["a question"]}.'
FORM_OF_END = 'The body must be a JSON object such as {"event_id": "an id"}.'
FORM_BY_NAME = 'The body must be a JSON object such as {"question": "a question"}.'
OLD_PAGE = "The server does not know this page, which was opened before it started; load the page again."
NOT_ARRIVED = "These files did not arrive; add them again."
STOPPED = "The server was stopped before it had answered; ask again."
NO_CALL = "There is no such call, or its answer has been fetched already; make the call again."


class GradioRequests:
    """ASGI layer: answer malformed requests for Gradio's routes with 4xx and one sentence.

    1. A call of an endpoint, or of an event of the page, must name one that exists, with as many arguments as it takes.
    2. A stream of events must be one that was begun.
    3. A stream that the end of the server breaks off says so: a page then loads itself again.

    Parameters
    ----------
    app
        The application behind this layer.
    page
        The page whose events are called.
    """

    def __init__(self, app: ASGIApp, page: gr.Blocks) -> None:
        self._app = app
        self._page = page

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        path = scope["path"].rstrip("/") if scope["type"] == "http" else ""
        if scope.get("method") == "POST" and (path in {JOIN, *ENDS} or path.startswith(BY_POSITION)):
            await self._call(path, scope, receive, send)
        elif path == EVENTS and (page := _session(scope)) and page not in self._queue.pending_messages_per_session:
            await _end(send)
        elif path.startswith(f"{API}/call/") and not self._is_begun(path.rpartition("/")[2]):
            await Refusal(404, NO_CALL).send(path, send)
        elif path == EVENTS or path.startswith(f"{API}/call/"):
            await self._app(scope, receive, _ending(send))
        else:
            await self._app(scope, receive, send)

    @property
    def _queue(self) -> Any:
        return self._page._queue  # noqa: SLF001  (no public way tells which streams there are)

    def _is_begun(self, event: str) -> bool:
        # Gradio keeps the event itself a moment longer than its stream: who fetched it then would wait for ever.
        return any(event in events for events in self._queue.pending_event_ids_session.values())

    async def _call(self, path: str, scope: Scope, receive: Receive, send: Send) -> None:
        body, more = b"", True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                return
            body += message.get("body", b"")
            more = message.get("more_body", False)
        if refusal := self._refusal(path, body):
            await refusal.send(path, send)
            return
        whole: list[Message] = [{"type": "http.request", "body": body}]

        async def again() -> Message:
            return whole.pop() if whole else await receive()

        await self._app(scope, again, send)

    def _refusal(self, path: str, body: bytes) -> Refusal | None:
        is_by_name = path.startswith(BY_NAME)
        try:
            said = json.loads(body, parse_constant=_number, parse_float=_number)
        except (ValueError, RecursionError):
            said = None
        if path in ENDS:
            return None if isinstance(said, dict) else Refusal(422, FORM_OF_END)
        if not isinstance(said, dict):
            return Refusal(422, FORM_BY_NAME if is_by_name else FORM)
        if not _has_arrived(said):
            return Refusal(422, NOT_ARRIVED)
        name = "" if path == JOIN else path.rpartition("/")[2]
        number = None if is_by_name else said.get("fn_index")
        if not name and number is None:
            return None  # Gradio says so itself
        event = self._event(name, number)
        if event is None:
            return Refusal(404, f"There is no endpoint '{name or number}' here; {API}/info lists them.")
        return _named_wrongly(event, said) if is_by_name else _counted_wrongly(event, said.get("data"))

    def _event(self, name: str, number: object) -> BlockFunction | None:
        """Return the event of a number, or the public endpoint of a name where there is no number, as Gradio does."""
        events = self._page.fns
        if number is not None:
            return events.get(number) if isinstance(number, int) else None
        return next(
            (each for each in events.values() if (each.api_name, each.api_visibility) == (name, "public")), None
        )


def _has_arrived(said: Any) -> bool:
    """Whether every file that a request names lies where uploads arrive; what no path can be lies nowhere."""
    try:
        check_all_files_in_cache(said)
    except (Error, OSError, RecursionError, ValueError):
        return False
    return True


def _number(text: str) -> float:
    """Return a number; ``ValueError`` for what JSON does not know, such as NaN."""
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"{text} is no number in JSON")
    return number


def _counted_wrongly(event: BlockFunction, data: object) -> Refusal | None:
    if not isinstance(data, list):
        return Refusal(422, FORM)
    most = len(event.inputs)
    least = most - len(defaults(event))
    if least <= len(data) <= most:
        return None
    takes = str(most) if least == most else f"{least} to {most}"
    return Refusal(422, f"/{event.api_name} takes {takes} arguments, but got {len(data)}; {API}/info lists them.")


def _named_wrongly(event: BlockFunction, said: Mapping[str, object]) -> Refusal | None:
    known = [*inspect.signature(event.fn).parameters] if event.fn else []
    needed = known[: len(event.inputs) - len(defaults(event))]
    wrong = [name for name in said if name not in known and name != "oauth_token"]
    missing = [name for name in needed if name not in said]
    if not wrong and not missing:
        return None
    what = f"has no argument '{wrong[0]}'" if wrong else f"needs the argument '{missing[0]}'"
    return Refusal(422, f"/{event.api_name} {what}; {API}/info lists them.")


def _session(scope: Scope) -> str:
    query: bytes = scope["query_string"]
    values = parse_qs(query.decode("latin-1"))
    return values.get("session_hash", [""])[-1]


def _ending(send: Send) -> Send:
    """Put a sentence in the place of an exception's text, which Gradio sends when a stream is cancelled."""

    async def sent(message: Message) -> None:
        body = message.get("body", b"")
        if body.startswith(b"data: ") and b'"unexpected_error"' in body:
            message = {**message, "body": _again(STOPPED)}
        elif body.startswith(b'event: error\ndata: "'):
            message = {**message, "body": f"event: error\ndata: {json.dumps(STOPPED)}\n\n".encode()}
        await send(message)

    return sent


def _again(text: str) -> bytes:
    """Return the event on which a page loads itself again, as soon as the server answers."""
    said = {"msg": "unexpected_error", "message": text, "session_not_found": True, "success": False}
    return f"data: {json.dumps(said)}\n\n".encode()


async def _end(send: Send) -> None:
    """Tell a page, in the form that it reads, that its session is unknown: it then loads itself again."""
    for message in response(200, _again(OLD_PAGE), b"text/event-stream", ((b"cache-control", b"no-store"),)):
        await send(message)
