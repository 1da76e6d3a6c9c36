"""Responses of OpenAI's protocol, built of the types of its own client.

Each citation is two annotations: a ``url_citation`` with the address of the quote, and a ``file_citation`` with the
name and the fingerprint of the document. Both have the fields that a citation has in ``--json``. The object of
``--json`` stands in the response as ``citeseed``.
"""

from __future__ import annotations

import json
import secrets
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from openai.types import responses
from openai.types.responses import Response

from rag.events import Done
from ui.api.openai.content import Usage, content, pieces
from ui.api.openai.requests import LINKED, MODEL
from ui.formats.json import outcome_record

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rag.events import Event
    from rag.types import Outcome
    from ui.api.openai.content import Cited
    from ui.api.openai.requests import Asked

Record = dict[str, Any]
# The types of the events of a stream, in OpenAI's words.
_EVENTS: dict[str, Any] = {
    "response.created": responses.ResponseCreatedEvent,
    "response.in_progress": responses.ResponseInProgressEvent,
    "response.output_item.added": responses.ResponseOutputItemAddedEvent,
    "response.content_part.added": responses.ResponseContentPartAddedEvent,
    "response.output_text.delta": responses.ResponseTextDeltaEvent,
    "response.output_text.annotation.added": responses.ResponseOutputTextAnnotationAddedEvent,
    "response.output_text.done": responses.ResponseTextDoneEvent,
    "response.content_part.done": responses.ResponseContentPartDoneEvent,
    "response.output_item.done": responses.ResponseOutputItemDoneEvent,
    "response.completed": responses.ResponseCompletedEvent,
    "error": responses.ResponseErrorEvent,
}


@dataclass(slots=True)
class Reply:
    """A response in progress, under one id.

    Parameters
    ----------
    asked
        The question with its history.
    base
        Address of the page, without the last slash.
    """

    asked: Asked
    base: str
    id: str = field(default_factory=lambda: f"resp_{secrets.token_hex(16)}")
    message: str = field(default_factory=lambda: f"msg_{secrets.token_hex(16)}")
    created: int = field(default_factory=lambda: int(time.time()))
    _sent: int = 0

    def whole(self, outcome: Outcome) -> Record:
        """Return the answer as one object."""
        said = content(outcome, self._links)
        return self._response(outcome, self._item(said.text, self._all(said.cited)))

    def pieces(self, events: Iterator[Event]) -> Iterator[str | None]:
        """Yield the answer as it grows, as events of a stream, and None in between."""
        where = {"item_id": self.message, "output_index": 0, "content_index": 0}
        yield self._event("response.created", response=self._response())
        yield self._event("response.in_progress", response=self._response())
        yield self._event("response.output_item.added", output_index=0, item=self._item())
        yield self._event("response.content_part.added", part=_part("", []), **where)
        text, annotations = "", list[Record]()
        for piece in pieces(events, self._links):
            match piece:
                case None:
                    yield None
                case Done(outcome):
                    item = self._item(text, annotations)
                    yield self._event("response.output_text.done", text=text, logprobs=[], **where)
                    yield self._event("response.content_part.done", part=_part(text, annotations), **where)
                    yield self._event("response.output_item.done", output_index=0, item=item)
                    yield self._event("response.completed", response=self._response(outcome, item))
                case _:
                    text += piece.text
                    yield self._event("response.output_text.delta", delta=piece.text, logprobs=[], **where)
                    for each in self._all(piece.cited):
                        number = len(annotations)
                        annotations.append(each)
                        kind = "response.output_text.annotation.added"
                        yield self._event(kind, annotation=each, annotation_index=number, **where)

    def trouble(self, text: str, status: int) -> str:
        """Return the event of a stream that says what went wrong."""
        code = "server_error" if status >= 500 else "invalid_request_error"
        return self._event("error", code=code, message=text, param=None)

    @property
    def _links(self) -> str | None:
        return self.base if self.asked.model == LINKED else None

    def _all(self, cited: Sequence[Cited]) -> list[Record]:
        return [annotation for each in cited for annotation in self._annotations(each)]

    def _annotations(self, cited: Cited) -> tuple[Record, Record]:
        about = cited.record
        file = {"file_id": cited.citation.fingerprint, "filename": cited.citation.source, "index": cited.end}
        return (
            about | {"type": "url_citation"} | cited.url_citation(self.base),
            about | {"type": "file_citation"} | file,
        )

    def _item(self, text: str | None = None, annotations: Sequence[Record] = ()) -> Record:
        """Return the message, without a text where it has only begun."""
        return {
            "id": self.message,
            "type": "message",
            "role": "assistant",
            "status": "in_progress" if text is None else "completed",
            "content": [] if text is None else [_part(text, annotations)],
        }

    def _response(self, outcome: Outcome | None = None, item: Record | None = None) -> Record:
        """Return the response, without an output where it has only begun."""
        record: Record = {
            "id": self.id,
            "object": "response",
            "created_at": self.created,
            "status": "in_progress",
            "model": self.asked.model,
            "output": [],
            "error": None,
            "incomplete_details": None,
            "instructions": None,
            "parallel_tool_calls": False,
            "tool_choice": "none",
            "tools": [],
        }
        if outcome is not None and item is not None:
            usage = Usage.of(self.asked.question, self.asked.history, item["content"][0]["text"])
            record |= {
                "status": "completed",
                "output": [item],
                "usage": {
                    "input_tokens": usage.prompt,
                    "input_tokens_details": {"cached_tokens": 0, "cache_write_tokens": 0},
                    "output_tokens": usage.reply,
                    "output_tokens_details": {"reasoning_tokens": 0},
                    "total_tokens": usage.total,
                },
                MODEL: outcome_record(self.asked.question, outcome),
            }
        return Response.model_validate(record).model_dump(mode="json", exclude_unset=True)

    def _event(self, kind: str, **about: Any) -> str:
        event = _EVENTS[kind].model_validate({"type": kind, "sequence_number": self._sent, **about})
        self._sent += 1
        record = event.model_dump(mode="json", exclude_unset=True)
        return f"event: {kind}\ndata: {json.dumps(record, ensure_ascii=False)}\n\n"


def _part(text: str, annotations: Sequence[Record]) -> Record:
    return {"type": "output_text", "text": text, "annotations": list(annotations), "logprobs": []}
