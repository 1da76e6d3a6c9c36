"""The protocol of an assistant that the interface needs; ``rag.Assistant`` satisfies it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    from index import Document
    from index.filters import Filter
    from index.protocols import Library
    from rag import Findings
    from rag.events import Event
    from rag.extraction.asking import Each
    from rag.extraction.types import AskedTable, TableEvent
    from rag.types import Outcome, Turn
    from rag.verification.types import Check, CheckStep


class Answers(Protocol):
    """Answers questions about one library.

    Laws: a stream ends with ``Done``, whose outcome is what ``ask`` would return; a question that cannot be asked
    raises ``QuestionError`` from each of the three; only documents that pass ``within`` are answered from; whoever
    stops listening to a stream ends the work for it.
    """

    @property
    def library(self) -> Library:
        """The library that is searched."""
        ...

    @property
    def readers(self) -> tuple[str, ...]:
        """Names of the readers, the default first. ``Trace.reader`` names the one that wrote an answer."""
        ...

    def ask(
        self, question: str, history: Sequence[Turn] = (), within: Filter = ..., *, reader: str | None = None
    ) -> Outcome:
        """Return the complete answer or refusal."""
        ...

    def stream(
        self, question: str, history: Sequence[Turn] = (), within: Filter = ..., *, reader: str | None = None
    ) -> Generator[Event]:
        """Return the answer's events as they happen; ``reader`` is one of ``readers``, the first when None."""
        ...

    def find(self, question: str, history: Sequence[Turn] = (), k: int = 10, within: Filter = ...) -> Findings:
        """Return the passages that match best."""
        ...

    def check_steps(self, text: str | Document, within: Filter = ...) -> Generator[CheckStep, None, Check]:
        """Yield each sentence of a text with its verdict; return them all."""
        ...

    def table_steps(
        self, columns: Sequence[str], within: Filter = ..., *, each: Each = ...
    ) -> Generator[TableEvent, None, AskedTable]:
        """Yield what a table of documents takes, then its rows; return it whole."""
        ...
