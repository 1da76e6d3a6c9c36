"""Send traces to a collector, where one is configured. The only user of ``opentelemetry`` (extra ``telemetry``)."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from rag.types import Answer
from ui.errors import CommandError, UsageError
from ui.http.request_ids import current

# The package is an extra.
# ruff: noqa: PLC0415

if TYPE_CHECKING:
    from opentelemetry.sdk.trace.export import SpanExporter

    from rag.types import Outcome


class Traces:
    """A span for each question, and one below it for each step; no text of people or documents is in them.

    Parameters
    ----------
    exporter
        Sends finished spans, in a thread of its own.
    """

    def __init__(self, exporter: SpanExporter) -> None:
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor

        # ``create`` would add what OTEL_RESOURCE_ATTRIBUTES says, and so would the sampler of the environment.
        self._provider = TracerProvider(resource=Resource({"service.name": "citeseed"}), shutdown_on_exit=False)
        self._provider.add_span_processor(BatchSpanProcessor(exporter))
        self._tracer = self._provider.get_tracer("citeseed")

    def replied(self, library: str, outcome: Outcome) -> None:
        """Record a question that has just been replied to; its steps follow each other."""
        timings, end = outcome.trace.timings_ms, time.time_ns()
        start = end - int(timings.get("total", 0.0) * 1e6)
        name = "answered" if isinstance(outcome, Answer) else str(outcome.reason).lower()
        about: dict[str, str | int] = {
            "citeseed.library": library,
            "citeseed.outcome": name,
            "citeseed.generation": outcome.trace.generation,
            "citeseed.reader": outcome.trace.reader,
        }
        if current.get():
            about["citeseed.request_id"] = current.get()
        span = self._tracer.start_span("question", start_time=start, attributes=about)
        from opentelemetry.trace import set_span_in_context

        inside, at = set_span_in_context(span), start
        for step, milliseconds in timings.items():
            if step != "total":
                part = self._tracer.start_span(step, inside, start_time=at)
                at += int(milliseconds * 1e6)
                part.end(at)
        span.end(end)

    def close(self) -> None:
        """Send what is left, for at most a few seconds."""
        self._provider.shutdown()


def open_traces(address: str) -> Traces | None:
    """Return where traces go: to an OTLP collector at ``address``, or nowhere when it is empty.

    Raises
    ------
    UsageError
        When it is no address of a web server.
    CommandError
        When the packages are not installed.
    """
    if not address:
        return None
    if not address.startswith(("http://", "https://")):
        raise UsageError(f"traces is '{address}', but must be an address such as http://127.0.0.1:4318/v1/traces.")
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    except ImportError as error:
        raise CommandError("Traces need more packages; install them with: pip install citeseed[telemetry]") from error
    return Traces(OTLPSpanExporter(endpoint=address, timeout=3))
