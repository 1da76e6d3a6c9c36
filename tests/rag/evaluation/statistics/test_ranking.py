from __future__ import annotations

import numpy as np
import pytest

from rag.evaluation.statistics.ranking import per_question


def test_hits_and_ranks_of_known_rankings() -> None:
    found = [f"p{place}" for place in range(10)]
    values = per_question([({"p0"}, found), ({"p3"}, found), ({"p4", "p9"}, found), ({"other"}, found), (set(), found)])
    assert values["hit@1"].tolist() == [1, 0, 0, 0, 0]
    assert values["hit@4"].tolist() == [1, 1, 0, 0, 0]
    assert values["hit@5"].tolist() == [1, 1, 1, 0, 0]
    assert values["hit@10"].tolist() == [1, 1, 1, 0, 0]
    assert values["mrr@10"].tolist() == pytest.approx([1, 1 / 4, 1 / 5, 0, 0])
    ideal = 1 + 1 / np.log2(3)
    third = (1 / np.log2(6) + 1 / np.log2(11)) / ideal
    assert values["ndcg@10"].tolist() == pytest.approx([1, 1 / np.log2(5), third, 0, 0])


def test_nothing_found_and_nothing_relevant_count_as_nothing() -> None:
    assert [array.tolist() for array in per_question([({"a"}, [])]).values()] == [[0.0]] * 6
    assert per_question([(set(), ["a"])])["hit@1"].tolist() == [0.0]
    assert per_question([])["hit@1"].tolist() == []
