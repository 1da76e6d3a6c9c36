from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import DocumentError
from index.loaders import parse
from tests import laws

CELL = st.text("abcÄ1 .", min_size=1, max_size=8).filter(lambda text: text == " ".join(text.split()))


def read(data: str) -> list[str]:
    """Return the lines of a file as models read them."""
    document = parse(data.encode(), "a.csv")
    laws.check(document)
    return document.labelled(0, len(document.text)).text.split("\n")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_a_row_holds_the_cells_of_the_file_and_is_read_with_the_names_of_its_columns(delimiter: str) -> None:
    rows = ["ship|year lost|master", 'Marigold|1911|"Okafor|J."', "Nadir||Byron"]
    document = parse("\n".join(rows).replace("|", delimiter).encode(), "ships.csv")
    master = f"Okafor{delimiter.replace(chr(9), ' ')}J."
    assert document.text == f"ship | year lost | master\nMarigold | 1911 | {master}\nNadir |  | Byron"
    assert document.labelled(0, len(document.text)).text == (
        f"ship: Marigold; year lost: 1911; master: {master}\nship: Nadir; master: Byron"
    )
    header, first, second = document.blocks
    assert (header.kind, first.kind, second.kind) == ("table_header", "table_row", "table_row")
    assert first.columns == ("ship", "year lost", "master")
    assert [document.text[low:high] for low, high in second.cells] == ["Nadir", "", "Byron"]
    assert {block.table for block in document.blocks} == {0}


def test_a_table_is_called_by_its_file_and_may_have_no_names() -> None:
    document = parse(b"Marigold,1911\nNadir,1912,lost\n\n", "folder/ships.tsv")
    assert document.title == "ships"
    assert document.text == "Marigold | 1911\nNadir | 1912 | lost"
    assert parse(b"ship,year\n", "a.csv").text == "ship | year"
    assert parse('name\n"two\nlines"\n'.encode("utf-16"), "a.csv").text == "name\ntwo lines"


def test_cells_without_end_are_no_table() -> None:
    with pytest.raises(DocumentError, match="not a table"):
        parse(b'a,b\n"' + b"x" * 200_000, "a.csv")


def test_a_first_column_may_have_no_name() -> None:
    assert read(",lake,depth\n0,Como,425\n1,Garda,346\n")[0] == "0; lake: Como; depth: 425"


def test_a_separator_at_the_end_of_lines_makes_no_column() -> None:
    assert read("Lake;Depth;Area;\nComo;425;146;\nGarda;346;370;\n")[0] == "Lake: Como; Depth: 425; Area: 146"
    assert read("Lake;Depth;\nComo;425\nGarda;346\n")[1] == "Lake: Garda; Depth: 346"


def test_titles_above_the_names_of_columns_are_titles() -> None:
    document = parse(
        b"Lakes of the north,,\nSurveyed in June,,\nLake,Depth,Area\nComo,425,146\nGarda,346,370\n", "a.csv"
    )
    assert [block.kind for block in document.blocks] == ["caption", "caption", "table_header", "table_row", "table_row"]
    assert document.blocks[3].columns == ("Lake", "Depth", "Area")


def test_a_note_that_stands_apart_below_a_table_is_no_row() -> None:
    document = parse(b"Lake,Depth,Area\nComo,425,146\n\nGarda,346,370\n\nDepths in metres\n", "a.csv")
    laws.check(document)
    assert [block.kind for block in document.blocks] == ["table_header", "table_row", "table_row", "paragraph"]
    assert {block.table for block in document.blocks} == {0, None}


def test_years_name_columns_and_a_column_of_years_has_no_year_for_a_name() -> None:
    assert read("Region,2021,2022\nNorth,13,15\nSouth,9,8\n")[0] == "Region: North; 2021: 13; 2022: 15"
    assert read("Ada,1998,Turin\nJoe,2004,Lagos\n")[0] == "Ada | 1998 | Turin"


@pytest.mark.parametrize(
    "rows",
    [
        ["Lehtinen Aino,Oulu,Head of Sales", "Moreau Luc,Lyon,Night porter", "Silva Ana,Porto,Shift lead"],
        ["12,Oak Street,open", "14,Elm Street,closed", "15,Ash Street,open"],
        ["ada@example.org,Ada,admin", "bo@example.org,Bo,user", "cy@example.org,Cy,user"],
        ["A-113,bolt,steel", "A-114,nut,brass", "A-115,ring,tin"],
        ["red,small,red", "blue,large,green", "green,small,blue"],
    ],
)
def test_a_record_is_not_taken_for_the_names_of_columns(rows: list[str]) -> None:
    assert read("\n".join(rows)) == [row.replace(",", " | ") for row in rows]


