from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import DocumentError
from index.loaders import parse

CELL = st.text("abcÄ1 .", min_size=1, max_size=8).filter(lambda text: text == " ".join(text.split()))


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_each_row_names_its_columns(delimiter: str) -> None:
    rows = ["ship|year lost|master", 'Marigold|1911|"Okafor|J."', "Nadir||Byron"]
    data = "\n".join(rows).replace("|", delimiter).encode()
    assert parse(data, "ships.csv").text == (
        f"ship: Marigold; year lost: 1911; master: Okafor{delimiter.replace(chr(9), ' ')}J.\nship: Nadir; master: Byron"
    )


def test_a_table_is_called_by_its_file_and_may_have_no_names() -> None:
    document = parse(b"Marigold,1911\nNadir,1912,lost\n\n", "folder/ships.tsv")
    assert document.title == "ships"
    assert document.text == "column 1: Marigold; column 2: 1911\ncolumn 1: Nadir; column 2: 1912; column 3: lost"
    assert parse(b"ship,year\n", "a.csv").text == "ship | year"
    assert parse('name\n"two\nlines"\n'.encode("utf-16"), "a.csv").text == "name: two lines"


def test_cells_without_end_are_no_table() -> None:
    with pytest.raises(DocumentError, match="not a table"):
        parse(b'a,b\n"' + b"x" * 200_000, "a.csv")


@given(st.lists(st.lists(CELL, min_size=2, max_size=2), min_size=2, max_size=6))
def test_no_cell_is_lost(rows: list[list[str]]) -> None:
    file = io.StringIO()
    csv.writer(file).writerows([["first", "second"], *rows])
    assert parse(file.getvalue().encode(), "a.csv").text.split("\n") == [
        f"first: {one}; second: {two}" for one, two in rows
    ]
