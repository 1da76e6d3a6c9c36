"""An evaluation as one HTML page that needs nothing else."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from rag.evaluation.reports import charts, labels
from rag.evaluation.reports.records import settings_record

if TYPE_CHECKING:
    from rag.evaluation.evaluate import Evaluation
    from rag.evaluation.statistics.bootstrap import Figure
    from rag.evaluation.statistics.measures import Summary
    from rag.settings import Settings

STYLE = """
:root { color-scheme: light dark; --ink: light-dark(#1c2430, #e6e9ee); --quiet: light-dark(#697586, #98a2b3);
  --line: light-dark(#1f6feb, #6ea8fe); --pale: light-dark(#cfe0fb, #2b4468); --grid: light-dark(#e6e9ee, #343b46); }
body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: light-dark(#fff, #14181f);
  margin: 2rem auto; max-width: 66rem; padding: 0 1rem; }
.charts { display: flex; flex-wrap: wrap; gap: 1rem; align-items: flex-start; }
figure { margin: 0; } figcaption { font-weight: 600; }
svg { max-width: 100%; height: auto; } svg text { font-size: 12px; fill: var(--quiet); }
.line { fill: none; stroke: var(--line); stroke-width: 2; } .mark, .bar { fill: var(--line); }
.ideal { stroke: var(--quiet); stroke-dasharray: 4 4; } .grid { stroke: var(--grid); }
.late, .count { fill: var(--pale); }
table { border-collapse: collapse; width: 100%; } th { text-align: left; padding-top: 1rem; }
td { border-top: 1px solid var(--grid); padding: 0.15rem 0.5rem; } td + td { text-align: right; white-space: nowrap; }
.quiet { color: var(--quiet); }
"""


def page(evaluation: Evaluation, settings: Settings) -> str:
    """Return the page: charts and figures of each group of questions."""
    data, name = evaluation.data, escape(evaluation.data.name)
    chosen = ", ".join(f"{escape(key)} {escape(str(value))}" for key, value in settings_record(settings).items())
    size = f"{len(data.documents):,} documents in {evaluation.chunks:,} passages, {len(data.questions):,} questions"
    body = [
        f"<h1>{name}</h1>",
        f"<p>{size}. Brackets hold 95 % intervals; the last column, the questions that a figure rests on.</p>",
        f'<p class="quiet">{chosen}</p>',
    ]
    for heading, summary in (("Questions", evaluation.single), ("Questions with history", evaluation.follow_ups)):
        if summary is not None:
            body.append(f"<h2>{heading}: {summary.questions:,}, of them answerable {summary.answerable:,}</h2>")
            body += _group(summary, settings.threshold)
    if evaluation.off_topic:
        rows = [_row(other.name, other.refused) for other in evaluation.off_topic]
        body += ["<h2>Refused of the questions of other data sets</h2><table>", *rows, "</table>"]
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{name}</title><style>{STYLE}</style></head>\n'
        f"<body>{''.join(body)}</body></html>\n"
    )


def _group(summary: Summary, threshold: float) -> list[str]:
    drawn = (
        charts.risk_and_coverage(summary.curve, threshold),
        charts.reliability(summary.bins),
        charts.timings(summary.figures),
    )
    rows = []
    for heading, lines in labels.sections(summary.figures):
        rows.append(f'<tr><th colspan="4">{escape(heading)}</th></tr>')
        rows += [_row(label, figure) for label, figure in lines]
    return ['<div class="charts">', *drawn, "</div><table>", *rows, "</table>"]


def _row(label: str, figure: Figure) -> str:
    low, value, high = (labels.number(number) for number in (figure.low, figure.value, figure.high))
    return (
        f"<tr><td>{escape(label)}</td><td>{value}</td><td>[{low}, {high}]</td>"
        f'<td class="quiet">{figure.questions:,}</td></tr>'
    )
