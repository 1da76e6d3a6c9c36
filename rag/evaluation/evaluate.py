"""Measure one data set whose documents are a library."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rag.evaluation.gold import Relevance
from rag.evaluation.marks import mark
from rag.evaluation.runs import QuestionRunner, each
from rag.evaluation.statistics import measures
from rag.types import Answer

if TYPE_CHECKING:
    from collections.abc import Callable

    from index import Library, Progress
    from rag.evaluation.data import DataSet, Question
    from rag.evaluation.marks import Mark
    from rag.evaluation.runs import Result
    from rag.evaluation.statistics.bootstrap import Array, Figure
    from rag.evaluation.statistics.measures import Summary
    from rag.protocols import ReadingModel
    from rag.settings import Settings
    from rag.types import Outcome


@dataclass(frozen=True, slots=True)
class OffTopic:
    """Questions of another data set, asked of these documents.

    Parameters
    ----------
    name
        Of the other data set.
    asked
        Each question and what came of it; at least one.
    """

    name: str
    asked: tuple[tuple[Question, Outcome], ...]

    @property
    def refusals(self) -> Array:
        """1 for each question that was refused, 0 for each that was answered."""
        return np.array([not isinstance(outcome, Answer) for _, outcome in self.asked], np.float64)

    @property
    def refused(self) -> Figure:
        """Share refused."""
        return measures.mean_of_all(self.refusals)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All that was measured on a data set.

    Parameters
    ----------
    data
        The data set.
    chunks
        Of its library.
    results, marks
        One each for every question, in order.
    single, follow_ups
        Figures of the questions without and with history; None where there are none.
    off_topic
        One for each other data set that was named.
    """

    data: DataSet
    chunks: int
    results: tuple[Result, ...]
    marks: tuple[Mark, ...]
    single: Summary | None
    follow_ups: Summary | None
    off_topic: tuple[OffTopic, ...]


def evaluate(
    data: DataSet,
    library: Library,
    model: ReadingModel,
    settings: Settings,
    *,
    others: tuple[DataSet, ...] = (),
    threads: int = 1,
    progress: Callable[[Progress], None] | None = None,
) -> Evaluation:
    """Measure the assistant on a data set.

    1. Ask every question, in every way that is measured.
    2. Judge what came back.
    3. Ask the questions of other data sets.
    4. Sum up the questions without and with history.

    Parameters
    ----------
    data
        Documents and questions.
    library
        That holds its documents, and nothing else.
    model
        That reads.
    settings
        Of the assistant.
    others
        Data sets whose questions these documents do not answer.
    threads
        Questions asked at a time; with more than one, timings are of questions that compete.
    progress
        Called with each step of the work.
    """
    chunks = library.status().chunks
    # An untimed question loads the models. Its readings are not kept.
    QuestionRunner(library, model, settings).outcome(data.questions[0])
    runner = QuestionRunner(library, model, settings)
    results = each(runner.result, data.questions, threads=threads, progress=progress)
    relevance = Relevance(data.documents, library.splitting)
    marks = [mark(result, relevance) for result in results]
    off_topic = []
    for other in others:
        unrelated = [question for question in other.questions if not data.knows(question)]
        if unrelated:
            outcomes = each(runner.outcome, unrelated, threads=threads, stage=other.name, progress=progress)
            off_topic.append(OffTopic(other.name, tuple(zip(unrelated, outcomes, strict=True))))
    parts = [
        [one for one, result in zip(marks, results, strict=True) if bool(result.question.history) is follow_up]
        for follow_up in (False, True)
    ]
    single, follow_ups = (measures.summary(part) if part else None for part in parts)
    return Evaluation(data, chunks, tuple(results), tuple(marks), single, follow_ups, tuple(off_topic))
