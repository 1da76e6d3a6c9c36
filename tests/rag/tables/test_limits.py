from __future__ import annotations

import pytest

from rag.tables.query.limits import limits, without_limits


@pytest.mark.parametrize(
    ("question", "text", "met"),
    [
        ("Which mills opened after 1990?", "The mill in Orme opened in 1994.", True),
        ("Which mills opened after 1990?", "The mill in Tay opened in 1990 and closed in 2001.", True),
        ("Which mills opened after 1990?", "The mill in Dunn opened in 1962.", False),
        ("Which mills opened after 1990?", "It grinds 1994 sacks a year.", None),  # a number, no year
        ("Which mills opened before 1990?", "Opened: 1962", True),
        ("Which mills have more than 20 workers?", "It has 31 workers and 4 stones.", True),
        ("Which mills have more than 20 workers?", "It has 12 workers and 40 stones.", False),
        ("Which mills have more than 20 workers?", "It has 40 stones.", None),
        ("Which mills lie between 5 and 9 km from the sea?", "It lies 7 km from the sea.", True),
    ],
)
def test_a_statement_lies_within_a_limit_by_its_own_year_or_number(question: str, text: str, met: bool | None) -> None:
    (limit,) = limits(question)
    assert limit.met_by(text) is met


def test_a_question_is_read_without_its_limits() -> None:
    assert without_limits("Which mills opened after 1990?") == "Which mills opened?"
    assert limits("Which mills opened?") == ()
