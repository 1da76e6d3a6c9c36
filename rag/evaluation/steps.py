"""Measure each step of retrieval: the same questions, ranked with some of the steps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rag.evaluation.statistics import measures
from rag.evaluation.statistics.ranking import per_question
from rag.query import followups
from rag.retrieval import fusion

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from index import Hit, Snapshot
    from rag.evaluation.data import Question
    from rag.evaluation.evaluate import Evaluation
    from rag.evaluation.statistics.bootstrap import Figure

FIGURES = ("hit@1", "hit@4", "hit@5", "mrr@10")
SHARES = (0.3, 0.5, 0.7)


@dataclass(frozen=True, slots=True)
class Step:
    """A way to rank passages, and how high the evidence came.

    Parameters
    ----------
    name
        For a person.
    figures
        hit@1, hit@4, hit@5 and MRR@10.
    """

    name: str
    figures: dict[str, Figure]


def steps(evaluation: Evaluation, snapshot: Snapshot, *, follow_ups: bool) -> list[Step]:
    """Rank the passages for every question that has evidence in several ways, the product's own last.

    Parameters
    ----------
    evaluation
        Whose questions they are.
    snapshot
        Of its library.
    follow_ups
        Whether to take the questions with history, or those without.
    """
    chosen = [
        (result.question, mark)
        for result, mark in zip(evaluation.results, evaluation.marks, strict=True)
        if bool(result.question.history) is follow_ups and mark.evidence
    ]
    if not chosen:
        return []
    ways = {**_of_fusion(), **(_of_rewriting() if follow_ups else {})}
    made = []
    for name, way in ways.items():
        rankings = [(mark.relevant, _texts(way(snapshot, question))) for question, mark in chosen]
        made.append(_step(name, rankings))
    made.append(_step("and read by the reading model", [(mark.relevant, mark.found) for _, mark in chosen]))
    return made


def _of_fusion() -> dict[str, Callable[[Snapshot, Question], Sequence[Hit]]]:
    def searched(snapshot: Snapshot, question: Question) -> tuple[Sequence[Hit], Sequence[Hit]]:
        hits = snapshot.search(question.text, fusion.DEPTH)
        return hits.dense, hits.keyword

    def fused(share: float) -> Callable[[Snapshot, Question], Sequence[Hit]]:
        return lambda snapshot, question: fusion.fuse(snapshot.search(question.text, fusion.DEPTH), share)

    return {
        "by meaning alone": lambda snapshot, question: searched(snapshot, question)[0],
        "by words alone": lambda snapshot, question: searched(snapshot, question)[1],
        **{f"both, {share:.0%} by meaning": fused(share) for share in SHARES},
    }


def _of_rewriting() -> dict[str, Callable[[Snapshot, Question], Sequence[Hit]]]:
    def completed(snapshot: Snapshot, question: Question) -> Sequence[Hit]:
        return fusion.find(snapshot, [followups.standalone(question.text, question.history)], fusion.DEPTH)

    def together(snapshot: Snapshot, question: Question) -> Sequence[Hit]:
        forms = dict.fromkeys((followups.standalone(question.text, question.history), question.text))
        return fusion.find(snapshot, list(forms), fusion.DEPTH)

    def recalling(snapshot: Snapshot, question: Question) -> Sequence[Hit]:
        forms = dict.fromkeys((followups.standalone(question.text, question.history), question.text))
        recalled = followups.recalled(question.text, question.history)
        return fusion.find(snapshot, [*forms, recalled] if recalled else list(forms), fusion.DEPTH)

    return {
        "both, made stand-alone": completed,
        "both, as typed and made stand-alone": together,
        "and with the last answer's beginning": recalling,
    }


def _step(name: str, rankings: Sequence[tuple[frozenset[str], Sequence[str]]]) -> Step:
    values = per_question(rankings)
    return Step(name, {figure: measures.mean_of_all(values[figure]) for figure in FIGURES})


def _texts(hits: Sequence[Hit]) -> list[str]:
    return list(dict.fromkeys(hit.chunk.text for hit in hits))
