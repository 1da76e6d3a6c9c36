"""The types of a conversation, and their conversion to the assistant's questions and turns."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from index.filters import EVERYTHING
from rag.errors import QuestionError
from rag.events import Done, Found, Said, Withdrawn, Writing
from rag.settings import EXTRACTIVE, GENERATIVE
from rag.types import Answer, Turn
from ui.chat.error_boundary import Trouble, guarded
from ui.text.sanitize import in_whole_characters

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from index.filters import Filter
    from rag.types import Outcome, Sentence
    from ui.chat.protocols import Answers


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question and its outcome.

    Parameters
    ----------
    id
        Unique among all visitors.
    question
        As typed.
    asked
        When, in seconds since 1970.
    outcome
        None while it is being answered, and when that was stopped or failed.
    trouble
        Why it could not be asked, or "".
    searched
        How many documents were searched, and how many there were; None where that was all of them.
    thumb, reason
        The visitor's rating ("up", "down" or "") and its reason.
    other
        The outcome of another reader, if it was asked for.
    """

    id: str
    question: str
    asked: float
    outcome: Outcome | None = None
    trouble: str = ""
    searched: tuple[int, int] | None = None
    thumb: str = ""
    reason: str = ""
    other: Outcome | None = None

    @property
    def other_reader(self) -> str | None:
        """The name of another reader for this question; None where there is none."""
        if self.other is not None:
            return self.other.trace.reader
        is_written = isinstance(self.outcome, Answer) and self.outcome.trace.reader == GENERATIVE
        return EXTRACTIVE if is_written else None


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation. The id is "" before its first question; ``chosen`` are its documents as the page keeps them."""

    id: str = ""
    name: str = ""
    exchanges: tuple[Exchange, ...] = ()
    chosen: str = ""

    @property
    def turns(self) -> tuple[Turn, ...]:
        """The turns for the assistant."""
        return tuple(turn for exchange in self.exchanges for turn in turns_of(exchange))

    def before(self, exchange: str) -> Conversation:
        """Return the conversation before an exchange; the whole one when it has none of that id."""
        earlier = itertools.takewhile(lambda each: each.id != exchange, self.exchanges)
        return replace(self, exchanges=tuple(earlier))


@dataclass(frozen=True, slots=True)
class Kept:
    """A line in the list of conversations; ``changed`` in seconds since 1970."""

    id: str
    name: str
    changed: float


@dataclass(frozen=True, slots=True)
class Growing:
    """An answer in progress: the number of passages, and the sentences so far."""

    passages: int | None = None
    said: tuple[Sentence, ...] = ()


def respond(
    assistant: Answers, question: str, turns: Sequence[Turn], within: Filter = EVERYTHING, reader: str | None = None
) -> Iterator[Growing | Outcome | Trouble]:
    """Yield an answer as it grows, then the outcome, or why there is none; arguments as of ``Answers.stream``."""
    growing = Growing()
    yield growing
    for step in guarded(assistant.stream(question, turns, within, reader=reader)):
        match step:
            case Found(passages):
                growing = Growing(len(passages))
                yield growing
            case Said(sentence):
                growing = Growing(growing.passages, (*growing.said, sentence))
                yield growing
            case Writing():
                yield growing  # nothing new, but a visitor who left is noticed here
            case Withdrawn():
                growing = Growing(growing.passages)
                yield growing
            case Done(outcome):
                yield outcome
            case Trouble():
                yield step


def turns_of(exchange: Exchange) -> tuple[Turn, ...]:
    """Return the turns of an exchange for the assistant.

    A refusal adds only the question. An exchange without an outcome adds nothing.
    """
    if exchange.outcome is None:
        return ()
    asked = Turn("user", exchange.question)
    if not isinstance(exchange.outcome, Answer):
        return (asked,)
    supported = [sentence.text for sentence in exchange.outcome.sentences if sentence.citations]
    return (asked, Turn("assistant", " ".join(supported)))


def question_from(value: object) -> str:
    """Return a question that came from a program; raise ``QuestionError`` when it is no text."""
    if not isinstance(value, str):
        raise QuestionError("The question must be text.")
    return in_whole_characters(value)


def turns_from(history: object) -> tuple[Turn, ...]:
    """Return the turns of a history that came from a program.

    Parameters
    ----------
    history
        A list of ``{"role", "content"}``; content is text, or a list of blocks as Gradio's Chatbot makes them, of
        which the text counts. Roles other than "user" and "assistant" are passed over.

    Raises
    ------
    QuestionError
        When it has another shape.
    """
    if history is None:
        return ()
    if not isinstance(history, list):
        raise QuestionError('The history must be a list of messages, each with a "role" and a "content".')
    return tuple(turn for message in history if (turn := _turn(message)) is not None)


def _turn(message: object) -> Turn | None:
    match message:
        case {"role": "user" | "assistant" as role, "content": content}:
            text = _content(content)
            return Turn(role, text) if text.strip() else None
        case {"role": str(), "content": _}:
            return None
    raise QuestionError('Each message of the history must have a "role" and a "content".')


def _content(content: object) -> str:
    match content:
        case str(text) | {"text": str(text)}:
            return in_whole_characters(text)
        case list():
            return "\n".join(text for block in content if (text := _content(block)))
    return ""
