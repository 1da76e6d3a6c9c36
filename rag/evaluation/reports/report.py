"""An evaluation as one HTML page that needs nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from rag.evaluation.reports import charts, labels
from rag.evaluation.reports.records import settings_record

if TYPE_CHECKING:
    from rag.evaluation.evaluate import Evaluation
    from rag.evaluation.reports.charts import Chart
    from rag.evaluation.statistics.bootstrap import Figure
    from rag.evaluation.statistics.measures import Summary
    from rag.settings import Settings


class _Line(NamedTuple):
    """A row of a table: a label, a figure with its interval, and the questions it rests on, as they are written."""

    label: str
    low: str
    value: str
    high: str
    questions: str


class _Group(NamedTuple):
    """Questions of one kind: their charts, and their figures by section."""

    heading: str
    charts: tuple[Chart, ...]
    sections: list[tuple[str, list[_Line]]]


def page(evaluation: Evaluation, settings: Settings) -> str:
    """Return the page: charts and figures of each group of questions. Every value is escaped."""
    data = evaluation.data
    groups = [
        _group(f"{heading}: {summary.questions:,}, of them answerable {summary.answerable:,}", summary, settings)
        for heading, summary in (("Questions", evaluation.single), ("Questions with history", evaluation.follow_ups))
        if summary is not None
    ]
    folder = FileSystemLoader(Path(__file__).parent)
    template = Environment(loader=folder, autoescape=True, undefined=StrictUndefined).get_template("report.html")
    return template.render(
        name=data.name,
        size=f"{len(data.documents):,} documents in {evaluation.chunks:,} passages, {len(data.questions):,} questions",
        settings=", ".join(f"{key} {value}" for key, value in settings_record(settings).items()),
        groups=groups,
        others=[_line(other.name, other.refused) for other in evaluation.off_topic],
    )


def _group(heading: str, summary: Summary, settings: Settings) -> _Group:
    drawn = (
        charts.risk_and_coverage(summary.curve, settings.threshold),
        charts.reliability(summary.bins),
        charts.timings(summary.figures),
    )
    sections = [
        (name, [_line(label, figure) for label, figure in lines]) for name, lines in labels.sections(summary.figures)
    ]
    return _Group(heading, drawn, sections)


def _line(label: str, figure: Figure) -> _Line:
    low, value, high = (labels.number(number) for number in (figure.low, figure.value, figure.high))
    return _Line(label, low, value, high, f"{figure.questions:,}")
