"""Days, numbers, yes and no out of quotes."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from rag.extraction.types import Cell, CellState
from rag.extraction.values import typed

if TYPE_CHECKING:
    from rag.extraction.types import CellValue, ColumnKind


def parsed(kind: ColumnKind, *texts: str) -> list[CellValue]:
    return [cell.value for cell in typed(kind, [Cell(CellState.QUOTE, text) for text in texts])]


def test_a_day_is_parsed_wrongly_or_a_failure_unmarked() -> None:
    texts = ("On 3 May 2024 it fell.", "12/17/2007, 1045 UTC", "12/08/2007, 1630 CST", "2021-11-09", "February 20")
    expected = [date(2024, 5, 3), date(2007, 12, 17), date(2007, 12, 8), date(2021, 11, 9), None]
    assert parsed("date", *texts) == expected
    cells = typed("date", [Cell(CellState.QUOTE, "February 20"), Cell(CellState.EMPTY)])
    assert [cell.is_unparsed for cell in cells] == [True, False]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("EUR 4,200", 4200),
        ("about 2.5 million euros", 2_500_000),
        ("-5 degrees", -5),
        ("three passengers, slightly", 3),
        ("none", 0),
        ("approx. 3,400 EUR (two parked cars)", 3400),
        ("some", None),
    ],
)
def test_a_number_is_parsed_wrongly(text: str, number: float | None) -> None:
    assert parsed("number", text) == [number]


def test_a_number_of_german_is_read_as_an_english_one() -> None:
    assert parsed("number", "1.284,50 EUR", "2.000 EUR") == [1284.5, 2000]


@pytest.mark.parametrize(
    ("text", "is_so"),
    [
        ("Yes, one", True),
        ("1 Fatal", True),
        ("nobody", False),
        ("1 None", False),
        ("was not hurt", False),
        ("0", False),
    ],
)
def test_yes_is_taken_for_no(text: str, is_so: bool) -> None:
    assert parsed("yes/no", text) == [is_so]
