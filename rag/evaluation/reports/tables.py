"""The evaluation of several data sets as one page of Markdown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rag.evaluation.reports import labels
from rag.evaluation.reports.records import settings_record
from rag.evaluation.reports.targets import TARGETS
from rag.evaluation.statistics import calibration, measures, thresholds

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from rag.evaluation.evaluate import Evaluation
    from rag.evaluation.reports.targets import Target
    from rag.evaluation.statistics.bootstrap import Figure
    from rag.evaluation.statistics.measures import Summary
    from rag.evaluation.steps import Step
    from rag.settings import Settings

INTRODUCTION = """\
# Evaluation

Written by `make eval`. Do not edit it. Brackets hold 95 % intervals: the 2.5 and 97.5 percentiles of 1,000
resamples of the questions. The data sets are public (SQuAD 2.0, CLAPNQ, mtRAG, MultiRC) and not part of this
repository. Nothing was trained on them. Settings were chosen on them.
"""

DEFINITIONS = """\
## What the figures mean

- **Evidence in a passage**: 90 % of the shorter of quote and passage lies in the other, in the same document. Hits,
  MRR@10 and nDCG@10 are computed by ir-measures. A question whose evidence is whole in no passage counts as 0.
- **A citation is evidence** when more than half of its characters lie in known evidence sentences. Precision is the
  share of such citations.
- **Evidence is cited** when a citation and the evidence share more than half of the shorter one. Recall is the
  share of evidence that is cited. A refusal cites nothing, except where the label says "when answered".
- **Known answer in the quotes**: compared word for word, in lower case, without punctuation and articles.
- **Right, when answered**, and what the confidence is compared with: the answer cites evidence, or its quotes contain
  a known answer. An answer to an unanswerable question is wrong. For a refusal, it is the answer that would be given
  without a threshold.
- **Answered right**: the quotes of the answer contain a known answer; only where none is known in words, cited
  evidence is enough. **Concise**: right, and at most one sentence neither cites evidence nor contains a known answer.
  **Shown**: right, or the first three closest statements of an unsure reply would be. **Neither answered nor shown**:
  refused, or unsure with the wrong statements.
- **Balanced accuracy**: mean of the share of answerable questions answered and of unanswerable questions refused.
- **Area under risk and coverage**: share of wrong answers among the most confident ones, averaged over their
  number.
- **Calibration error**: gap between mean confidence and share right, averaged over ten bins of confidence.
- **Off-topic**: questions of one data set, asked of the documents of another one that do not hold their evidence.
  mtRAG and CLAPNQ share a collection and are not asked each other's questions.
