"""Which column a question means: one that only speaks of another, one of persons, one that groups are made by."""

from __future__ import annotations

import pytest

from tests.rag.tables.questions import asked, told

STAYS = """Booking,Guest,Room,Arrival,Nights,Rate per night
B-1,Ida Lund,Loft,2024-01-05,3,140
B-2,Omar Haddad,Attic,2024-02-09,7,85
B-3,Ida Lund,Attic,2024-03-14,1,85
B-4,Rosa Quint,Loft,2024-03-20,5,140
B-5,Ida Lund,Loft,2024-04-02,4,150
"""


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("How many nights did Ida Lund book in total?", 8),  # and no rates are added to them
        ("How many nights do all bookings have together?", 20),
        ("Which guest stays the longest?", "7"),
        ("Which guest has the most bookings?", 3),
        ("Which room has the most bookings?", 3),
        ("What is the lowest rate per night?", "85"),
    ],
)
def test_a_column_is_taken_for_another_that_only_speaks_of_it(question: str, value: float | str) -> None:
    verdict = asked(question, STAYS)
    assert verdict is not None
    assert verdict.computed is not None
    assert verdict.computed.value == value


def test_the_most_rows_of_a_group_are_not_told_where_two_groups_have_as_many() -> None:
    assert asked("Which room has the most bookings?", STAYS.replace("B-5,Ida Lund,Loft", "B-5,Ida Lund,Barn")) is None


def test_who_is_looked_for_in_the_column_whose_cells_are_persons() -> None:
    assert told("Who arrives after 1 March 2024?", STAYS) == ["B-3", "B-4", "B-5"]
    parks = "Park,Trees,Opened\nElm Hill,40,2004-01-05\nMill Green,31,2011-03-04\n"
    assert told("Who opened after 2005?", parks) == []
    assert told("How much does the Attic cost per night?", STAYS) == ["B-2", "B-3"]


def test_what_is_paid_a_night_is_told_as_what_somebody_paid() -> None:
    assert told("How much did Omar Haddad pay?", STAYS) == []
    assert told("What does the Loft cost?", STAYS) == ["B-1", "B-4", "B-5"]


def test_who_has_the_most_is_told_by_a_column_that_the_question_does_not_name() -> None:
    tools = "Tool,Borrower\nDrill,Nora Lind\nSander,\nTrimmer,Sam Okoro\nLadder,Nora Lind\n"
    assert told("Who has the most tools?", tools) == ["Drill", "Ladder"]
    verdict = asked("Who booked the most nights?", STAYS)
    assert verdict is not None
    assert verdict.computed is not None
    assert (verdict.computed.value, verdict.computed.column) == (8, "sum of Nights by Guest")
