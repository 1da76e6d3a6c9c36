"""A conversation as the browser shows it, and as the assistant takes it: the two shapes, and the way between them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from rag.answers import Answer, Done, Found, Said, Turn
from rag.errors import QuestionError
from ui import render
from ui.edge import Trouble, guarded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rag.answers import Event, Outcome, Sentence
    from ui.ports import Answers

# A page cannot show a question of a megabyte; whether it may be asked is for the assistant to say.
LONGEST_SHOWN = 2000


@dataclass(frozen=True, slots=True)
class Message:
    """One message as shown."""

    role: Literal["user", "assistant"]
    html: str


@dataclass(frozen=True, slots=True)
class Conversation:
    """What was said, for the assistant (``turns``) and for the page (``messages``)."""

    turns: tuple[Turn, ...] = ()
    messages: tuple[Message, ...] = ()

    def showing(self, question: str, reply: str) -> Conversation:
        """Return the conversation with a question and what stands under it so far."""
        shown = question if len(question) <= LONGEST_SHOWN else question[:LONGEST_SHOWN] + "…"
        pair = (Message("user", render.question(shown)), Message("assistant", reply))
        return Conversation(self.turns, self.messages + pair)


def respond(assistant: Answers, question: str, conversation: Conversation) -> Iterator[Conversation]:
    """Yield the conversation as the answer to ``question`` grows; the last one is complete.

    A question that fails is shown with the reason, and is no turn: the next one is understood without it.
    """
    yield conversation.showing(question, render.working())
    key = str(len(conversation.messages) // 2 + 1)
    said: list[Sentence] = []
    for step in guarded(assistant.stream(question, conversation.turns)):
        match step:
            case Found(passages):
                yield conversation.showing(question, render.working(len(passages)))
            case Said(sentence):
                said.append(sentence)
                yield conversation.showing(question, render.saying(said, key))
            case Done(outcome):
                shown = conversation.showing(question, render.outcome(outcome, question, key))
                yield Conversation(conversation.turns + turns_of(question, outcome), shown.messages)
            case Trouble(text):
                yield conversation.showing(question, render.notice(text))


def turns_of(question: str, outcome: Outcome) -> tuple[Turn, ...]:
    """Return what the assistant shall remember of a question; a refusal adds no words of its own to be searched for."""
    asked = Turn("user", question)
    if not isinstance(outcome, Answer):
        return (asked,)
    return (asked, Turn("assistant", " ".join(sentence.text for sentence in outcome.sentences)))


def gradio_messages(conversation: Conversation) -> list[dict[str, Any]]:
    """Return the messages as Gradio's Chatbot takes them."""
    # A plain string would be run through inspect.cleandoc, which changes tabs and blank lines.
    return [
        {"role": message.role, "content": [{"type": "text", "text": message.html}]} for message in conversation.messages
    ]


def spoken(events: Iterator[Event]) -> Iterator[str]:
    """Yield an answer's text as it grows, with its markers; a refusal is its one sentence."""
    said: list[Sentence] = []
    for event in events:
        match event:
            case Said(sentence):
                said.append(sentence)
                yield " ".join(sentence.marked for sentence in said)
            case Done(outcome):
                yield outcome.text if isinstance(outcome, Answer) else render.REFUSALS[outcome.reason]
            case Found():
                pass


def question_from(value: object) -> str:
    """Return a question that came from a program; raise ``QuestionError`` when it is no text."""
    if not isinstance(value, str):
        raise QuestionError("The question must be text.")
    return value


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
        case str():
            return content
        case {"text": str(text)}:
            return text
        case list():
            return "\n".join(text for block in content if (text := _content(block)))
    return ""
