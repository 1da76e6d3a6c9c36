"""What the interface needs of an assistant; ``rag.Assistant`` is one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from index.filters import Filter
    from index.protocols import Library
    from rag import Findings
    from rag.types import Event, Outcome, Turn


class Answers(Protocol):
    """Answers questions about one library.

    Laws: a stream ends with ``Done``, whose outcome is what ``ask`` would return; a question that cannot be asked
    raises ``QuestionError`` from each of the three; only documents that pass ``within`` are answered from; whoever
    stops listening to a stream ends the work for it.
    """

    @property
    def library(self) -> Library:
        """What is searched."""
        ...

    @property
    def readers(self) -> tuple[str, ...]:
        """Names of who can write an answer, the one whose turn it is first; ``Trace.reader`` is who wrote one."""
        ...

    def ask(
        self, question: str, history: Sequence[Turn] = (), within: Filter = ..., *, reader: str | None = None
    ) -> Outcome:
        """Return the answer, or the refusal, whole."""
        ...

    def stream(
        self, question: str, history: Sequence[Turn] = (), within: Filter = ..., *, reader: str | None = None
    ) -> Iterator[Event]:
        """Return the answer's events as they happen; ``reader`` is one of ``readers``, the first when None."""
        ...

    def find(self, question: str, history: Sequence[Turn] = (), k: int = 10, within: Filter = ...) -> Findings:
        """Return the passages that match best."""
        ...
