"""Sentences that speak of what a column asks for, and sentences about another thing."""

from __future__ import annotations

import pytest

from index import Chunk
from rag.extraction.columns import column
from rag.extraction.relevance import asks_twice, may_fill, speaks_of
from rag.steps import Support


def sentence(text: str, *headings: str, before: str = "") -> Support:
    return Support(Chunk("a.txt", "", 0, 0, len(text), (), text), 0, len(text), 0.5, None, headings, before=before)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("deposit", "A deposit of 300 euros was paid."),
        ("Was anybody injured?", "Nobody was hurt."),
        ("probable cause", "The crane fell because the ground was soft."),
        ("Why did it fall?", "The ground was soft, which led to the fall."),
        ("How much was the damage?", "The repair cost 900 euros."),
        ("place", "The crane fell in Kiel."),
        ("date", "It fell on 3 May 2024."),
        ("Who reported it?", "The report is by Ada Berg."),
        ("Is it extended automatically?", "The contract is extended by one year."),
    ],
)
def test_a_sentence_about_the_column_counts_as_one_about_another_thing(name: str, text: str) -> None:
    assert speaks_of(column(name), sentence(text))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("How much was the damage?", "The outage lasted five hours."),
        ("Was anybody injured?", "The lock had been cut with a grinder."),
        ("probable cause", "The keeper took the swarm away in the evening."),
        ("deposit", "The fee is 96 euros for ten evenings."),
        ("How much money is in the bank?", "Tools cost us 120 euros a year."),
        ("court", "Boats may only be taken out after the test."),
    ],
)
def test_a_sentence_about_another_thing_fills_a_cell(name: str, text: str) -> None:
    assert not speaks_of(column(name), sentence(text))


def test_a_heading_or_the_sentence_before_says_in_vain_what_it_is_about() -> None:
    assert speaks_of(column("probable cause"), sentence("The sensor was connected the wrong way round.", "Why"))
    assert speaks_of(column("deposit"), sentence("It is paid on the first day.", before="There is a deposit."))


def test_a_column_that_asks_two_things_is_answered_by_a_word() -> None:
    assert asks_twice(column("Who may terminate, and with what notice?"))
    assert not asks_twice(column("Who pays for heat and water?"))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Who is the treasurer?", "Income was 41,200 euros and spending 38,900 euros."),
        ("When is the next meeting?", "The meeting was on Sunday 21 April 2024."),
        ("When is the next meeting?", "Five days may be carried into the next year; they lapse on 31 March."),
    ],
)
def test_a_sentence_that_names_nobody_or_another_time_fills_a_cell(name: str, text: str) -> None:
    assert not may_fill(column(name), sentence(text))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Who is the treasurer?", "Dev Patel proposed to raise the fee."),
        ("Who may terminate?", "Either side may terminate."),
        ("When is the next meeting?", "The next one is on 4 March."),
        ("When does the next year begin?", "The next year begins in May."),
        ("date", "It fell on 3 May 2024."),
    ],
)
def test_a_sentence_that_names_somebody_or_chooses_fills_no_cell(name: str, text: str) -> None:
    assert may_fill(column(name), sentence(text))
