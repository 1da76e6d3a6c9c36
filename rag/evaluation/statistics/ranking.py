"""Ranking metrics. The only user of ``ir_measures``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from rag.evaluation.statistics.bootstrap import Array


def per_question(rankings: Sequence[tuple[Collection[str], Sequence[str]]]) -> dict[str, Array]:
    """Return hit@1, @4, @5, @10, MRR@10 and nDCG@10 of each question; 0 where nothing is relevant.

    Parameters
    ----------
    rankings
        For each question: what is relevant, and what was found, best first.
    """
    # It takes a fifth of a second to import, and only an evaluation needs it.
    import ir_measures  # noqa: PLC0415
    from ir_measures import RR, Success, nDCG  # noqa: PLC0415

    measures = {
        Success @ 1: "hit@1",
        Success @ 4: "hit@4",
        Success @ 5: "hit@5",
        Success @ 10: "hit@10",
        RR @ 10: "mrr@10",
        nDCG @ 10: "ndcg@10",
    }
    values = {name: np.zeros(len(rankings)) for name in measures.values()}
    relevant, run = {}, {}
    for number, (texts, found) in enumerate(rankings):
        names = {text: str(place) for place, text in enumerate(dict.fromkeys([*found, *sorted(texts)]))}
        if texts:
            relevant[str(number)] = {names[text]: 1 for text in texts}
            run[str(number)] = {names[text]: float(-place) for place, text in enumerate(found)}
    if relevant:
        for metric in ir_measures.iter_calc(list(measures), relevant, run):
            values[measures[metric.measure]][int(metric.query_id)] = metric.value
    return values
