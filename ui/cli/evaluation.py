"""Measure the assistant on a data set, and show the figures in columns."""

from __future__ import annotations

import os
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from rag.evaluation import evaluate, library_of, load
from rag.evaluation.reports import labels, outcomes, records, report
from rag.models import open_reading_model
from ui.cli.output.console import Screen, Sheet
from ui.cli.output.progress_bar import progress_bar
from ui.errors import CommandError, UsageError
from ui.text.sanitize import to_json, visible

if TYPE_CHECKING:
    from argparse import Namespace

    from rag.evaluation import Evaluation
    from rag.evaluation.statistics.bootstrap import Figure
    from rag.evaluation.statistics.measures import Summary
    from rag.settings import Settings

QUIET = "dim"


def evaluated(arguments: Namespace, settings: Settings) -> str:
    """Measure, write the files that were asked for, and return what is to be printed."""
    _check_files(arguments)
    data = load(Path(arguments.data)).sample(arguments.limit)
    others = tuple(load(Path(other)).sample(arguments.limit) for other in arguments.off_topic)
    with (
        progress_bar(sys.stderr, os.environ) as progress,
        library_of(data, settings, arguments.index, progress) as library,
    ):
        evaluation = evaluate(
            data,
            library,
            open_reading_model(settings.reading_model),
            settings,
            others=others,
            threads=arguments.threads,
            progress=progress,
        )
    if arguments.save_outcomes:
        Path(arguments.save_outcomes).write_text(outcomes.lines(evaluation), encoding="utf-8")
    if arguments.report:
        Path(arguments.report).write_text(report.page(evaluation, settings), encoding="utf-8")
    if arguments.json:
        return to_json(records.record(evaluation, settings))
    return evaluation_text(evaluation, settings, Screen.of(sys.stdout, os.environ))


def _check_files(arguments: Namespace) -> None:
    """Refuse at once what could not be measured or written after all the work."""
    if find_spec("ir_measures") is None:
        raise CommandError("eval needs a package that is not installed; install it with: pip install 'citeseed[eval]'")
    if arguments.report and Path(arguments.report).suffix.lower() != ".html":
        raise UsageError(f"--report is '{arguments.report}', but must be the name of an .html file.")
    for file in filter(None, (arguments.report, arguments.save_outcomes)):
        if not Path(file).absolute().parent.is_dir():
            raise UsageError(f"The folder of '{file}' does not exist; make it first.")


def evaluation_text(evaluation: Evaluation, settings: Settings, screen: Screen) -> str:
    """Return the figures as a person reads them, in columns."""
    sheet, data = Sheet(screen), evaluation.data
    size = f"{len(data.documents):,} documents in {evaluation.chunks:,} passages, {len(data.questions):,} questions"
    sheet.add((f"{visible(data.name)}: ", "bold"), size)
    sheet.add((", ".join(f"{name} {value}" for name, value in records.settings_record(settings).items()), QUIET))
    for name, summary in (("Questions", evaluation.single), ("Questions with history", evaluation.follow_ups)):
        if summary is not None:
            sheet.add()
            sheet.add((f"{name}: {summary.questions:,}, of them answerable {summary.answerable:,}", "bold"))
            _figures(sheet, summary)
    if evaluation.off_topic:
        sheet.add()
        sheet.add(("Refused of the questions of other data sets", "bold"))
    for other in evaluation.off_topic:
        _line(sheet, visible(other.name), other.refused)
    return sheet.text()


def _figures(sheet: Sheet, summary: Summary) -> None:
    for heading, lines in labels.sections(summary.figures):
        sheet.add((heading, "cyan"))
        for label, figure in lines:
            _line(sheet, label, figure)


def _line(sheet: Sheet, label: str, figure: Figure) -> None:
    interval = f"{labels.number(figure.low)} to {labels.number(figure.high)}"
    sheet.add(
        f"  {label:<56}",
        (f"{labels.number(figure.value):>8}", "bold"),
        (f"  {interval:<18} {figure.questions:,}", QUIET),
    )
