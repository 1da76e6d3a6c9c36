"""Numbers and days of both languages, as cells hold them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from index.loaders import parse
from rag.tables.query.conditions import asked_number
from rag.tables.typed_tables import tables
from rag.tables.values import day, number, period, time, written_like

if TYPE_CHECKING:
    from rag.tables.types import Table


@pytest.mark.parametrize(
    ("text", "continental", "value", "unit"),
    [
        ("1,284,500.25", False, "1284500.25", ""),
        ("1.284.500,25", True, "1284500.25", ""),
        ("867.250,5", True, "867250.5", ""),
        ("71.980", True, "71980", ""),
        ("71.980", False, "71.980", ""),
        ("$6.50", False, "6.50", "$"),
        ("620 €", False, "620", "€"),
        ("-15", False, "-15", ""),
        ("12.5 kg", False, "12.5", "kg"),
        ("6.5", True, "6.5", ""),
    ],
)
def test_number_is_read_in_the_form_of_its_column(text: str, continental: bool, value: str, unit: str) -> None:
    assert number(text, continental=continental) == (Decimal(value), unit)


@pytest.mark.parametrize("text", ["F-01", "Lindenweg 4", "did not finish", "2025-01-11", "Q1", ""])
def test_what_is_no_number_is_none(text: str) -> None:
    assert number(text) is None


@pytest.mark.parametrize(
    "text", ["2016-02-03", "03.02.2016", "3. Februar 2016", "3 February 2016", "February 3, 2016", "3rd of Feb 2016"]
)
def test_day_is_read_in_the_forms_of_both_languages(text: str) -> None:
    assert day(text) == date(2016, 2, 3)


@pytest.mark.parametrize("text", ["31.02.2016", "2016-13-01", "Lindenweg 4", "4"])
def test_what_is_no_day_is_none(text: str) -> None:
    assert day(text) is None


def test_year_and_month_are_periods() -> None:
    assert period("2005") == (date(2005, 1, 1), date(2005, 12, 31))
    assert period("März 2024") == (date(2024, 3, 1), date(2024, 3, 31))
    assert period("December 2024") == (date(2024, 12, 1), date(2024, 12, 31))
    assert period("12") is None


def test_time_is_seconds() -> None:
    assert time("1:11:42") == 4302
    assert time("tomorrow") is None


@pytest.mark.parametrize(
    ("text", "value"), [("70.000", "70000"), ("70,000", "70000"), ("4.5", "4.5"), ("4,5", "4.5"), ("-20", "-20")]
)
def test_number_of_a_question_is_read_in_any_form(text: str, value: str) -> None:
    assert asked_number(text) == Decimal(value)


def typed(text: str) -> Table:
    document = parse(text.encode(), "table.csv")
    (table,) = tables([(document, 0, len(document.text))])
    return table


def kinds(text: str) -> list[str]:
    table = typed(text)
    return [column.kind for column in table.columns]


def test_columns_get_the_kind_of_their_cells() -> None:
    text = "Name,Born,Height (cm),Best time,Member no\nAda,1990-02-01,170,1:20:00,007\nBo,1991-03-04,165,,012\n"
    assert kinds(text) == ["text", "date", "number", "time", "text"]


def test_days_that_may_be_months_stay_text() -> None:
    assert kinds("Name,Since,Age\nAda,01/02/2020,30\nBo,03/04/2020,31\n")[1] == "text"
    assert kinds("Name,Since,Age\nAda,21/02/2020,30\nBo,03/04/2020,31\n")[1] == "date"


def test_full_stop_between_thousands_is_told_from_decimals_by_the_language() -> None:
    german = "Gebäude;Fläche;Zähler\nRathaus;71.980;Z-1\nSchule;12.450;Z-2\n"
    english = "Sample;Density;Code\nwater;71.980;Z-1\noil;12.450;Z-2\n"
    values = [typed(text).columns[1].values[0] for text in (german, english)]
    assert values == [Decimal(71980), Decimal("71.980")]


def test_row_that_adds_up_others_is_left_out() -> None:
    table = typed("Region,Units,Costs\nNorth,4,2\nSouth,6,3\nTotal,10,5\n")
    assert table.columns[0].cells == ("North", "South")


def test_a_number_is_not_written_in_the_form_of_the_cells() -> None:
    assert written_like(Decimal("-1234.5"), ("CHF 1'000.00",), "CHF") == "-CHF 1'234.50"
    assert written_like(Decimal("1234.5"), ("1 000,25 kr",), "kr", continental=True) == "1 234,50 kr"
    assert written_like(Decimal(10) / 3, ("3", "4"), "kg") == "3.33 kg"
    assert written_like(Decimal("0.5"), ("1", "2"), "") == "0.5"
    assert written_like(Decimal(1200), ("12", "n/a"), "£") == "£1,200"
    assert written_like(Decimal(1200), (), "") == "1,200"
