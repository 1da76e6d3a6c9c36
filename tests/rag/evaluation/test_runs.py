from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from index import LocalLibrary, Progress
from rag import Answer, NoAnswer, Settings
from rag.evaluation.runs import QuestionRunner, each
from tests.fakes import FakeReadingModel

if TYPE_CHECKING:
    from rag.evaluation import DataSet


def test_it_asks_as_a_user_does_and_knows_what_a_refusal_would_have_said(
    data: DataSet, library: LocalLibrary, settings: Settings
) -> None:
    runner = QuestionRunner(library, FakeReadingModel(), settings)
    results = [runner.result(question) for question in data.questions]
    assert [result.answered for result in results][:3] == [True, True, False]
    assert all(result.draft is result.outcome for result in results if result.answered)
    refused = results[2]
    assert isinstance(refused.outcome, NoAnswer)
    assert isinstance(refused.draft, Answer)
    assert refused.draft.confidence == refused.outcome.confidence < settings.threshold
    assert all(len(result.passages) == 3 for result in results)


def test_a_follow_up_is_looked_for_in_three_ways(data: DataSet, library: LocalLibrary, settings: Settings) -> None:
    runner = QuestionRunner(library, FakeReadingModel(), settings)
    result = runner.result(data.questions[3])
    assert result.raw is not None
    assert result.rewritten is not None
    assert result.rewritten[0].chunk.source == "cats"
    assert result.passages[0].chunk.source == "cats"
    alone = runner.result(replace(data.questions[3], rewrite=None))
    assert alone.raw is alone.rewritten is None
    first = runner.result(data.questions[0])
    assert first.raw is first.rewritten is None


@pytest.mark.parametrize("threads", [1, 2])
def test_work_is_done_in_order_and_told(threads: int) -> None:
    heard: list[Progress] = []
    assert each(lambda item: item * 2, range(20), threads=threads, stage="s", progress=heard.append) == [
        item * 2 for item in range(20)
    ]
    assert heard == [Progress("s", done, 20) for done in range(1, 21)]


class Stopped(BaseException):
    """As an interruption: no ordinary exception."""


@pytest.mark.parametrize("threads", [1, 2])
def test_an_interruption_ends_the_work(threads: int) -> None:
    begun: list[int] = []

    def stop(now: Progress) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        each(begun.append, range(10_000), threads=threads, progress=stop)
    assert len(begun) < 10_000
