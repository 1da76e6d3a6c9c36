from __future__ import annotations

import pytest

from index.loaders import parse
from index.loaders.content.tables import grid, write_table
from index.loaders.content.writer import Cell, Writer
from index.types.blocks import labelled
from tests import laws

HOLIDAYS = [["Years", "Holidays", "Notice"], ["0-2", "28", "1 month"], ["3-5", "30", "2 months"]]


def lines(rows: list[list[str]], *, headed: int) -> list[str]:
    """Return the rows of a table as models read them."""
    writer = Writer()
    write_table(writer, [[Cell(text) for text in row] for row in rows], headed=headed)
    content = writer.content("")
    read = labelled(content.text, content.blocks, 0, len(content.text)).text
    return read.split("\n") if read else []


def html(rows: list[list[str]], cell: str = "td", first: str = "td") -> bytes:
    tags = [first, *[cell] * (len(rows) - 1)]
    marked = (
        "<tr>" + "".join(f"<{tag}>{text}</{tag}>" for text in row) + "</tr>"
        for tag, row in zip(tags, rows, strict=True)
    )
    return f"<table><tbody>{''.join(marked)}</tbody></table>".encode()


def read(data: bytes | str, source: str = "a.html") -> str:
    document = parse(data.encode() if isinstance(data, str) else data, source)
    laws.check(document)
    return document.labelled(0, len(document.text)).text


@pytest.mark.parametrize("headed", [1, 0])
def test_each_row_is_read_with_the_names_of_its_columns(headed: int) -> None:
    assert lines(HOLIDAYS, headed=headed) == [
        "Years: 0-2; Holidays: 28; Notice: 1 month",
        "Years: 3-5; Holidays: 30; Notice: 2 months",
    ]


def test_a_table_that_does_not_say_so_has_names_only_above_a_column_of_numbers() -> None:
    words = [["Fault", "Cause", "Remedy"], ["No light", "Bulb", "Change it"]]
    assert lines(words, headed=0) == ["Fault | Cause | Remedy", "No light | Bulb | Change it"]
    assert lines(words, headed=1) == ["Fault: No light; Cause: Bulb; Remedy: Change it"]
    form = [["Weight", "4.1 kg"], ["Pressure", "15 bar"]]
    assert lines(form, headed=0) == ["Weight | 4.1 kg", "Pressure | 15 bar"]
    numbers = [["1", "2", "3"], ["4", "5", "6"]]
    assert lines(numbers, headed=0) == ["1 | 2 | 3", "4 | 5 | 6"]


def test_a_row_of_another_length_is_told_as_it_is_and_an_empty_cell_is_left_out() -> None:
    rows = [["", "2019:", "2020"], ["Sales", "5", ""], ["all in millions"]]
    assert lines(rows, headed=1) == ["Sales; 2019: 5", "all in millions"]
    assert lines([["Ship", "Year"]], headed=1) == ["Ship | Year"]
    assert lines([], headed=1) == []


def test_what_stands_above_all_columns_or_above_none_names_nothing() -> None:
    nameless = [["", ""], ["Name", "Tom"], ["Role", "Sales"]]
    assert lines(nameless, headed=1) == ["Name | Tom", "Role | Sales"]
    staff = [["Tom", "Sales", "Berlin"], ["Ann", "Support", "Paris"]]
    told = ["Tom | Sales | Berlin", "Ann | Support | Paris"]
    assert lines([["Staff 2024"], *staff], headed=1) == ["Staff 2024", *told]
    assert lines([["Staff 2024", "", ""], *staff], headed=1) == ["Staff 2024", *told]


def test_cells_with_a_number_in_them_are_no_column_of_numbers() -> None:
    staff = [["Tom Okafor", "Sales", "on leave"], ["Ann Lee", "Support", "Room 12"]]
    assert lines([*staff, ["Ida", "Sales", "Room 3"]], headed=0)[0] == "Tom Okafor | Sales | on leave"
    assert lines([["Tom", "Sales", "Berlin"], ["Ann", "Support", "12"]], headed=0)[0] == "Tom | Sales | Berlin"


def test_a_web_page_says_which_row_names_the_columns() -> None:
    words = [["Fault", "Cause"], ["No<br>light", "<ul><li>Bulb</li></ul>"], ["Heat", ""]]
    assert read(html(words, first="th")) == "Fault: No light; Cause: Bulb\nFault: Heat"
    assert parse(html(words, first="th"), "a.html").text == "Fault | Cause\nNo light | Bulb\nHeat"
    assert read(html(words)) == "Fault | Cause\nNo light | Bulb\nHeat"


def test_an_empty_row_names_nothing_and_no_reference_is_a_cell() -> None:
    page = b"<table><tr></tr><tr><td>Tom</td><td>Sal&#2;es</td></tr><tr><td>Ann</td><td>&#27;Help</td></tr></table>"
    assert read(page) == "Tom | Sales\nAnn | Help"


def test_tables_within_tables_are_read_one_after_the_other() -> None:
    page = "<table><tr><td>Left</td><td>" + html(HOLIDAYS, first="th").decode() + "</td></tr></table><p>After."
    assert read(page) == (
        "Left\n\nYears: 0-2; Holidays: 28; Notice: 1 month\nYears: 3-5; Holidays: 30; Notice: 2 months\n\nAfter."
    )


