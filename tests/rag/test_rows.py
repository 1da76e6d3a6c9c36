from __future__ import annotations

import pytest

from index import Chunk
from rag import rows
from rag.evidence import Support

STAFF = (
    "Name: Ada Byron; Position: Sales Manager; Phone: 101\n"
    "Name: Joe Okafor; Position: Engineer; Phone: 102\n"
    "Name: Eva Lind; Position: Engineer; Phone: 103"
)
FORM = "Date: 14 May\n\nDue date: 13 June\nTotal 6,725.00\nPlease pay soon.\n- 2 lamps\n- 3 bulbs"


def supports(text: str, score: float = 0.5) -> list[Support]:
    chunk, found, at = Chunk("a.csv", "f", 0, 10, 10 + len(text), (), text), [], 10
    for line in text.split("\n"):
        found.append(Support(chunk, at, at + len(line), score, None))
        at += len(line) + 1
    return [support for support in found if support.quote]


def scores(question: str, text: str) -> dict[str, float]:
    return {support.quote: support.score for support in rows.weighed(question, supports(text))}


def test_a_row_keeps_as_much_of_its_score_as_it_has_of_the_words_asked_for() -> None:
    found = scores("Who is the sales manager?", STAFF)
    assert list(found) == STAFF.split("\n")
    assert [round(score, 2) for score in found.values()] == [0.5, 0.25, 0.25]


def test_the_name_of_a_column_says_less_than_a_cell() -> None:
    ada, joe, _ = scores("What is Ada's phone?", STAFF).values()
    assert ada == pytest.approx(0.5)
    assert 0.25 < joe < 0.35


def test_rows_that_hold_the_same_words_stay_together() -> None:
    found = scores("List the engineers", STAFF)
    assert found[STAFF.split("\n")[1]] == found[STAFF.split("\n")[2]] > found[STAFF.split("\n", maxsplit=1)[0]]


def test_the_row_that_is_asked_for_comes_first() -> None:
    weighed = rows.weighed("When is the payment due?", [each for each in supports(FORM) if rows.is_row(each)])
    assert [each.quote for each in weighed] == ["Due date: 13 June", "Date: 14 May", "Total 6,725.00"]


def test_sentences_and_items_of_lists_are_no_rows() -> None:
    assert [each.quote for each in supports(FORM) if not rows.is_row(each)] == [
        "Please pay soon.",
        "- 2 lamps",
        "- 3 bulbs",
    ]
    assert scores("When is it due?", FORM)["Please pay soon."] == 0.5


def test_a_long_line_without_marks_is_prose_whose_end_is_missing() -> None:
    prose = "Pam gives him a picture of the staff that leaves her out because she took it herself when he"
    (support,) = supports(prose)
    assert not rows.is_row(support)
    assert rows.is_row(supports(f"Farewell: {prose}")[0])
