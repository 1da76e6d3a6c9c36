"""Convert between OpenAI's chat completions and questions and answers.

A request becomes a question with its history, an answer a completion or pieces of one. The content is the answer's
text. Its citations are annotations of type ``url_citation``, with ``source``, ``start``, ``end`` and ``quote``. The
object of ``--json`` is added as ``citeseed``.
"""

from __future__ import annotations

import re
import secrets
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from rag.types import Answer, Done, Found, Said, Withdrawn, Writing
from ui.chat.models import turns_from
from ui.formats.json import citation_record, outcome_record
from ui.text.messages import REFUSALS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rag.types import Citation, Event, NoAnswer, Outcome, Sentence, Turn

MODEL = "citeseed"
# Sent text cannot be withdrawn. The replacement is a new paragraph.
TAKEN_BACK = "\n\nThe language model failed, and what it wrote is taken back. In the documents' own words:"
Record = dict[str, Any]
# Readers of completions show them as Markdown: a document's words must not become a picture, a link or a tag there. Nor
# may a backslash of theirs, which stands for itself before a letter, take away one of ours.
_ACTING = re.compile(r"\\(?=[!-/:-@\[-`{-~])|(?<=!)\[|\](?=[(\[:])|<(?=[A-Za-z/!?])")


class RequestError(Exception):
    """A request that cannot be answered; the message is one sentence.

    Parameters
    ----------
    text
        The sentence.
    param
        What in the request it is about.
    status
        What HTTP calls it.
    code
        What OpenAI calls it.
    """

    def __init__(self, text: str, param: str | None = "messages", status: int = 400, code: str | None = None) -> None:
        super().__init__(text)
        self.param = param
        self.status = status
        self.code = code


@dataclass(frozen=True, slots=True)
class Asked:
    """A parsed request.

    Parameters
    ----------
    question
        The last message.
    history
        Those before it.
    stream
        Whether the answer is sent in pieces.
    """

    question: str
    history: tuple[Turn, ...]
    stream: bool


@dataclass(frozen=True, slots=True)
class Completion:
    """An answer in progress, under one id."""

    question: str
    id: str = field(default_factory=lambda: f"chatcmpl-{secrets.token_hex(16)}")
    created: int = field(default_factory=lambda: int(time.time()))

    def whole(self, outcome: Outcome) -> Record:
        """Return the answer as one object."""
        content, annotations = "", list[Record]()
        for sentence in outcome.sentences if isinstance(outcome, Answer) else ():
            piece, cited = _piece(sentence, len(content))
            content, annotations = content + piece, annotations + cited
        content += _computed(outcome)
        if not isinstance(outcome, Answer):
            content, annotations = _refused(outcome)
        message = {
            "role": "assistant",
            "content": content,
            "refusal": None,
            "annotations": annotations,
        }
        choice = {"index": 0, "message": message, "finish_reason": "stop", "logprobs": None}
        return self._record("chat.completion", choice) | {MODEL: outcome_record(self.question, outcome)}

    def pieces(self, events: Iterator[Event]) -> Iterator[Record | None]:
        """Yield the answer as it grows: a piece for each sentence, with its annotations, and None in between."""
        yield self._piece({"role": "assistant", "content": "", "refusal": None})
        said = 0
        for event in events:
            match event:
                case Said(sentence):
                    piece, annotations = _piece(sentence, said)
                    said += len(piece)
                    yield self._piece({"content": piece, "annotations": annotations})
                case Withdrawn():
                    said += len(TAKEN_BACK)
                    yield self._piece({"content": TAKEN_BACK})
                case Found() | Writing():
                    yield None
                case Done(outcome):
                    if not isinstance(outcome, Answer):
                        content, annotations = _refused(outcome)
                        yield self._piece({"content": content, "annotations": annotations})
                    if computed := _computed(outcome):
                        yield self._piece({"content": computed})
                    yield self._piece({}, "stop") | {MODEL: outcome_record(self.question, outcome)}

    def _piece(self, delta: Record, finish_reason: str | None = None) -> Record:
        choice = {"index": 0, "delta": delta, "finish_reason": finish_reason, "logprobs": None}
        return self._record("chat.completion.chunk", choice)

    def _record(self, kind: str, choice: Record) -> Record:
        return {"id": self.id, "object": kind, "created": self.created, "model": MODEL, "choices": [choice]}


