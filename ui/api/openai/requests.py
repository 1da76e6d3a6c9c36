"""Requests of OpenAI's protocol: their fields, and the question with its history in them.

Fields for a language model, such as a temperature or tools, are passed over.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BaseModel, BeforeValidator, Field, ValidationInfo, field_validator

from ui.api.validation import wrong_field
from ui.chat.models import turns_from
from ui.text.sanitize import in_whole_characters

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rag.types import Turn

MODEL = "citeseed"
# The same with links in its text, for clients that show no annotations.
LINKED = "citeseed-links"
MODELS = (MODEL, LINKED)


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

    def __init__(self, text: str, param: str | None = None, status: int = 400, code: str | None = None) -> None:
        super().__init__(text)
        self.param = param
        self.status = status
        self.code = code


# JSON may hold half a character, which no text may.
Text = Annotated[str, BeforeValidator(lambda value: in_whole_characters(value) if isinstance(value, str) else value)]


class Part(BaseModel):
    """A part of a message; those without text, such as pictures, are passed over."""

    text: Text = ""


class Item(BaseModel):
    """An item of a response's input. One that is no message, such as a call of a tool, is passed over."""

    role: str = ""
    content: Text | list[Text | Part] | None = None

    @property
    def text(self) -> str:
        """The text, its parts on lines of their own."""
        if not isinstance(self.content, list):
            return self.content or ""
        parts = (part if isinstance(part, str) else part.text for part in self.content)
        return "\n".join(filter(None, parts))


class Message(Item):
    """A message of a conversation. Those of other roles than "user" and "assistant" are passed over."""

    role: str
    content: Text | list[Text | Part] | None


class StreamOptions(BaseModel):
    """What a stream tells besides the answer."""

    include_usage: bool | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with the conversation before it, and the model that is asked."""

    question: str
    history: tuple[Turn, ...]
    model: str = MODEL


class ChatRequest(BaseModel):
    """A request for a chat completion."""

    model: str = MODEL
    messages: list[Message] = Field(min_length=1, description="The last one is the user's question.")
    stream: bool | None = None
    stream_options: StreamOptions | None = None
    n: int | None = None

    @field_validator("n")
    @classmethod
    def _one(cls, n: int | None) -> int | None:
        if n not in (None, 1):
            raise ValueError("it must be 1, because the documents give one answer")
        return n

    @field_validator("messages")
    @classmethod
    def _asks(cls, messages: list[Message]) -> list[Message]:
        if messages[-1].role != "user":
            raise ValueError("the last one must be the user's question")
        return messages

    @field_validator("stream_options")
    @classmethod
    def _streams(cls, options: StreamOptions | None, info: ValidationInfo) -> StreamOptions | None:
        if options is not None and not info.data.get("stream"):
            raise ValueError("they are only for a stream")
        return options

    @property
    def asked(self) -> Asked:
        """The question and its history."""
        return _asked(self.messages, self.model)

    @property
    def tells_usage(self) -> bool:
        """Whether a stream ends with its usage."""
        return bool(self.stream_options and self.stream_options.include_usage)


class ResponseRequest(BaseModel):
    """A request for a response."""

    model: str = MODEL
    input: Text | list[Item] = Field(description="The question, or the conversation that ends with it.")
    stream: bool | None = None
    previous_response_id: str | None = None

    @field_validator("previous_response_id")
    @classmethod
    def _none(cls, previous: str | None) -> str | None:
        if previous is not None:
            raise ValueError("responses are not stored; send the conversation as the input")
        return previous

    @field_validator("input")
    @classmethod
    def _asks(cls, said: str | list[Item]) -> str | list[Item]:
        if isinstance(said, list) and (not said or said[-1].role != "user"):
            raise ValueError("the last item must be the user's question")
        return said

    @property
    def asked(self) -> Asked:
        """The question and its history."""
        return Asked(self.input, (), self.model) if isinstance(self.input, str) else _asked(self.input, self.model)


def check_model(name: str) -> None:
    """Raise ``RequestError`` when a model is another one than ours."""
    if name not in MODELS:
        text = f"There is no model {name[:80]!r} here; the models are '{MODEL}' and '{LINKED}'."
        raise RequestError(text, "model", 404, "model_not_found")


def invalid(errors: Sequence[Mapping[str, Any]]) -> RequestError:
    """Return what is wrong with a request, by the innermost error that pydantic found in it."""
    if any(error["type"] == "json_invalid" for error in errors):
        return RequestError("The body of the request is no JSON.")
    field, sentence = wrong_field(errors, above=1)  # all of them begin with "body"
    if not field:
        return RequestError("The body of the request must be a JSON object, sent as application/json.")
    return RequestError(sentence, field)


def _asked(messages: Sequence[Item], model: str) -> Asked:
    *before, last = messages
    return Asked(last.text, turns_from([{"role": each.role, "content": each.text} for each in before]), model)