- **Milliseconds** are of one question at a time, with loaded models, on the machine named above.
"""


@dataclass(frozen=True, slots=True)
class Measured:
    """A data set's evaluation, and what each step of finding its passages brought.

    Parameters
    ----------
    evaluation
        All figures.
    steps, follow_up_steps
        For the questions without and with history; empty where there are none.
    """

    evaluation: Evaluation
    steps: Sequence[Step]
    follow_up_steps: Sequence[Step]


def document(measured: Sequence[Measured], settings: Settings, circumstances: Mapping[str, str]) -> str:
    """Return the page.

    Parameters
    ----------
    measured
        One for each data set.
    settings
        That the assistant had.
    circumstances
        Name and value of each: date, versions, machine.
    """
    parts = [
        INTRODUCTION,
        _table(("", ""), circumstances.items()),
        "Settings: " + ", ".join(f"{name} {value}" for name, value in settings_record(settings).items()) + ".\n",
        "## What is asked\n",
        _targets({each.evaluation.data.name: each.evaluation for each in measured}),
    ]
    if any(each.evaluation.off_topic for each in measured):
        parts += ["## Off-topic questions refused\n", _off_topic(measured)]
    parts += ["## The threshold\n", _threshold(measured), "## Reliability of the confidence\n", _reliability(measured)]
    parts += ["## What each step of finding passages brings\n", *(_steps(each) for each in measured)]
    parts += ["## All figures\n", *(_everything(each.evaluation) for each in measured), DEFINITIONS]
    return "\n".join(parts)


def _targets(evaluations: Mapping[str, Evaluation]) -> str:
    rows = []
    for target in TARGETS:
        figure = _figure(evaluations, target)
        if figure is None:
            continue
        bound = f"{'at most ' if target.most else ''}{target.bound:,g}"
        reached = figure.value <= target.bound if target.most else figure.value >= target.bound
        name = f"{target.data}: {target.label}"
        rows.append((name, _bracketed(figure), bound, "yes" if reached else "no", _comparison(evaluations, target)))
    pairs = [other for evaluation in evaluations.values() for other in evaluation.off_topic]
    if pairs:
        refused = measures.mean_of_all(np.concatenate([other.refusals for other in pairs]))
        met = "yes" if refused.value >= thresholds.OFF_TOPIC else "no"
        rows.append(
            ("off-topic questions refused, all pairs", _bracketed(refused), f"{thresholds.OFF_TOPIC:g}", met, "")
        )
    invalid = sum(mark.invalid for evaluation in evaluations.values() for mark in evaluation.marks)
    rows.append(("invalid citations, anywhere", str(invalid), "0", "no" if invalid else "yes", ""))
    return _table(("figure", "measured", "asked", "met", "for comparison"), rows)


def _figure(evaluations: Mapping[str, Evaluation], target: Target) -> Figure | None:
    if target.data not in evaluations:
        return None
    evaluation = evaluations[target.data]
    summary = evaluation.follow_ups if target.follow_ups else evaluation.single
    return summary.figures.get(target.figure) if summary else None


def _comparison(evaluations: Mapping[str, Evaluation], target: Target) -> str:
    """Return what others reach; of follow-ups, what the same questions reach when asked in other ways."""
    summary = evaluations[target.data].follow_ups
    if not target.follow_ups or summary is None:
        return target.comparison
    ways = {"last turn alone": "raw", "with history": "with_history", "rewritten by a person": "rewritten"}
    return ", ".join(
        f"{way} {labels.number(summary.figures[f'follow_up_hit@{measures.CUTOFF}_{name}'].value)}"
        for way, name in ways.items()
    )


def _off_topic(measured: Sequence[Measured]) -> str:
    names = [each.evaluation.data.name for each in measured]
    rows = []
    for each in measured:
        refused = {other.name: _bracketed(other.refused) for other in each.evaluation.off_topic}
        rows.append((f"documents of {each.evaluation.data.name}", *(refused.get(name, "") for name in names)))
    return _table(("", *(f"questions of {name}" for name in names)), rows)


def _threshold(measured: Sequence[Measured]) -> str:
    asked = {
        each.evaluation.data.name: (
            np.array([mark.confidence for mark in each.evaluation.marks]),
            np.array([mark.answerable for mark in each.evaluation.marks], bool),
        )
        for each in measured
    }
    pairs = [other for each in measured for other in each.evaluation.off_topic]
    choice = thresholds.choose(
        asked,
        np.array([outcome.confidence for other in pairs for _, outcome in other.asked], np.float64),
        thresholds.MIN_UNANSWERABLE,
    )
    if choice is None:
        return "No data set holds both answerable and unanswerable questions.\n"
    rows = [
        (
            f"{threshold:.2f}",
            *(f"{values[row]:.3f}" for values in (choice.refused, choice.mean, *choice.accuracies.values())),
        )
        for row, threshold in enumerate(thresholds.GRID)
    ]
    heads = ("threshold", "off-topic refused", "balanced accuracy, mean", *choice.accuracies)
    return f"{thresholds.RULE} On these figures it takes **{choice.threshold:.2f}**.\n\n{_table(heads, rows)}"


def _reliability(measured: Sequence[Measured]) -> str:
    heads = (
        "confidence",
        *(f"{low / calibration.BINS:g} to {(low + 1) / calibration.BINS:g}" for low in range(calibration.BINS)),
    )
    rows = []
    for each in measured:
        confidence = np.array([mark.confidence for mark in each.evaluation.marks])
        right = np.array([mark.draft_right for mark in each.evaluation.marks], bool)
        bins = {round(one.low * calibration.BINS): one for one in calibration.reliability(confidence, right)}
        cells = (
            f"{bins[low].right:.2f} of {bins[low].questions}" if low in bins else "" for low in range(calibration.BINS)
        )
        rows.append((each.evaluation.data.name, *cells))
    return f"Share of right answers among the questions of each confidence.\n\n{_table(heads, rows)}"


def _steps(each: Measured) -> str:
    parts = []
    for steps, what in ((each.steps, "questions"), (each.follow_up_steps, "questions with history")):
        if steps:
            name = each.evaluation.data.name
            figures = tuple(steps[0].figures)
            rows = [(step.name, *(_bracketed(step.figures[figure]) for figure in figures)) for step in steps]
            parts.append(_table((f"{name}, {what}", *figures), rows))
    return "\n".join(parts)


def _everything(evaluation: Evaluation) -> str:
    data = evaluation.data
    size = f"{len(data.documents):,} documents in {evaluation.chunks:,} passages"
    parts = [f"### {data.name}: {size}\n"]
    for summary, what in ((evaluation.single, "questions"), (evaluation.follow_ups, "questions with history")):
        if summary is not None:
            name = f"{summary.questions:,} {what}, {summary.answerable:,} answerable"
            parts.append(_table((name, "value", "95 % interval", "rests on"), _lines(summary)))
    return "\n".join(parts)


def _lines(summary: Summary) -> Iterator[tuple[str, ...]]:
    for _, lines in labels.sections(summary.figures):
        for label, figure in lines:
            low, value, high = (labels.number(bound) for bound in (figure.low, figure.value, figure.high))
            yield label, value, f"{low} to {high}", f"{figure.questions:,}"


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "".join(f"| {' | '.join(cell.replace('|', '/') for cell in line)} |\n" for line in lines)


def _bracketed(figure: Figure) -> str:
    return f"{labels.number(figure.value)} [{labels.number(figure.low)}, {labels.number(figure.high)}]"