def asked(body: object) -> Asked:
    """Parse a request. Parameters of a language model, such as a temperature, are ignored.

    Raises
    ------
    RequestError
        When it is no chat completion, for another model, or wants what is no answer from documents.
    """
    if not isinstance(body, dict):
        raise RequestError("The request must be a JSON object with messages.", None)
    model(str(body.get("model", MODEL)), 0)
    messages = body.get("messages")
    if not isinstance(messages, list) or not messages:
        raise RequestError('messages must be a list of messages, each with a "role" and a "content".')
    if body.get("n") not in (None, 1):
        raise RequestError("n must be 1: the documents give one answer.", "n")
    last = messages[-1]
    if not (isinstance(last, dict) and last.get("role") == "user"):
        raise RequestError("The last message must be the user's question.")
    # An empty message is no turn; the assistant replies that nothing was asked.
    turns = turns_from([last])
    return Asked(turns[0].text if turns else "", turns_from(messages[:-1]), body.get("stream") is True)


def models(created: int) -> Record:
    """Return the list of models, which has one."""
    return {"object": "list", "data": [model(MODEL, created)]}


def model(name: str, created: int) -> Record:
    """Return a model by its name; raise ``RequestError`` when it is another one."""
    if name != MODEL:
        text = f"There is no model {name[:80]!r} here; the model is '{MODEL}'."
        raise RequestError(text, "model", 404, "model_not_found")
    return {"id": MODEL, "object": "model", "created": created, "owned_by": MODEL}


def _piece(sentence: Sentence, start: int) -> tuple[str, list[Record]]:
    """Return a sentence as it continues the content from ``start`` on, and its annotations."""
    space = " " if start else ""
    text = shown(sentence.text)
    markers = sentence.marked.removeprefix(sentence.text)
    low = start + len(space)
    return f"{space}{text}{markers}", [_annotation(each, low, low + len(text)) for each in sentence.citations]


def _annotation(citation: Citation, start: int, end: int) -> Record:
    # RFC 5147: characters of a text. The documents are not served; the address names the place in `citeseed show`.
    address = f"{quote(citation.source)}#char={citation.start},{citation.end}"
    cited = {"start_index": start, "end_index": end, "title": citation.title, "url": address}
    return {"type": "url_citation", "url_citation": cited} | citation_record(citation)


def _computed(outcome: Outcome) -> str:
    """Return what was computed, behind the sentences: a stream knows it only at its end."""
    computed = outcome.computed if isinstance(outcome, Answer) else None
    return f"\n\n{computed.text}" if computed else ""


def _refused(outcome: NoAnswer) -> tuple[str, list[Record]]:
    """Return a refusal with its closest statements, one a line, and their annotations."""
    content, annotations = REFUSALS[outcome.reason], list[Record]()
    for sentence in outcome.closest:
        content += "\n- "
        piece, cited = _piece(sentence, 0)
        annotations += [_moved(each, len(content)) for each in cited]
        content += piece
    return content, annotations


def _moved(annotation: Record, by: int) -> Record:
    cited = annotation["url_citation"]
    places = {name: cited[name] + by for name in ("start_index", "end_index")}
    return annotation | {"url_citation": cited | places}


def shown(text: str) -> str:
    r"""Return ``text`` with a backslash before each bracket or backslash that Markdown would take for a sign."""
    return _ACTING.sub(lambda found: f"\\{found[0]}", text)
