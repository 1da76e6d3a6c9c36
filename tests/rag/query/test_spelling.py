from __future__ import annotations

import pytest

from rag.query.spelling import respelled

PASSAGES = (
    "Alibaba will invest. Analysts at Citigroup like the plan, and Eddie Wu of Alibaba leads it, not Jack Ma.",
    "Prime ministers met in Paris. A prime number is odd.",
)


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("Why is Alibba risky?", "Why is Alibaba risky?"),
        ("why is alibba's plan risky?", "why is Alibaba's plan risky?"),
        ("what did Citygroup say about Alibabba?", "what did Citigroup say about Alibaba?"),
    ],
)
def test_a_misspelt_name_is_spelt_as_the_passages_do(question: str, found: str) -> None:
    assert respelled(question, PASSAGES) == found


@pytest.mark.parametrize(
    "question",
    [
        "Why is Alibaba risky?",
        "What is the share price?",  # "prime" is written small too, so it is no name
        "What happened in 1998?",
        "Whom does the plan back?",  # one letter away from "Jack", and a word of its own
        "",
    ],
)
def test_what_is_no_misspelt_name_is_left_alone(question: str) -> None:
    assert respelled(question, PASSAGES) is None


def test_without_passages_nothing_is_known_to_be_misspelt() -> None:
    assert respelled("Why is Alibba risky?", ()) is None
