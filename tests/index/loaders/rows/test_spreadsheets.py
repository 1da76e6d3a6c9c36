from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import openpyxl
import pytest
from openpyxl.chart import BarChart, Reference
from openpyxl.chart.data_source import NumData, NumDataSource, NumVal
from openpyxl.chart.series import SeriesLabel
from openpyxl.comments import Comment
from PIL import Image

from index.errors import DocumentError
from index.loaders import parse
from index.loaders.rows.sheet_objects import unread_xls_objects
from index.types.documents import PICTURES
from tests import laws
from tests.samples.office_files import archive
from tests.samples.old_workbooks import CHART, COMMENT, PICTURE, old_workbook
from tests.samples.workbooks import workbook

if TYPE_CHECKING:
    from index import Document


EVENING = datetime(2022, 5, 4, 18, 30)  # noqa: DTZ001 (sheets know no time zones)


def read(document: Document) -> list[str]:
    """Return the lines of a document as models read them."""
    laws.check(document)
    return document.labelled(0, len(document.text)).text.split("\n")


def test_each_sheet_stands_under_its_name_and_each_row_names_its_columns() -> None:
    sheets = {
        "Berths": [["Berth", "Boat", "Fee"], ["N1", "Petrel", 40.5], ["N2", "Skua", 55], ["007", None, 0.1 + 0.2]],
        "Crews": [["Name", "Since"], ["Ines", date(2021, 3, 1)], ["Tomas", EVENING]],
    }  # fmt: skip
    document = parse(workbook(sheets), "a.xlsx")
    assert read(document) == [
        "Berths", "",
        "Berth: N1; Boat: Petrel; Fee: 40.5", "Berth: N2; Boat: Skua; Fee: 55", "Berth: 007; Fee: 0.3", "",
        "Crews", "", "Name: Ines; Since: 2021-03-01", "Name: Tomas; Since: 2022-05-04 18:30",
    ]  # fmt: skip
    assert document.text.startswith("Berths\n\nBerth | Boat | Fee\nN1 | Petrel | 40.5\n")
    assert [section.heading for section in document.sections] == ["Berths", "Crews"]


def test_a_lone_sheet_that_nobody_named_has_no_heading() -> None:
    assert parse(workbook({"Sheet1": [["Name", "Age"], ["Ines", 4]]}), "a.xlsx").text == "Name | Age\nInes | 4"


def test_empty_rows_part_tables_and_the_names_of_columns_go_on() -> None:
    rows = [["Boat", "Fee"], ["Petrel", 40], [], ["Skua", 55], [], ["Engine", "Power"], ["Volvo", "30 kW"]]
    assert read(parse(workbook({"Sheet1": rows}), "a.xlsx")) == [
        "Boat: Petrel; Fee: 40", "", "Boat: Skua; Fee: 55", "", "Engine: Volvo; Power: 30 kW",
    ]  # fmt: skip


def test_merged_cells_name_each_of_their_columns_and_belong_to_each_of_their_rows() -> None:
    rows = [
        ["Place", "2023", None, "2024", None],
        [None, "Cod", "Ling", "Cod", "Ling"],
        ["East", 1, 2, 3, 4],
        [None, 5, 6, 7, 8],
    ]
    data = workbook({"Sheet1": rows}, ["A1:A2", "B1:C1", "D1:E1", "A3:A4"])
    assert read(parse(data, "a.xlsx")) == [
        "Place: East; 2023 Cod: 1; 2023 Ling: 2; 2024 Cod: 3; 2024 Ling: 4",
        "Place: East; 2023 Cod: 5; 2023 Ling: 6; 2024 Cod: 7; 2024 Ling: 8",
    ]


def test_a_merged_title_above_a_table_is_a_title() -> None:
    data = workbook({"Sheet1": [["Stock in May", None], ["Part", "Count"], ["Lamp", 3]]}, ["A1:B1"])
    document = parse(data, "a.xlsx")
    assert [block.kind for block in document.blocks] == ["caption", "table_header", "table_row"]


def test_times_truths_and_spans_of_time_are_shown_as_a_sheet_shows_them() -> None:
    rows = [["Name", "Done", "Took"], ["Mast", True, timedelta(hours=26, minutes=5)]]
    assert read(parse(workbook({"Sheet1": rows}), "a.xlsx")) == ["Name: Mast; Done: TRUE; Took: 26:05:00"]


