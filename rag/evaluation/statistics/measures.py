"""Compute the figures of a run, each with its 95 % interval."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rag.evaluation.statistics import bootstrap, calibration
from rag.evaluation.statistics.ranking import per_question

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from rag.evaluation.marks import Mark
    from rag.evaluation.statistics.bootstrap import Array, Figure, Statistic
    from rag.evaluation.statistics.calibration import Bin

# Follow-ups are compared at this cutoff, with the passage-sized documents of conversations in mind.
CUTOFF = 5


@dataclass(frozen=True, slots=True)
class Summary:
    """The figures of some questions of a run.

    Parameters
    ----------
    questions, answerable
        How many.
    figures
        By name; a figure that no question bears on is not there.
    curve
        (coverage, risk, confidence), from the most confident down.
    bins
        Of the reliability diagram.
    """

    questions: int
    answerable: int
    figures: dict[str, Figure]
    curve: list[tuple[float, float, float]]
    bins: list[Bin]


def summary(marks: Sequence[Mark]) -> Summary:
    """Compute every figure of the marks."""
    confidence = _values(marks, lambda mark: mark.confidence)
    right = _mask(marks, lambda mark: mark.draft_right)
    figures = _Figures(len(marks))
    _passages(figures, marks)
    _evidence(figures, marks)
    _abstention(figures, marks, confidence, right)
    _follow_ups(figures, marks)
    _timings(figures, marks)
    return Summary(
        questions=len(marks),
        answerable=sum(mark.answerable for mark in marks),
        figures=figures.made,
        curve=calibration.risk_curve(confidence, right),
        bins=calibration.reliability(confidence, right),
    )


def mean_of_all(values: Array) -> Figure:
    """Return the mean with its interval; at least one value must be given."""
    everywhere = np.ones(len(values), bool)
    made = bootstrap.figure(share(values, everywhere), everywhere, bootstrap.resampled(len(values)))
    assert made is not None
    return made


class _Figures:
    """Figures made so far, all on the same resamples of the same questions."""

    def __init__(self, questions: int) -> None:
        self._weights = bootstrap.resampled(questions)
        self.made: dict[str, Figure] = {}

    def add(self, name: str, statistic: Statistic, rests_on: NDArray[np.bool_]) -> None:
        figure = bootstrap.figure(statistic, rests_on, self._weights)
        if figure is not None:
            self.made[name] = figure

    def mean(self, name: str, values: Array | NDArray[np.bool_], over: NDArray[np.bool_]) -> None:
        self.add(name, share(values, over), over)


def share(values: Array | NDArray[np.bool_], over: NDArray[np.bool_]) -> Statistic:
    """Return the mean of the values over the questions of a mask."""
    mask = over.astype(np.float64)
    return bootstrap.ratio(np.where(over, values, 0.0), mask)


def _passages(figures: _Figures, marks: Sequence[Mark]) -> None:
    known = _mask(marks, lambda mark: mark.evidence > 0)
    for name, values in per_question([(mark.relevant, mark.found) for mark in marks]).items():
        figures.mean(name, values, known)
    figures.mean("document_hit@5", _values(marks, lambda mark: any(mark.in_document[:CUTOFF])), known)
    figures.mean("evidence_in_a_passage", _values(marks, lambda mark: bool(mark.relevant)), known)
    everywhere = np.ones(len(marks), bool)
    characters = _values(marks, lambda mark: mark.shown_characters)
    figures.mean("first_4_characters", characters, everywhere)
    figures.add("first_4_characters_longest", bootstrap.quantile(characters, everywhere, 1.0), everywhere)


def _evidence(figures: _Figures, marks: Sequence[Mark]) -> None:
    cited, right = _values(marks, lambda mark: mark.cited), _values(marks, lambda mark: mark.cited_right)
    known, hit = _values(marks, lambda mark: mark.evidence), _values(marks, lambda mark: mark.evidence_cited)
    characters = _values(marks, lambda mark: mark.cited_characters)
    everywhere = np.ones(len(marks), bool)
    invalid = _values(marks, lambda mark: mark.invalid)
    figures.add("invalid_citations", lambda weights: weights @ invalid, everywhere)
    evident = known > 0
    answered = evident & _mask(marks, lambda mark: mark.answered)
    over = answered.astype(np.float64)
    figures.mean("evidence_cited_when_answered", right > 0, answered)
    figures.add("evidence_precision", bootstrap.ratio(right * over, cited * over), answered)
    figures.add("evidence_recall", bootstrap.ratio(hit, known), evident)
    figures.add("evidence_recall_when_answered", bootstrap.ratio(hit * over, known * over), answered)
    figures.mean("evidence_precision_per_question", bootstrap.divided(right, cited), answered & (cited > 0))
    figures.mean("evidence_recall_per_question", bootstrap.divided(hit, known), evident)
    figures.mean("evidence_recall_per_question_when_answered", bootstrap.divided(hit, known), answered)
    worded = _mask(marks, lambda mark: mark.answerable and mark.answer_found is not None)
    found = _values(marks, lambda mark: bool(mark.answer_found))
    figures.mean("answer_found", found, worded)
    figures.mean("answer_found_when_answered", found, worded & answered)
    figures.mean("answer_found_without_refusals", _values(marks, lambda mark: bool(mark.draft_found)), worded)
    figures.mean("cited_characters", characters, answered)
    figures.mean("cited_sentences", cited, answered)


def _abstention(figures: _Figures, marks: Sequence[Mark], confidence: Array, right: NDArray[np.bool_]) -> None:
    answerable = _mask(marks, lambda mark: mark.answerable)
    answered = _values(marks, lambda mark: mark.answered)
    everywhere = np.ones(len(marks), bool)
    figures.mean("right", _mask(marks, lambda mark: mark.right), answerable)
    figures.mean("concise", _mask(marks, lambda mark: mark.concise), answerable)
    figures.mean("shown", _mask(marks, lambda mark: mark.shown), answerable)
    figures.mean("refused", _mask(marks, lambda mark: mark.refused), answerable)
    figures.mean("coverage", answered, everywhere)
    figures.mean("refused_answerable", 1 - answered, answerable)
    figures.mean("refused_unanswerable", 1 - answered, ~answerable)
    figures.mean("right_when_answered", right.astype(np.float64), answered > 0)
    if answerable.any() and not answerable.all():
        both = bootstrap.mean_of(share(answered, answerable), share(1 - answered, ~answerable))
        figures.add("balanced_accuracy", both, everywhere)
        figures.add("confidence_auc", calibration.area_under_roc(confidence, answerable), everywhere)
    if right.any() and not right.all():
        figures.add("confidence_auc_of_right", calibration.area_under_roc(confidence, right), everywhere)
    figures.add("risk_coverage_area", calibration.area_under_risk(confidence, right), everywhere)
    figures.add("calibration_error", calibration.calibration_error(confidence, right), everywhere)


def _follow_ups(figures: _Figures, marks: Sequence[Mark]) -> None:
    compared = _mask(marks, lambda mark: mark.evidence > 0 and mark.raw is not None and mark.rewritten is not None)
    hits = {
        "with_history": share(_values(marks, lambda mark: _hit(mark, mark.found)), compared),
        "raw": share(_values(marks, lambda mark: _hit(mark, mark.raw)), compared),
        "rewritten": share(_values(marks, lambda mark: _hit(mark, mark.rewritten)), compared),
    }
    for name, statistic in hits.items():
        figures.add(f"follow_up_hit@{CUTOFF}_{name}", statistic, compared)
    for name in ("raw", "rewritten"):
        gain = bootstrap.difference(hits["with_history"], hits[name])
        figures.add(f"follow_up_hit@{CUTOFF}_gain_over_{name}", gain, compared)


def _timings(figures: _Figures, marks: Sequence[Mark]) -> None:
    for step in dict.fromkeys(step for mark in marks for step in mark.timings_ms):
        spent = np.array([mark.timings_ms.get(step, np.nan) for mark in marks])
        timed = ~np.isnan(spent)
        figures.add(f"{step}_ms_median", bootstrap.quantile(spent, timed, 0.5), timed)
        figures.add(f"{step}_ms_p95", bootstrap.quantile(spent, timed, 0.95), timed)


def _hit(mark: Mark, texts: Sequence[str] | None) -> bool:
    return not mark.relevant.isdisjoint((texts or ())[:CUTOFF])


def _values(marks: Sequence[Mark], value: Callable[[Mark], float]) -> Array:
    return np.array([value(mark) for mark in marks], np.float64)


def _mask(marks: Sequence[Mark], test: Callable[[Mark], bool]) -> NDArray[np.bool_]:
    return np.array([test(mark) for mark in marks], bool)
