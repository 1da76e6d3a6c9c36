"""How sure an answer is."""

from __future__ import annotations

import pytest

from index import Chunk
from rag.evidence.confidence import WITHOUT_WORDS, bounded, confidence
from rag.steps import Support

TEXT = "Sunita Rao expects costs of 38,000 euros."
SUPPORT = Support(Chunk("a.txt", "", 0, 0, len(TEXT), (), TEXT), 0, len(TEXT), 0.9, None)


def test_what_reads_better_is_less_sure() -> None:
    assert 0 < confidence(0.2, 0.2) < confidence(0.2, 0.9) < confidence(0.9, 0.9) < 1
    assert 0 <= confidence(0, 0) < confidence(1, 1) <= 1


@pytest.mark.parametrize(
    ("question", "most"),
    [
        ("How much does Sunita Rao earn?", WITHOUT_WORDS),
        ("What costs does Sunita Rao expect?", 0.95),
        ("Sunita Rao?", 0.95),
    ],
)
def test_an_answer_without_the_words_of_the_question_is_called_sure(question: str, most: float) -> None:
    assert bounded(0.95, question, [SUPPORT]) == most