def test_a_sheet_of_openoffice_is_read_too() -> None:
    space = "urn:oasis:names:tc:opendocument:xmlns"
    cells = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>' for text in row
        )
        + "</table:table-row>"
        for row in (("Boat", "Owner"), ("Petrel", "Ines"))
    )
    content = (
        f'<office:document-content xmlns:office="{space}:office:1.0" xmlns:table="{space}:table:1.0"'
        f' xmlns:text="{space}:text:1.0"><office:body><office:spreadsheet><table:table table:name="Boats">{cells}'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        f'<manifest:manifest xmlns:manifest="{space}:manifest:1.0"><manifest:file-entry manifest:full-path="/"'
        f' manifest:media-type="{kind}"/></manifest:manifest>'
    )
    files = {"mimetype": kind, "content.xml": content, "META-INF/manifest.xml": manifest}
    assert read(parse(archive(files), "a.ods")) == ["Boats", "", "Boat: Petrel; Owner: Ines"]
    link = f'<table:table-row><table:table-cell><draw:object xmlns:draw="{space}:drawing:1.0"'
    link += ' xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="./Object 1"/></table:table-cell></table:table-row>'
    files["content.xml"] = content.replace("</table:table>", f"{link}</table:table>")
    files["Object 1/content.xml"] = (
        f'<c:chart xmlns:c="{space}:chart:1.0" xmlns:t="{space}:text:1.0"><c:title><t:p>Who owns what</t:p></c:title>'
        "</c:chart>"
    )
    assert read(parse(archive(files), "a.ods")) == ["Boats", "", "Boat: Petrel; Owner: Ines", "", "Who owns what"]
    files["content.xml"] = files["content.xml"].replace("</table:table></office:", "</fice:")  # calamine never ends
    with pytest.raises(DocumentError, match="it is damaged"):
        parse(archive(files), "a.ods")


def test_a_note_below_a_table_or_a_title_apart_from_it_is_no_row() -> None:
    rows = [["Fees of 2024"], [], ["Boat", "Fee"], ["Petrel", 40], ["Skua", 55], [], ["Without the key, in euro."]]
    document = parse(workbook({"Sheet1": rows}), "a.xlsx")
    laws.check(document)
    assert [block.kind for block in document.blocks] == [
        "caption", "table_header", "table_row", "table_row", "paragraph",
    ]  # fmt: skip


def test_tables_beside_each_other_are_read_one_after_the_other() -> None:
    apart = [["Boat", "Fee", "", "", "Key", "Place"], ["Petrel", 40, "", "", "K1", "Hut"]]
    uneven = [["Boat", "Fee", "", "Key", "Place"], ["Petrel", 40, "", "K1", "Hut"], ["Skua", 55, "", "", ""]]
    one = [["Boat", "Fee", "", "Key", "Place"], ["Petrel", 40, "", "K1", "Hut"]]
    assert read(parse(workbook({"Sheet1": apart}), "a.xlsx")) == ["Boat: Petrel; Fee: 40", "", "Key: K1; Place: Hut"]
    assert read(parse(workbook({"Sheet1": uneven}), "a.xlsx"))[-1] == "Key: K1; Place: Hut"
    assert read(parse(workbook({"Sheet1": one}), "a.xlsx")) == ["Boat: Petrel; Fee: 40; Key: K1; Place: Hut"]


