"""Percentages, merged cells, and days above numbers: what a sheet shows beside the values of its cells."""

from __future__ import annotations

import io
from datetime import date
from typing import TYPE_CHECKING

import openpyxl

from index.loaders import parse
from tests import laws
from tests.samples.office_files import archive
from tests.samples.workbooks import workbook

if TYPE_CHECKING:
    from index import Document


def read(document: Document) -> list[str]:
    """Return the lines of a document as models read them."""
    laws.check(document)
    return document.labelled(0, len(document.text)).text.split("\n")


def test_a_percentage_is_told_as_a_fraction() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row, cells in enumerate((("Fund", "Fee", "Share"), ("Aster", 0.0125, 1), ("Birch", 0.004, 0.5)), 3):
        for column, cell in enumerate(cells, 2):
            sheet.cell(row, column, cell)
    for row, fee, share in ((4, "0.00%", "0%"), (5, '0.0" of all" %', '0.0"%"')):
        sheet.cell(row, 3).number_format, sheet.cell(row, 4).number_format = fee, share
    file = io.BytesIO()
    book.save(file)
    assert read(parse(file.getvalue(), "a.xlsx")) == [
        "Fund: Aster; Fee: 1.25%; Share: 100%",
        "Fund: Birch; Fee: 0.4%; Share: 0.5",  # the sign is only a word of the format
    ]


def test_merged_cells_are_lost_on_a_sheet_that_begins_further_down() -> None:
    rows = [[], [], ["", "Park", "Tree", "Height"], ["", "Elm", "Oak", 4], ["", "", "Ash", 5], ["", "Mill", "Lime", 7]]
    assert read(parse(workbook({"Sheet1": rows}, ["B4:B5"]), "a.xlsx"))[1] == "Park: Elm; Tree: Ash; Height: 5"


def open_sheet(rows: str) -> bytes:
    space = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<office:document-content xmlns:office="{space}:office:1.0" xmlns:table="{space}:table:1.0"'
        f' xmlns:text="{space}:text:1.0"><office:body><office:spreadsheet><table:table table:name="Sheet1">{rows}'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        f'<manifest:manifest xmlns:manifest="{space}:manifest:1.0"><manifest:file-entry manifest:full-path="/"'
        f' manifest:media-type="{kind}"/></manifest:manifest>'
    )
    return archive({"mimetype": kind, "content.xml": content, "META-INF/manifest.xml": manifest})


def test_merged_cells_and_percentages_of_an_open_sheet_are_told_as_on_the_sheet() -> None:
    def text(said: str, more: str = "") -> str:
        return f'<table:table-cell office:value-type="string"{more}><text:p>{said}</text:p></table:table-cell>'

    def share(value: float, more: str = "") -> str:
        cell = f'<table:table-cell office:value-type="percentage" office:value="{value}"{more}>'
        return f"{cell}<text:p>{100 * value:g} %</text:p></table:table-cell>"

    def row(*cells: str) -> str:
        return f"<table:table-row>{''.join(cells)}</table:table-row>"

    empty = '<table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row>'
    park = text("Elm", ' table:number-rows-spanned="2"')
    twice = ' table:number-columns-repeated="2"'
    data = open_sheet(
        empty
        + row(text("Park"), text("Tree"), text("Oaks"), text("Elms"))
        + row(park, text("Oak"), share(0.25), share(0.5))
        + row("<table:covered-table-cell/>", text("Ash"), share(0.125, twice))
        + row(text("Mill"), text("Lime"), share(1, twice))
    )
    assert read(parse(data, "a.ods")) == [
        "Park: Elm; Tree: Oak; Oaks: 25%; Elms: 50%",
        "Park: Elm; Tree: Ash; Oaks: 12.5%; Elms: 12.5%",
        "Park: Mill; Tree: Lime; Oaks: 100%; Elms: 100%",
    ]


def test_days_above_numbers_are_names_and_sums_below_a_table_have_labels_of_their_own() -> None:
    power = [["Meter", date(2024, 1, 1), date(2024, 2, 1)], ["Hall", 120, 110], ["Yard", 40, 38]]
    assert read(parse(workbook({"Sheet1": power}), "a.xlsx"))[0] == "Meter: Hall; 2024-01-01: 120; 2024-02-01: 110"
    tides = [["Ida", date(2024, 1, 1), date(2024, 2, 1)], ["Bo", date(2024, 1, 3), date(2024, 2, 5)]]
    assert read(parse(workbook({"Sheet1": tides}), "a.xlsx"))[0] == "Ida | 2024-01-01 | 2024-02-01"
    parts = [
        ["Article", "Qty", "Price"],
        ["Hinge", 4, 2.5],
        ["Bolt", 10, 0.4],
        [],
        ["", "Net", 14],
        ["", "Total", 16.66],
    ]
    assert read(parse(workbook({"Sheet1": parts}), "a.xlsx"))[-2:] == ["Net: 14", "Total: 16.66"]
