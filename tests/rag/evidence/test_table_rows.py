from __future__ import annotations

import pytest

from index import Chunk
from index.loaders import parse
from rag.evidence import table_rows
from rag.steps import Support

STAFF = "Name,Position,Phone\nAda Byron,Sales Manager,101\nJoe Okafor,Engineer,102\nEva Lind,Engineer,103"
ROWS = ["Ada Byron | Sales Manager | 101", "Joe Okafor | Engineer | 102", "Eva Lind | Engineer | 103"]
FORM = "Date: 14 May\n\nDue date: 13 June\n\nTotal 6,725.00\n\nPlease pay soon.\n\n- 2 lamps\n- 3 bulbs"


def supports(text: str, score: float = 0.5) -> list[Support]:
    document = parse(text.encode(), "a.csv" if "," in text.split("\n", maxsplit=1)[0] else "a.md")
    chunk = Chunk("a.csv", "f", 0, 0, len(document.text), (), document.text)
    return [
        Support(
            chunk, block.start, block.end, score, None, (), block.kind, document.labelled(block.start, block.end).text
        )
        for block in document.blocks
        if block.kind != "table_header"
    ]


def scores(question: str, text: str) -> dict[str, float]:
    return {support.quote: support.score for support, _ in table_rows.weighed(question, supports(text))}


def test_a_row_keeps_as_much_of_its_score_as_it_has_of_the_words_asked_for() -> None:
    found = scores("Who is the sales manager?", STAFF)
    assert list(found) == ROWS
    assert [round(score, 2) for score in found.values()] == [0.5, 0.25, 0.25]
    weighed = table_rows.weighed("Who is the sales manager?", supports(STAFF))
    assert [factor for _, factor in weighed] == [1.0, 0.5, 0.5]


def test_the_name_of_a_column_says_less_than_a_cell() -> None:
    ada, joe, _ = scores("What is Ada's phone?", STAFF).values()
    assert ada == pytest.approx(0.5)
    assert 0.25 < joe < 0.35


def test_rows_that_hold_the_same_words_stay_together() -> None:
    found = scores("List the engineers", STAFF)
    assert found[ROWS[1]] == found[ROWS[2]] > found[ROWS[0]]


def test_the_row_that_is_asked_for_comes_first() -> None:
    weighed = table_rows.weighed(
        "When is the payment due?", [each for each in supports(FORM) if table_rows.is_row(each)]
    )
    assert [each.quote for each, _ in weighed] == ["Due date: 13 June", "Date: 14 May", "Total 6,725.00"]


def test_sentences_and_items_of_lists_are_no_rows() -> None:
    assert [each.quote for each in supports(FORM) if not table_rows.is_row(each)] == [
        "Please pay soon.",
        "- 2 lamps",
        "- 3 bulbs",
    ]
    assert scores("When is it due?", FORM)["Please pay soon."] == 0.5


def test_a_long_line_without_marks_is_prose_whose_end_is_missing() -> None:
    prose = "Pam gives him a picture of the staff that leaves her out because she took it herself when he"
    (support,) = supports(prose)
    assert not table_rows.is_row(support)
    assert table_rows.is_row(supports("Farewell: Friday at noon")[0])