def charted(*, own_numbers: bool = False) -> bytes:
    """Return a workbook with a chart beside its cells, one on a sheet of its own, and a comment."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Catch"
    for row in (["Month", "Herring"], ["May", 4], ["June", 7]):
        sheet.append(row)
    sheet["B2"].comment = Comment("counted twice", "Ada")
    values = Reference(sheet, min_col=2, min_row=1, max_row=3)
    for place, title in (("E2", "Catches of the fleet"), ("", "One line")):
        chart = BarChart()
        chart.title, chart.y_axis.title = title, "Tonnes"
        chart.add_data(values, titles_from_data=True)
        series = chart.series[0]
        series.tx = SeriesLabel(v="Herring of the bay")
        if own_numbers:
            series.val, series.cat = NumDataSource(numLit=NumData(pt=[NumVal(idx=0, v=9)])), None
        sheet.add_chart(chart, place) if place else book.create_chartsheet("Graph").add_chart(chart)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_a_chart_keeps_its_title_and_the_names_of_its_series_and_a_comment_its_cell() -> None:
    assert read(parse(charted(), "a.xlsx"))[5:] == [
        "Catches of the fleet", "Tonnes", "Herring of the bay", "", "B2: counted twice", "",
        "Graph", "", "One line", "Tonnes", "Herring of the bay",
    ]  # fmt: skip


def test_a_chart_with_numbers_of_its_own_is_a_table() -> None:
    assert "1; Herring of the bay: 9" in read(parse(charted(own_numbers=True), "a.xlsx"))


def test_a_damaged_chart_of_a_sheet_goes_missing_in_silence() -> None:
    with zipfile.ZipFile(io.BytesIO(charted())) as whole:
        files = {name: whole.read(name) for name in whole.namelist()}
    document = parse(archive(files | {"xl/charts/chart1.xml": "<broken"}), "a.xlsx")
    assert document.unread == ("a drawing is damaged and was not read",)
    assert "One line" in document.text


@pytest.mark.parametrize("data", [b"no sheet", archive({"a.txt": "text"}), b"\xd0\xcf\x11\xe0 old"])
def test_what_is_no_spreadsheet_says_so(data: bytes) -> None:
    with pytest.raises(DocumentError, match=r"not a spreadsheet|damaged"):
        parse(data, "a.xlsx")


def test_labels_with_values_above_a_table_are_fields() -> None:
    rows = [["Account", "Current 4471"], ["Period", "May 2025"], [], ["Day", "Who", "Sum"], ["3 May", "Ada", 40]]
    document = parse(workbook({"Sheet1": rows}), "a.xlsx")
    laws.check(document)
    assert [block.kind for block in document.blocks] == ["form_field", "form_field", "table_header", "table_row"]
    narrow = [
        ["Boat", "Fee"],
        ["Petrel", 40],
        ["Skua", 55],
        ["Tern", 62],
        [],
        ["Day", "Who", "Sum"],
        ["3 May", "Ada", 4],
    ]
    assert "Boat: Petrel; Fee: 40" in read(parse(workbook({"Sheet1": narrow}), "a.xlsx"))


def test_formulas_without_a_result_go_missing_in_silence() -> None:
    rows = [["Boat", "Fee", "Twice"], ["Petrel", 40, "=B2*2"], ["Skua", 55, "=B3*2"]]
    assert (
        parse(workbook({"Sheet1": rows}), "a.xlsx").unread[0].startswith("formulas without a result: 2; open the file")
    )
    assert parse(workbook({"Sheet1": rows[:1]}), "a.xlsx").unread == ()


def test_pictures_on_a_sheet_go_missing_in_silence() -> None:
    book, file = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["Boat", "Fee"])
    Image.new("L", (4, 4)).save(file, "PNG")
    book.active.add_image(openpyxl.drawing.image.Image(file), "D1")
    out = io.BytesIO()
    book.save(out)
    assert parse(out.getvalue(), "a.xlsx").unread == (f"1 picture was {PICTURES}",)


def test_what_lies_on_the_sheets_of_an_old_workbook_goes_missing_in_silence() -> None:
    document = parse(old_workbook([["Boat", "Fee"], ["Petrel", "40"]], [CHART, CHART, PICTURE, COMMENT]), "a.xls")
    assert read(document)[0] == "Boats"
    assert document.unread == (
        "2 charts were not read; save the file as .xlsx", "1 picture was not read; save the file as .xlsx",
        "1 comment was not read; save the file as .xlsx",
    )  # fmt: skip
    assert list(unread_xls_objects(b"no workbook")) == []


def test_comments_and_text_boxes_of_an_open_sheet_are_read_and_its_pictures_are_told() -> None:
    space = "urn:oasis:names:tc:opendocument:xmlns"
    inside = (
        "<office:annotation><text:p>counted twice</text:p></office:annotation>"
        "<draw:frame><draw:text-box><text:p>All in euro</text:p></draw:text-box></draw:frame>"
        "<draw:frame><draw:image/></draw:frame>"
    )
    content = (
        f'<office:document-content xmlns:office="{space}:office:1.0" xmlns:table="{space}:table:1.0"'
        f' xmlns:draw="{space}:drawing:1.0" xmlns:text="{space}:text:1.0"><office:body><office:spreadsheet>'
        '<table:table table:name="Boats"><table:table-row><table:table-cell office:value-type="string">'
        f"{inside}<text:p>Petrel</text:p></table:table-cell></table:table-row></table:table></office:spreadsheet>"
        "</office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        f'<manifest:manifest xmlns:manifest="{space}:manifest:1.0"><manifest:file-entry manifest:full-path="/"'
        f' manifest:media-type="{kind}"/></manifest:manifest>'
    )
    document = parse(archive({"mimetype": kind, "content.xml": content, "META-INF/manifest.xml": manifest}), "a.ods")
    laws.check(document)
    assert document.text.endswith("Comment: counted twice\n\nAll in euro")
    assert document.unread == (f"1 picture was {PICTURES}",)
