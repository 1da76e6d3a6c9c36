"""Traces of questions."""

from __future__ import annotations

from dataclasses import replace

from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from tests.ui.fake_assistant import FakeAssistant
from ui.http.request_ids import current
from ui.operations.traces import Traces, open_traces


def test_a_trace_lacks_its_steps_or_holds_a_text() -> None:
    kept = InMemorySpanExporter()
    traces = Traces(kept)
    said = FakeAssistant({"garden.txt": "Roses need water."}).ask("What do roses need?")
    outcome = replace(said, trace=replace(said.trace, timings_ms={"retrieve": 9.0, "read": 30.0, "total": 40.0}))
    token = current.set("an-id")
    traces.replied("garden", outcome)
    current.reset(token)
    traces.close()
    spans = kept.get_finished_spans()
    (question,) = (span for span in spans if span.parent is None)
    assert question.name == "question"
    assert dict(question.attributes or {}) == {
        "citeseed.library": "garden",
        "citeseed.outcome": "answered",
        "citeseed.generation": outcome.trace.generation,
        "citeseed.reader": outcome.trace.reader,
        "citeseed.request_id": "an-id",
    }
    steps = {span.name: (span.end_time or 0) - (span.start_time or 0) for span in spans if span.parent is not None}
    assert steps == {"retrieve": 9_000_000, "read": 30_000_000}
    assert "ose" not in "".join(span.to_json() for span in spans)


def test_traces_go_somewhere_although_no_address_was_given() -> None:
    assert open_traces("") is None
