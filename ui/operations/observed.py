"""Watch an assistant: every question is counted, timed and traced, and ends with the server."""

from __future__ import annotations

import threading
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, TypeVar

from index.filters import EVERYTHING
from rag.events import Done
from ui.errors import EndedError

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Sequence

    from index import Document
    from index.filters import Filter
    from index.protocols import Library
    from rag import Findings
    from rag.events import Event
    from rag.extraction.asking import Each
    from rag.extraction.types import AskedTable, TableEvent
    from rag.types import Outcome, Turn
    from rag.verification.types import Check, CheckStep
    from ui.chat.protocols import Answers
    from ui.operations.metrics import Metrics
    from ui.operations.traces import Traces

Step = TypeVar("Step")
Result = TypeVar("Result")


class Observed:
    """An assistant that answers as another does, which is watched.

    Parameters
    ----------
    assistant
        Answers.
    name
        Of its library, for the label.
    metrics, traces
        Told of every outcome; no traces where None.
    ended
        Set when the server ends. Work in progress then raises ``EndedError`` at its next step.
    """

    def __init__(
        self,
        assistant: Answers,
        name: str,
        metrics: Metrics,
        traces: Traces | None = None,
        ended: threading.Event | None = None,
    ) -> None:
        self._assistant = assistant
        self._name = name
        self._metrics = metrics
        self._traces = traces
        self._ended = ended or threading.Event()

    @property
    def library(self) -> Library:
        """The library that is searched."""
        return self._assistant.library

    @property
    def readers(self) -> tuple[str, ...]:
        """Names of the readers, the default first."""
        return self._assistant.readers

    def ask(
        self, question: str, history: Sequence[Turn] = (), within: Filter = EVERYTHING, *, reader: str | None = None
    ) -> Outcome:
        """Return the complete answer or refusal."""
        for event in self.stream(question, history, within, reader=reader):
            if isinstance(event, Done):
                return event.outcome
        raise AssertionError("a stream ends with Done")

    def stream(
        self, question: str, history: Sequence[Turn] = (), within: Filter = EVERYTHING, *, reader: str | None = None
    ) -> Generator[Event]:
        """Return the answer's events as they happen."""
        self._metrics.began(self._name)
        try:
            with self._errors():
                for event in self._until_ended(self._assistant.stream(question, history, within, reader=reader)):
                    if isinstance(event, Done):
                        self._metrics.replied(self._name, event.outcome)
                        if self._traces:
                            self._traces.replied(self._name, event.outcome)
                    yield event
        finally:
            self._metrics.ended(self._name)

    def find(self, question: str, history: Sequence[Turn] = (), k: int = 10, within: Filter = EVERYTHING) -> Findings:
        """Return the passages that match best."""
        with self._errors():
            findings = self._assistant.find(question, history, k, within)
        self._metrics.spent(self._name, findings.trace)
        return findings

    def check_steps(self, text: str | Document, within: Filter = EVERYTHING) -> Generator[CheckStep, None, Check]:
        """Yield each sentence of a text with its verdict; return them all."""
        with self._errors():
            return (yield from self._until_ended(self._assistant.check_steps(text, within)))

    def table_steps(
        self, columns: Sequence[str], within: Filter = EVERYTHING, *, each: Each = "document"
    ) -> Generator[TableEvent, None, AskedTable]:
        """Yield what a table of documents takes, then its rows; return it whole."""
        with self._errors():
            return (yield from self._until_ended(self._assistant.table_steps(columns, within, each=each)))

    def _until_ended(self, steps: Generator[Step, None, Result]) -> Generator[Step, None, Result]:
        with closing(steps):
            while True:
                try:
                    step = next(steps)
                except StopIteration as end:
                    result: Result = end.value
                    return result
                if self._ended.is_set():
                    raise EndedError("The chat was ended before it had answered; ask again.")
                yield step

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except Exception as error:
            self._metrics.failed(self._name, error)
            raise
