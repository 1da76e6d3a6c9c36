from __future__ import annotations

import pytest

from index.loaders import parse
from index.loaders.tables import lines

HOLIDAYS = [["Years", "Holidays", "Notice"], ["0-2", "28", "1 month"], ["3-5", "30", "2 months"]]


def html(rows: list[list[str]], cell: str = "td", first: str = "td") -> bytes:
    tags = [first, *[cell] * (len(rows) - 1)]
    marked = (
        "<tr>" + "".join(f"<{tag}>{text}</{tag}>" for text in row) + "</tr>"
        for tag, row in zip(tags, rows, strict=True)
    )
    return f"<table><tbody>{''.join(marked)}</tbody></table>".encode()


@pytest.mark.parametrize("headed", [True, False])
def test_each_row_names_its_columns(headed: bool) -> None:
    assert lines(HOLIDAYS, headed=headed) == [
        "Years: 0-2; Holidays: 28; Notice: 1 month",
        "Years: 3-5; Holidays: 30; Notice: 2 months",
    ]


def test_a_table_that_does_not_say_so_has_names_only_above_a_column_of_numbers() -> None:
    words = [["Fault", "Cause", "Remedy"], ["No light", "Bulb", "Change it"]]
    assert lines(words, headed=False) == ["Fault | Cause | Remedy", "No light | Bulb | Change it"]
    assert lines(words, headed=True) == ["Fault: No light; Cause: Bulb; Remedy: Change it"]
    form = [["Weight", "4.1 kg"], ["Pressure", "15 bar"]]
    assert lines(form, headed=False) == ["Weight | 4.1 kg", "Pressure | 15 bar"]
    numbers = [["1", "2", "3"], ["4", "5", "6"]]
    assert lines(numbers, headed=False) == ["1 | 2 | 3", "4 | 5 | 6"]


def test_a_row_of_another_length_is_told_as_it_is_and_an_empty_cell_is_left_out() -> None:
    rows = [["", "2019:", "2020"], ["Sales", "5", ""], ["all in millions"]]
    assert lines(rows, headed=True) == ["Sales; 2019: 5", "all in millions"]
    assert lines([["Ship", "Year"]], headed=True) == ["Ship | Year"]
    assert lines([], headed=True) == []


def test_what_stands_above_several_columns_or_above_none_is_a_row_like_others() -> None:
    nameless = [["", ""], ["Name", "Tom"], ["Role", "Sales"]]
    assert lines(nameless, headed=True) == ["Name | Tom", "Role | Sales"]
    staff = [["Tom", "Sales", "Berlin"], ["Ann", "Support", "Paris"]]
    told = ["Tom | Sales | Berlin", "Ann | Support | Paris"]
    assert lines([["Staff 2024"], *staff], headed=True) == ["Staff 2024", *told]
    assert lines([["Staff 2024", "", ""], *staff], headed=True) == ["Staff 2024", *told]


def test_cells_with_a_number_in_them_are_no_column_of_numbers() -> None:
    staff = [["Tom Okafor", "Sales", "on leave"], ["Ann Lee", "Support", "Room 12"]]
    assert lines([*staff, ["Ida", "Sales", "Room 3"]], headed=False)[0] == "Tom Okafor | Sales | on leave"
    assert lines([["Tom", "Sales", "Berlin"], ["Ann", "Support", "12"]], headed=False)[0] == "Tom | Sales | Berlin"


def test_a_web_page_says_which_row_names_the_columns() -> None:
    words = [["Fault", "Cause"], ["No<br>light", "<ul><li>Bulb</li></ul>"], ["Heat", ""]]
    assert parse(html(words, first="th"), "a.html").text == "Fault: No light; Cause: Bulb\nFault: Heat"
    assert parse(html(words), "a.html").text == "Fault | Cause\nNo light | Bulb\nHeat"


def test_an_empty_row_names_nothing_and_no_reference_is_a_cell() -> None:
    page = b"<table><tr></tr><tr><td>Tom</td><td>Sal&#2;es</td></tr><tr><td>Ann</td><td>&#27;Help</td></tr></table>"
    assert parse(page, "a.html").text == "Tom | Sales\nAnn | Help"


def test_tables_within_tables_are_read_one_after_the_other() -> None:
    page = "<table><tr><td>Left</td><td>" + html(HOLIDAYS, first="th").decode() + "</td></tr></table><p>After."
    assert parse(page.encode(), "a.html").text == (
        "Left\n\nYears: 0-2; Holidays: 28; Notice: 1 month\nYears: 3-5; Holidays: 30; Notice: 2 months\n\nAfter."
    )
