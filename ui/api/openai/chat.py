"""Chat completions of OpenAI's protocol, built of the types of its own client.

Citations are annotations of type ``url_citation``, with the fields that a citation has in ``--json``. The object of
``--json`` stands beside ``choices`` as ``citeseed``.
"""

from __future__ import annotations

import json
import secrets
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from openai.types import CompletionUsage, Model
from openai.types.chat import ChatCompletion, ChatCompletionChunk

from rag.events import Done
from ui.api.openai.content import Usage, content, pieces
from ui.api.openai.requests import LINKED, MODEL, MODELS
from ui.formats.json import outcome_record
from ui.http.problem import openai_error

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rag.events import Event
    from rag.types import Outcome
    from ui.api.openai.content import Cited
    from ui.api.openai.requests import Asked

Record = dict[str, Any]
_END = "data: [DONE]\n\n"


@dataclass(frozen=True, slots=True)
class Completion:
    """An answer in progress, under one id.

    Parameters
    ----------
    asked
        The question with its history.
    base
        Address of the page, without the last slash.
    tells_usage
        Whether the pieces end with the usage.
    """

    asked: Asked
    base: str
    tells_usage: bool = False
    id: str = field(default_factory=lambda: f"chatcmpl-{secrets.token_hex(16)}")
    created: int = field(default_factory=lambda: int(time.time()))

    def whole(self, outcome: Outcome) -> Record:
        """Return the answer as one object."""
        said = content(outcome, self._links)
        message = {"role": "assistant", "content": said.text, "refusal": None, "annotations": self._all(said.cited)}
        completion = ChatCompletion.model_validate(
            {
                "id": self.id,
                "object": "chat.completion",
                "created": self.created,
                "model": self.asked.model,
                "choices": [{"index": 0, "message": message, "finish_reason": "stop", "logprobs": None}],
                "usage": self._usage(said.text),
                MODEL: outcome_record(self.asked.question, outcome),
            }
        )
        return completion.model_dump(mode="json", exclude_unset=True)

    def pieces(self, events: Iterator[Event]) -> Iterator[str | None]:
        """Yield the answer as it grows, as lines of a stream: one for each sentence, and None in between."""
        yield self._line(self._chunk({"role": "assistant", "content": "", "refusal": None}))
        text = ""
        for piece in pieces(events, self._links):
            match piece:
                case None:
                    yield None
                case Done(outcome):
                    record = {MODEL: outcome_record(self.asked.question, outcome)}
                    yield self._line(self._chunk({}, "stop", **record))
                    if self.tells_usage:
                        yield self._line(self._chunk(None, usage=self._usage(text)))
                    yield _END
                case _:
                    text += piece.text
                    cited = {"annotations": self._all(piece.cited)} if piece.cited else {}
                    yield self._line(self._chunk({"content": piece.text, **cited}))

    def trouble(self, text: str, status: int) -> str:
        """Return the end of a stream that says what went wrong."""
        return self._line(openai_error(status, text)) + _END

    @property
    def _links(self) -> str | None:
        return self.base if self.asked.model == LINKED else None

    def _all(self, cited: Sequence[Cited]) -> list[Record]:
        return [{"type": "url_citation", "url_citation": each.url_citation(self.base)} | each.record for each in cited]

    def _usage(self, reply: str) -> CompletionUsage:
        usage = Usage.of(self.asked.question, self.asked.history, reply)
        return CompletionUsage(prompt_tokens=usage.prompt, completion_tokens=usage.reply, total_tokens=usage.total)

    def _chunk(self, delta: Record | None, reason: str | None = None, **more: Any) -> Record:
        choice = {"index": 0, "delta": delta, "finish_reason": reason, "logprobs": None}
        unknown = {"usage": None} if self.tells_usage else {}
        chunk = ChatCompletionChunk.model_validate(
            {
                "id": self.id,
                "object": "chat.completion.chunk",
                "created": self.created,
                "model": self.asked.model,
                "choices": [] if delta is None else [choice],
                **unknown,
                **more,
            }
        )
        return chunk.model_dump(mode="json", exclude_unset=True)

    def _line(self, record: Record) -> str:
        return f"data: {json.dumps(record, ensure_ascii=False)}\n\n"


def models(created: int) -> Record:
    """Return the list of models."""
    return {"object": "list", "data": [model(name, created) for name in MODELS]}


def model(name: str, created: int) -> Record:
    """Return a model; ``created`` in seconds since 1970."""
    return Model(id=name, object="model", created=created, owned_by=MODEL).model_dump()
