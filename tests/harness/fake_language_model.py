"""A scripted language model that obeys the contract of real ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rag.errors import LanguageModelError

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    from rag.protocols import Message


class FakeLanguageModel:
    """Writes its replies, one for each time it is asked; an error among them is raised where it stands.

    Parameters
    ----------
    replies
        A text, or its pieces.
    context
        Tokens, a word each.
    """

    name = "fake"

    def __init__(self, *replies: str | Sequence[str | LanguageModelError], context: int = 4000) -> None:
        self._replies = [[reply] if isinstance(reply, str) else reply for reply in replies]
        self.context = context
        self.asked: list[tuple[Message, ...]] = []
        self.left = 0
        self.closed = False

    def write(self, messages: Sequence[Message], most: int) -> Generator[str]:
        self.asked.append(tuple(messages))
        pieces = self._replies[len(self.asked) - 1]
        try:
            for piece in pieces:
                if isinstance(piece, LanguageModelError):
                    raise piece
                yield ""
                yield from (f"{word} " for word in piece.split(" "))
        except GeneratorExit:
            self.left += 1
            raise

    def count(self, text: str) -> int:
        return len(text.split())

    def close(self) -> None:
        self.closed = True
