"""Right, concise, shown and refused: what a person sees, judged by the data set's answers and evidence."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from rag import Answer, NoAnswer
from rag.evaluation.gold import Relevance
from rag.evaluation.marks import mark
from rag.types import Reason

if TYPE_CHECKING:
    from collections.abc import Callable

    from index import LocalLibrary
    from rag import Outcome, Sentence
    from rag.evaluation import DataSet, Evaluation
    from rag.evaluation.data import Question
    from rag.evaluation.marks import Mark
    from rag.evaluation.runs import Result

    Judged = Callable[..., Mark]


@pytest.fixture(scope="session")
def right(evaluation: Evaluation) -> Result:
    """Return the result of a question with known answers; its answer cites the evidence alone."""
    return evaluation.results[0]


@pytest.fixture(scope="session")
def helpful(right: Result) -> Sentence:
    assert isinstance(right.outcome, Answer)
    return right.outcome.sentences[0]


@pytest.fixture(scope="session")
def idle(evaluation: Evaluation) -> Sentence:
    """Return a sentence of another question's answer."""
    outcome = evaluation.results[1].outcome
    assert isinstance(outcome, Answer)
    return outcome.sentences[0]


@pytest.fixture(scope="session")
def judged(data: DataSet, library: LocalLibrary) -> Judged:
    relevance = Relevance(data.documents, library.splitting)

    def judge(result: Result, outcome: Outcome, question: Question | None = None) -> Mark:
        return mark(replace(result, question=question or result.question, outcome=outcome), relevance)

    return judge


def answered(result: Result, *sentences: Sentence) -> Answer:
    assert isinstance(result.outcome, Answer)
    return replace(result.outcome, sentences=sentences, passages=())


def unsure(evaluation: Evaluation, *closest: Sentence) -> NoAnswer:
    outcome = evaluation.results[2].outcome
    assert isinstance(outcome, NoAnswer)
    return replace(outcome, reason=Reason.UNSURE, closest=closest)


def four(made: Mark) -> tuple[bool, bool, bool, bool]:
    return made.right, made.concise, made.shown, made.refused


def test_one_sentence_that_does_not_help_is_concise_and_two_are_not(
    judged: Judged, right: Result, helpful: Sentence, idle: Sentence
) -> None:
    assert four(judged(right, answered(right, helpful, idle))) == (True, True, True, False)
    assert four(judged(right, answered(right, helpful, helpful, idle))) == (True, True, True, False)
    assert four(judged(right, answered(right, helpful, idle, idle))) == (True, False, True, False)


def test_a_wrong_answer_is_neither_right_nor_refused(judged: Judged, right: Result, idle: Sentence) -> None:
    assert four(judged(right, answered(right, idle))) == (False, False, False, False)


def test_where_answers_are_known_in_words_cited_evidence_alone_is_not_right(
    judged: Judged, right: Result, helpful: Sentence
) -> None:
    elsewhere = replace(right.question, answers=("a lack of money",))
    assert not judged(right, answered(right, helpful), elsewhere).right
    wordless = replace(right.question, answers=())
    assert judged(right, answered(right, helpful), wordless).right


def test_only_the_first_three_closest_statements_are_shown(
    judged: Judged, evaluation: Evaluation, right: Result, helpful: Sentence, idle: Sentence
) -> None:
    assert four(judged(right, unsure(evaluation, idle, idle, helpful))) == (False, False, True, False)
    assert four(judged(right, unsure(evaluation, idle, idle, idle, helpful))) == (False, False, False, True)
    assert four(judged(right, unsure(evaluation))) == (False, False, False, True)


def test_an_unanswerable_question_is_right_when_it_is_not_answered(
    judged: Judged, evaluation: Evaluation, idle: Sentence
) -> None:
    result = evaluation.results[2]
    assert not result.question.answerable
    assert four(judged(result, unsure(evaluation, idle))) == (True, True, True, False)
    told = replace(evaluation.results[1], question=result.question)
    assert four(judged(told, told.outcome)) == (False, False, False, False)
