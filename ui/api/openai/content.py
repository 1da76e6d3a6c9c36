"""The text of an answer in OpenAI's protocol, whole or in pieces, and the places in it that are cited."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from rag.events import Done, Found, Said, Withdrawn, Writing
from rag.types import Answer
from ui.formats.json import citation_record
from ui.formats.quote_link import QuoteLink
from ui.text.messages import refusal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rag.events import Event
    from rag.types import Citation, NoAnswer, Outcome, Sentence, Turn

# Sent text cannot be withdrawn. The replacement is a new paragraph.
TAKEN_BACK = "\n\nThe language model failed, and what it wrote is taken back. In the documents' own words:"
# Readers show the text as Markdown: a document's words must not become a picture, a link or a tag there. Nor may a
# backslash of theirs, which stands for itself before a letter, take away one of ours.
_ACTING = re.compile(r"\\(?=[!-/:-@\[-`{-~])|(?<=!)\[|\](?=[(\[:])|<(?=[A-Za-z/!?])")
_TOKEN = re.compile(r"\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation of the text between ``start`` and ``end`` of an answer."""

    citation: Citation
    start: int
    end: int

    def url_citation(self, base: str) -> dict[str, Any]:
        """Return what is told of it as a link: its place, title and address, that of the page being ``base``."""
        address = address_of(self.citation, base)
        return {"start_index": self.start, "end_index": self.end, "title": self.citation.title, "url": address}

    @property
    def record(self) -> dict[str, Any]:
        """The citation as ``--json`` prints it."""
        return {**citation_record(self.citation)}


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of an answer's text with its citations, whose places count from the beginning of the answer."""

    text: str
    cited: tuple[Cited, ...] = ()


@dataclass(frozen=True, slots=True)
class Usage:
    """Words and signs that went in and out. The documents cost no tokens of a language model."""

    prompt: int
    reply: int

    @classmethod
    def of(cls, question: str, history: Sequence[Turn], reply: str) -> Usage:
        """Count a question with its history, and the reply."""
        return cls(sum(map(_count, (question, *(turn.text for turn in history)))), _count(reply))

    @property
    def total(self) -> int:
        """Both."""
        return self.prompt + self.reply


def address_of(citation: Citation, base: str) -> str:
    """Return the address at which the page at ``base`` shows a quote."""
    return f"{base}/?{QuoteLink.to(citation).query}"


def content(outcome: Outcome, links: str | None = None) -> Piece:
    """Return the whole text of an answer or a refusal.

    With ``links``, the address of the page, each number in the text is a link to a quote.
    """
    if not isinstance(outcome, Answer):
        return _refused(outcome, links)
    text, cited = "", tuple[Cited, ...]()
    for sentence in outcome.sentences:
        piece = _piece(sentence, len(text), links)
        text, cited = text + piece.text, cited + piece.cited
    return Piece(text + _computed(outcome), cited)


def pieces(events: Iterator[Event], links: str | None = None) -> Iterator[Piece | Done | None]:
    """Yield the text as it grows, sentence by sentence, None in between, and its end; ``links`` as for ``content``."""
    said = 0
    for event in events:
        match event:
            case Said(sentence):
                piece = _piece(sentence, said, links)
                said += len(piece.text)
                yield piece
            case Withdrawn():
                said += len(TAKEN_BACK)
                yield Piece(TAKEN_BACK)
            case Found() | Writing():
                yield None
            case Done(outcome):
                if not isinstance(outcome, Answer):
                    yield _refused(outcome, links)
                elif computed := _computed(outcome):
                    yield Piece(computed)
                yield event


def shown(text: str) -> str:
    r"""Return ``text`` with a backslash before each bracket or backslash that Markdown would take for a sign."""
    return _ACTING.sub(lambda found: f"\\{found[0]}", text)


def _piece(sentence: Sentence, start: int, links: str | None) -> Piece:
    """Return a sentence as it continues the text from ``start`` on."""
    space = " " if start else ""
    text = shown(sentence.text)
    markers = sentence.marked.removeprefix(sentence.text)
    if links is not None and sentence.citations:
        first = {each.passage: each for each in reversed(sentence.citations)}
        numbers = dict.fromkeys(each.passage for each in sentence.citations)
        markers = "".join(f" [[{number}]]({address_of(first[number], links)})" for number in numbers)
    low = start + len(space)
    return Piece(f"{space}{text}{markers}", tuple(Cited(each, low, low + len(text)) for each in sentence.citations))


def _computed(answer: Answer) -> str:
    """Return what was computed, behind the sentences: a stream knows it only at its end."""
    return f"\n\n{answer.computed.text}" if answer.computed else ""


def _refused(outcome: NoAnswer, links: str | None) -> Piece:
    """Return a refusal with its closest statements, one a line."""
    text, cited = refusal(outcome), tuple[Cited, ...]()
    for sentence in outcome.closest:
        text += "\n- "
        piece = _piece(sentence, 0, links)
        cited += tuple(replace(each, start=each.start + len(text), end=each.end + len(text)) for each in piece.cited)
        text += piece.text
    return Piece(text, cited)


def _count(text: str) -> int:
    return len(_TOKEN.findall(text))
