"""Count what happens, for Prometheus. The only user of ``prometheus_client``."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

from rag.types import Answer

if TYPE_CHECKING:
    from collections.abc import Callable

    from rag.types import Outcome, Trace

CONTENT_TYPE = CONTENT_TYPE_LATEST
# Seconds. A step takes a millisecond or a minute: searching a small library, or a language model.
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)
_LIBRARY = ("library",)


class Metrics:
    """The numbers of one server; each has the label ``library``. None holds a text of people or documents.

    ========================================  ==========================================================
    ``citeseed_questions_total``              by ``outcome``: answered, unsure, or why there is no answer
    ``citeseed_errors_total``                 by ``error``, the name of its class
    ``citeseed_step_seconds``                 by ``step``, how long it took
    ``citeseed_questions_in_progress``        being answered now
    ``citeseed_queue_waiting``                requests of programs that wait
    ``citeseed_index_age_seconds``            since the generation that answers was made
    ========================================  ==========================================================
    """

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._questions = self._counter("questions", "Questions by outcome", "outcome")
        self._errors = self._counter("errors", "Questions that ended with an error, by its class", "error")
        self._steps = Histogram(
            "citeseed_step_seconds", "Seconds by step", (*_LIBRARY, "step"), registry=self._registry, buckets=_SECONDS
        )
        self._running = self._gauge("questions_in_progress", "Questions that are being answered")
        self._waiting = self._gauge("queue_waiting", "Requests that wait for their turn")
        self._age = self._gauge("index_age_seconds", "Seconds since the index that answers was made")

    def began(self, library: str) -> None:
        """Count a question that is being answered."""
        self._running.labels(library).inc()

    def ended(self, library: str) -> None:
        """Count it no more."""
        self._running.labels(library).dec()

    def replied(self, library: str, outcome: Outcome) -> None:
        """Count an outcome and its seconds."""
        name = "answered" if isinstance(outcome, Answer) else str(outcome.reason).lower()
        self._questions.labels(library, name).inc()
        self.spent(library, outcome.trace)

    def spent(self, library: str, trace: Trace) -> None:
        """Count the seconds of each step."""
        for step, milliseconds in trace.timings_ms.items():
            self._steps.labels(library, step).observe(milliseconds / 1000)

    def failed(self, library: str, error: BaseException) -> None:
        """Count an error."""
        self._errors.labels(library, type(error).__name__).inc()

    def follow(self, library: str, waiting: Callable[[], int], built: Callable[[], str]) -> None:
        """Ask for the length of a queue and for the time of an index (ISO 8601, "" where there is none) when read."""

        def age() -> float:
            made = built()
            return (datetime.now(UTC) - datetime.fromisoformat(made)).total_seconds() if made else float("nan")

        self._waiting.labels(library).set_function(waiting)
        self._age.labels(library).set_function(age)

    def page(self) -> bytes:
        """Return all of them in Prometheus' text format."""
        return generate_latest(self._registry)

    def _counter(self, name: str, about: str, label: str) -> Counter:
        return Counter(f"citeseed_{name}", about, (*_LIBRARY, label), registry=self._registry)

    def _gauge(self, name: str, about: str) -> Gauge:
        return Gauge(f"citeseed_{name}", about, _LIBRARY, registry=self._registry)