@pytest.mark.parametrize(
    "names", ["name,city,role", "Full name,City,Job title", "Employee,Site,Position", "Mitarbeiter,Ort,Stelle"]
)
def test_names_above_words_are_names(names: str) -> None:
    first, *_ = read(f"{names}\nAino Lehtinen,Oulu,Head of Sales\nLuc Moreau,Lyon,Night porter\n")
    assert first.startswith(f"{names.split(',', maxsplit=1)[0]}: Aino Lehtinen; ")


@given(st.lists(st.lists(CELL, min_size=2, max_size=2), min_size=2, max_size=6))
def test_no_cell_is_lost(rows: list[list[str]]) -> None:
    file = io.StringIO()
    csv.writer(file).writerows([["first", "second"], *rows])
    document = parse(file.getvalue().encode(), "a.csv")
    laws.check(document)
    assert document.text.split("\n")[1:] == [f"{one} | {two}" for one, two in rows]


def test_labels_with_values_above_the_names_of_columns_are_taken_for_rows_of_the_table() -> None:
    """So banks export accounts, with or without an empty line."""
    facts = "Konto;DE12 5001\nZeitraum;Mai 2025\nStand;1.204,55 EUR\n"
    rows = "Buchungstag;Auftraggeber;Zweck;Betrag\n03.05.2025;Stadtwerke;Strom;-84,00\n07.05.2025;Brandt;Miete;120,00\n"
    for between in ("\n", ""):
        document = parse(f"{facts}{between}{rows};;Summe;36,00\n".encode(), "a.csv")
        laws.check(document)
        assert [block.kind for block in document.blocks] == ["form_field"] * 3 + ["table_header"] + ["table_row"] * 3
        assert document.blocks[0].columns == ("Konto",)
        assert document.blocks[4].columns == ("Buchungstag", "Auftraggeber", "Zweck", "Betrag")
    assert read("Boat;Fee\nPetrel;40\nSkua;55\n")[0] == "Boat: Petrel; Fee: 40"


@pytest.mark.parametrize(
    "rows", ["Ada,Leith\nBen,Oban\nCleo,Porto", "Ada,Leith,Skipper\nBen,Oban,Cook\nDan,Visby,Cook"]
)
def test_single_capitalised_words_are_records_where_nothing_says_that_the_first_are_names(rows: str) -> None:
    assert read(rows) == rows.replace(",", " | ").split("\n")
    for names in ("Name,City", "Vorname,Ort", "Nombre,Ciudad"):
        assert read(f"{names}\nAda,Leith\nBen,Oban\n")[0] == f"{names.replace(',', ': Ada; ')}: Leith"


def test_a_row_of_units_below_the_names_is_taken_for_a_record() -> None:
    assert read("Station,Depth,Warmth\n-,m,[°C]\nPier,12,8.4\nMouth,21,7.7\n") == [
        "Station: Pier; Depth (m): 12; Warmth (°C): 8.4",
        "Station: Mouth; Depth (m): 21; Warmth (°C): 7.7",
    ]
    first, *_ = read("Station,Depth,State\nQuay,n/a,shut\nPier,12,open\nMouth,21,open\n")
    assert first == "Station: Quay; Depth: n/a; State: shut"


def test_a_name_that_two_columns_share_or_a_row_that_is_too_long_takes_the_names_of_all() -> None:
    assert (
        read("Player,Score,Score\nAmelie Roy,12,15\nTomas Hahn,9,18\n")[0] == "Player: Amelie Roy; Score: 12; Score: 15"
    )
    rows = "Pump,Flow,State\nA,12,on\nB,15,off,checked twice\nC,15,off\n"
    assert read(rows)[1] == "Pump: B; Flow: 15; State: off; checked twice"


def test_words_that_never_stand_among_the_few_words_of_their_columns_are_names() -> None:
    kinds = [("Rex", "Brown", "Small"), ("Luna", "White", "Large"), ("Max", "Brown", "Large"), ("Bo", "White", "Small"),
             ("Ada", "Brown", "Small"), ("Sky", "White", "Large")]  # fmt: skip
    rows = "\n".join(map(",".join, kinds))
    assert read(f"Dog,Coat,Frame\n{rows}\n")[0] == "Dog: Rex; Coat: Brown; Frame: Small"
    assert read(rows)[0] == "Rex | Brown | Small"
