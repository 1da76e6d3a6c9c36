"""Questions over rows that are easily misread: each must be understood, or left to passages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from index.loaders import parse
from rag.tables.answering import answer
from rag.tables.typed_tables import tables

if TYPE_CHECKING:
    from rag.steps import Verdict

TEAM = """Name,Role,Manager,Joined,Phone,Desk
Ines Duarte,Head of Servers,,2012-02-01,710,3
Olaf Brun,Mail Server Admin,Ines Duarte,2018-07-09,711,3
Mina Saleh,Database Admin,Ines Duarte,2021-10-04,,5
Greg Tull,Trainee,Olaf Brun,2024-01-15,713,5
"""
ORDERS = """Order,Client,Item,Quantity,Unit price,Delivery date,Paid
501,Bistro Nil,Oat loaf,30,2.20,2025-04-02,yes
502,Bistro Nil,Seed roll,80,0.90,2025-04-02,no
503,Harbour Inn,Oat loaf,15,2.20,2025-04-07,no
504,Harbour Inn,Plum tart,40,3.10,2025-05-03,yes
"""
CLINIC = """Date,Patient,Species,Owner,Fee
2025-02-03,Hazel,Goat,Una Berg,40.00
2025-02-10,Hazel,Goat,Una Berg,55.00
2025-02-12,Moss,Goat,Ivar Lind,40.00
2025-02-20,Fern,Horse,Ivar Lind,90.00
"""
BUSES = """Bus,Departs,Arrives,Bay,Wheelchairs
N1,06:05,07:30,4,yes
N2,09:15,10:20,2,no
N3,14:40,16:10,4,yes
"""
CLIMATE = """Station,Highest temperature,Lowest temperature,Rain (mm)
Gull Rock,24.1,6.0,310
Dry Fell,29.5,-2.5,120
"""


def asked(question: str, text: str, name: str) -> Verdict | None:
    document = parse(text.encode(), name)
    return answer(question, tables([(document, 0, len(document.text))]))


def told(question: str, text: str, name: str) -> list[str]:
    verdict = asked(question, text, name)
    return [] if verdict is None else [support.quote.split(" | ")[0] for support in verdict.supports]


@pytest.mark.parametrize(
    "question",
    [
        "Who does she report to?",  # nobody is named
        "What is his phone number?",
        "Who works with Olaf Brun?",  # he himself is no answer
        "Who is the oldest?",  # a first day at work is no birthday
    ],
)
def test_somebody_who_is_not_named_is_not_guessed(question: str) -> None:
    assert told(question, TEAM, "team.csv") == []


@pytest.mark.parametrize(
    ("question", "rows"),
    [
        ("Who manages Greg Tull?", ["Greg Tull"]),  # his row, not that of whom he manages
        ("Who does Olaf Brun manage?", ["Greg Tull"]),
        ("Who does Olaf Brun report to?", ["Olaf Brun"]),
        ("Who reports to Olaf Brun?", ["Greg Tull"]),
        ("Which people have the manager Ines Duarte?", ["Olaf Brun", "Mina Saleh"]),
    ],
)
def test_who_leads_and_who_is_led_are_told_apart(question: str, rows: list[str]) -> None:
    assert told(question, TEAM, "team.csv") == rows


def test_word_for_all_rows_is_no_part_of_a_cell() -> None:
    servers = "Host,System,Disk\natlas,Debian 12,4\ndione,Windows Server 2022,2\nceres,Debian 12,8\n"

    assert told("Which server has the biggest disk?", servers, "servers.csv") == ["ceres"]
    assert told("How many servers run Debian 12?", servers, "servers.csv") == ["atlas", "ceres"]


def test_empty_cell_is_shown_as_the_closest_statement_and_no_answer() -> None:
    verdict = asked("What is Mina Saleh's phone?", TEAM, "team.csv")

    assert verdict is not None
    assert not verdict.supports
    assert [support.quote.split(" | ")[0] for support in verdict.closest] == ["Mina Saleh"]
    assert verdict.confidence < 0.5


@pytest.mark.parametrize(
    ("question", "rows"),
    [
        ("What is delivered on 2 April 2025?", ["501", "502"]),
        ("What is delivered in April 2025?", ["501", "502", "503"]),
        ("What is the largest order?", ["502"]),  # by quantity: the number of an order says no size
        ("Which orders were paid before 5 April 2025?", []),  # the day is that of the delivery
    ],
)
def test_days_and_sizes_are_those_of_their_columns(question: str, rows: list[str]) -> None:
    assert told(question, ORDERS, "orders.csv") == rows


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("How many oat loaves were ordered altogether?", 45),  # the plural of "loaf"
        ("How many more seed rolls than plum tarts were ordered?", None),
    ],
)
def test_what_is_counted_are_pieces_and_not_rows(question: str, value: int | None) -> None:
    verdict = asked(question, ORDERS, "orders.csv")

    assert (verdict and verdict.computed and verdict.computed.value) == value


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("How much did Una Berg pay in total?", 95),
        ("How many goats were there?", None),  # three rows, but two goats
        ("How many patients does Una Berg have?", 1),
        ("Which species has the highest average fee?", None),  # no average of each species is computed
    ],
)
def test_visits_are_not_taken_for_animals(question: str, value: int | None) -> None:
    verdict = asked(question, CLINIC, "clinic.csv")

    assert (verdict and verdict.computed and verdict.computed.value) == value


@pytest.mark.parametrize(
    ("question", "rows"),
    [
        ("buses leaving after 09:00", ["N2", "N3"]),
        ("Which buses arrive before 10:00?", ["N1"]),
        ("What is the first bus?", ["N1"]),
        ("How many bays are there?", []),  # numbers of bays cannot be added
        ("Which buses are out of service?", []),
    ],
)
def test_times_are_compared_and_labels_not_added(question: str, rows: list[str]) -> None:
    assert told(question, BUSES, "buses.csv") == rows


@pytest.mark.parametrize(
    ("question", "rows"),
    [
        ("Which station was the coldest?", ["Dry Fell"]),
        ("Which station was the hottest?", ["Dry Fell"]),
        ("What is the temperature at Gull Rock?", []),  # the highest or the lowest?
        ("How much rain fell altogether?", []),  # "fell" is no station
    ],
)
def test_extremes_are_of_the_right_column(question: str, rows: list[str]) -> None:
    assert told(question, CLIMATE, "climate.csv") == rows