def test_a_cell_over_several_rows_belongs_to_each() -> None:
    page = (
        "<table><tr><th>Line</th><th>Stop</th><th>Time</th></tr>"
        "<tr><td rowspan=2>Red</td><td>Quay</td><td>8:10</td></tr><tr><td>Mill</td><td>8:15</td></tr>"
        "<tr><td rowspan=2>Blue</td><td>Dock</td><td rowspan=2>9:00</td></tr><tr><td>Fort</td></tr></table>"
    )
    assert read(page).split("\n") == [
        "Line: Red; Stop: Quay; Time: 8:10",
        "Line: Red; Stop: Mill; Time: 8:15",
        "Line: Blue; Stop: Dock; Time: 9:00",
        "Line: Blue; Stop: Fort; Time: 9:00",
    ]


def test_a_name_over_several_columns_belongs_to_each_and_so_does_a_cell() -> None:
    page = (
        "<table><caption>Yields</caption><thead><tr><td rowspan=2>Field</td><td colspan=2>2023</td><td>2024</td></tr>"
        "<tr><td>Rye</td><td>Oats</td><td>Rye</td></tr></thead>"
        "<tr><td>East</td><td>4</td><td>7</td><td>5</td></tr><tr><td>West</td><td colspan=3>fallow</td></tr></table>"
    )
    assert read(page).split("\n") == [
        "Yields",
        "",
        "Field: East; 2023 Rye: 4; 2023 Oats: 7; 2024 Rye: 5",
        "Field: West; 2023 Rye/2023 Oats/2024 Rye: fallow",
    ]


def test_cells_that_say_they_are_huge_take_no_memory() -> None:
    wide = [[Cell("x", columns=10**9, rows=10**9)], [Cell("y")]]
    assert max(map(len, grid(wide))) < 2_500


def test_a_term_is_read_with_its_definition() -> None:
    page = "<dl><dt>Keel</dt><dd>The lowest timber</dd><dt>Luff:</dt><dd><p>To turn</p><p>into the wind.</p></dd></dl>"
    page += "<p>End."
    assert read(page) == "Keel: The lowest timber\nLuff: To turn\n\ninto the wind.\n\nEnd."
    keel, luff, *_ = parse(page.encode(), "a.html").blocks
    assert (keel.kind, keel.columns, luff.columns) == ("form_field", ("Keel",), ("Luff",))


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        ("<dt>Fee<dd>Paid in May.<dd>Returned in June.", "Fee: Paid in May.\nFee: Returned in June."),
        ("<dt>Berth</dt><dt>Mooring</dt><dd>A place for a boat.", "Berth, Mooring: A place for a boat."),
        ("<dt>Fees<dd><ul><li>Members 10<li>Guests 15</ul>", "Fees\n\n- Members 10\n- Guests 15"),
        ("<dt>None<dd><dt>Keel<dd>A timber<dd><dt>Luff<dd>To turn", "None\n\nKeel: A timber\nLuff: To turn"),
    ],
)
def test_a_definition_is_never_read_with_another_term_than_its_own(inner: str, text: str) -> None:
    assert read(f"<dl>{inner}</dl>") == text


def test_lists_have_the_numbers_that_the_page_shows() -> None:
    page = "<ol type=a start=3><li>Cork<li>Drum</ol><ol><li value=7>Seven<li>Eight<ul><li>deep</ul></ol>"
    document = parse(page.encode(), "a.html")
    assert [(block.number, block.level) for block in document.blocks] == [
        ("c.", 1), ("d.", 1), ("7.", 1), ("8.", 1), ("", 2),
    ]  # fmt: skip
    assert document.text.startswith("c. Cork\nd. Drum")


def test_a_first_row_in_bold_and_a_name_over_several_columns_are_taken_for_a_record() -> None:
    rows = [["Cook", "Ida <b>Berg</b>"], ["Mate", "Per"]]
    bold = html([["<b>Role</b>", "<strong>Person</strong>"], *rows])
    assert read(bold) == "Role: Cook; Person: Ida Berg\nRole: Mate; Person: Per"
    labels = [["<b>Name</b>", "Tern"], ["<b>Built</b>", "in Oban"]]
    assert read(html(labels)) == "Name | Tern\nBuilt | in Oban"
    all_bold = [[f"<b>{cell}</b>" for cell in row] for row in (["Cook", "Ida"], ["Mate", "Per"])]
    assert read(html(all_bold)) == "Cook | Ida\nMate | Per"
    honey = "<tr><td>Hive</td><td colspan=2>Honey</td></tr><tr><td></td><td>May</td><td>July</td></tr>"
    honey += "<tr><td>Apple</td><td>4 kg</td><td>11 kg</td></tr><tr><td>Pear</td><td colspan=2>none</td></tr>"
    assert read(f"<table>{honey}</table>") == (
        "Hive: Apple; Honey May: 4 kg; Honey July: 11 kg\nHive: Pear; Honey May/Honey July: none"
    )
    hours = "<tr><td>Day</td><td colspan=2>shut</td></tr><tr><td>Mon</td><td>long</td><td>late</td></tr>"
    assert read(f"<table>{hours}<tr><td>Tue</td><td>long</td><td>late</td></tr></table>").startswith("Day | shut\n")


def test_one_column_without_a_name_takes_the_names_of_all() -> None:
    rows = [["Shelf", "Load", ""], ["top", "4 kg", "x"], ["bottom", "9 kg", ""]]
    assert lines(rows, headed=1) == ["Shelf: top; Load: 4 kg; x", "Shelf: bottom; Load: 9 kg"]


def test_numbers_with_units_are_a_column_of_numbers() -> None:
    rooms = [["Room", "Use", "Area"], ["Loft", "store", "12 m²"], ["Hall", "dance", "40 m²"]]
    assert lines(rooms, headed=0)[0] == "Room: Loft; Use: store; Area: 12 m²"
