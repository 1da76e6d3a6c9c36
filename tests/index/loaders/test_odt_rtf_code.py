from __future__ import annotations

import json

import pytest

from index.errors import DocumentError
from index.loaders import parse
from index.types.documents import PICTURES
from tests import laws
from tests.samples.office_files import archive

SPACE = "urn:oasis:names:tc:opendocument:xmlns"


def odt(body: str, styles: str = "", more: dict[str, str] | None = None) -> bytes:
    content = (
        f'<office:document-content xmlns:office="{SPACE}:office:1.0" xmlns:text="{SPACE}:text:1.0"'
        f' xmlns:table="{SPACE}:table:1.0" xmlns:style="{SPACE}:style:1.0"><office:automatic-styles>{styles}'
        f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body>"
        "</office:document-content>"
    )
    return archive({"content.xml": content, **(more or {})})


def test_a_text_of_openoffice_keeps_headings_lists_and_tables() -> None:
    numbered = '<text:list-style style:name="N"><text:list-level-style-number text:level="1"/></text:list-style>'
    cells = "<table:table-cell><text:p>{}</text:p></table:table-cell>"
    rows = [["Boat", "Fee"], ["Petrel", "40"]]
    first, second = ("".join(map(cells.format, row)) for row in rows)
    body = (
        '<text:h text:outline-level="1">Harbour</text:h><text:p>The quay<text:s text:c="2"/>is <text:span>open'
        "</text:span>.</text:p><text:list><text:list-item><text:p>rope</text:p><text:list><text:list-item><text:p>thin"
        '</text:p></text:list-item></text:list></text:list-item></text:list><text:list text:style-name="N">'
        "<text:list-item><text:p>tie</text:p></text:list-item></text:list><table:table><table:table-header-rows>"
        f"<table:table-row>{first}</table:table-row></table:table-header-rows><table:table-row>{second}</table:table-row>"
        "</table:table>"
    )
    meta = (
        f'<office:document-meta xmlns:office="{SPACE}:office:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><office:meta>'
        "<dc:title>On quays</dc:title><dc:date>2025-02-03T10:00:00</dc:date></office:meta></office:document-meta>"
    )
    document = parse(odt(body, numbered, {"meta.xml": meta}), "a.odt")
    laws.check(document)
    assert document.text == ("Harbour\n\nThe quay is open.\n\n- rope\n  - thin\n1. tie\n\nBoat | Fee\nPetrel | 40")
    assert document.blocks[-1].columns == ("Boat", "Fee")
    assert (document.title, document.date) == ("On quays", "2025-02-03")


def test_a_rich_text_is_read() -> None:
    data = (
        rb"{\rtf1\ansi{\info{\title On ropes}{\author Ines}{\creatim\yr2024\mo5\dy6}}{\fonttbl{\f0 Arial;}}"
        rb"\pard The \b old\b0  rope holds 40 t.\par Berth: N\'fcrnberg\par}"
    )
    document = parse(data, "a.rtf")
    laws.check(document)
    assert document.text.replace("\n\n", "\n") == "The old rope holds 40 t.\nBerth: Nürnberg"
    assert (document.title, document.date, document.author) == ("On ropes", "2024-05-06", "Ines")


def test_the_headings_of_a_rich_text_are_taken_for_paragraphs() -> None:
    data = (
        rb"{\rtf1\ansi{\stylesheet{\s1\outlinelevel0 heading 1;}}{\pard\s1\outlinelevel0\b Harbour\b0\par}"
        rb"\pard\plain The quay is old.\par{\pard\s2\outlinelevel1 Fees\par}"
        rb"\pard\plain\outlinelevel9 Boats pay 4 euro.\par"
        rb"\trowd\cellx3000\cellx6000\outlinelevel0 Door\cell Key\cell\row\pard End.\par}"
    )
    document = parse(data, "a.rtf")
    laws.check(document)
    assert [(section.heading, section.level) for section in document.sections] == [("Harbour", 1), ("Fees", 2)]
    assert document.text == "Harbour\n\nThe quay is old.\n\nFees\n\nBoats pay 4 euro.\n\nDoor | Key\n\nEnd."
    assert document.title == "Harbour"


def test_the_rows_of_a_rich_text_are_run_together() -> None:
    row = r"\trowd\cellx3000\cellx6000 {} \cell {}\cell\row "
    rows = "".join(row.format(*cells) for cells in (("Door", "Key"), ("Gate", "12"), ("Shed", "14")))
    document = parse(rf"{{\rtf1\ansi\pard Keys\par {rows}\pard Ask Ines.\par{{\pict 00}}}}".encode(), "a.rtf")
    laws.check(document)
    assert [block.kind for block in document.blocks] == ["paragraph", *["table_row"] * 3, "paragraph"]
    assert [document.text[low:high] for low, high in document.blocks[2].cells] == ["Gate", "12"]
    assert document.unread == (f"1 picture was {PICTURES}",)


def test_names_of_columns_that_only_their_style_or_a_mark_shows_are_taken_for_a_record() -> None:
    style = '<style:style style:name="P4" style:family="paragraph" style:parent-style-name="Table_20_Heading"/>'
    heading = '<table:table-cell><text:p text:style-name="{}">{}</text:p></table:table-cell>'
    cell = "<table:table-cell><text:p>{}</text:p></table:table-cell>"
    names = heading.format("P4", "Role") + heading.format("Table_20_Heading", "Person")
    rows = [names, cell.format("Cook") + cell.format("Ida"), cell.format("Mate") + cell.format("Per")]
    body = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    document = parse(odt(f"<table:table>{body}</table:table><text:p>After.</text:p>", style), "a.odt")
    assert document.blocks[1].columns == ("Role", "Person")
    assert document.text.endswith("Mate | Per\n\nAfter.")
    row = r"\trowd{}\cellx3000\cellx6000 {} \cell {}\cell\row "
    marked = row.format(r"\trhdr", "Day", "Hours") + row.format("", "Sunday", "10 to 14") + r"\pard After.\par "
    two = parse(rf"{{\rtf1\ansi {marked}{row.format('', 'Ida', 'Cook')}\pard End.\par}}".encode(), "a.rtf")
    laws.check(two)
    assert [block.columns for block in two.blocks if block.kind == "table_row"] == [("Day", "Hours"), ()]


def test_code_stands_as_it_is_in_parts() -> None:
    source = 'import os\n\n\ndef moor(boat):\n    """Tie it."""\n\n    return boat\n\nFEE = 40\n'
    document = parse(source.encode(), "quay.py")
    laws.check(document)
    assert document.text == 'import os\n\ndef moor(boat):\n    """Tie it."""\n\n    return boat\n\nFEE = 40'
    assert [block.kind for block in document.blocks] == ["code", "code", "code"]
    assert document.title == "quay"


def test_a_notebook_is_its_text_its_code_and_what_that_printed() -> None:
    cells = [
        {"cell_type": "markdown", "source": ["# Tides\n", "\n", "High water is at noon."]},
        {"cell_type": "code", "source": "2 + 2", "outputs": [{"data": {"text/plain": ["4"], "image/png": "x"}}]},
        {"cell_type": "code", "source": "print('ebb')", "outputs": [{"text": "ebb\n"}]},
    ]
    document = parse(json.dumps({"cells": cells}).encode(), "a.ipynb")
    laws.check(document)
    assert document.text == "Tides\n\nHigh water is at noon.\n\n2 + 2\n\n4\n\nprint('ebb')\n\nebb"
    assert document.title == "Tides"
    assert document.unread == ("a picture that its code drew was not read",)


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.odt", archive({"a.txt": "x"}), "no content.xml"),
        ("a.odt", odt("", more={"META-INF/manifest.xml": "<m><encryption-data/></m>"}), "password"),
        ("a.rtf", b"words", "not a rich text"),
        ("a.ipynb", b"[]", "not a notebook"),
    ],
)
def test_what_is_no_such_file_says_so(name: str, data: bytes, reason: str) -> None:
    with pytest.raises(DocumentError, match=reason):
        parse(data, name)


def test_a_table_that_a_notebook_shows_is_read_as_lines_and_an_error_goes_missing() -> None:
    page = "<table><thead><tr><th></th><th>station</th><th>high</th></tr></thead><tbody><tr><th>0</th><td>Leith</td>"
    page += "<td>5.6</td></tr><tr><th>1</th><td>Oban</td><td>4.1</td></tr></tbody></table>"
    outputs = [
        {"output_type": "execute_result", "data": {"text/html": [page], "text/plain": ["0  Leith  5.6"]}},
        {"output_type": "error", "ename": "ValueError", "evalue": "no station", "traceback": ["..."]},
    ]
    cells = [{"cell_type": "code", "source": "show()", "outputs": outputs}]
    document = parse(json.dumps({"cells": cells}).encode(), "a.ipynb")
    laws.check(document)
    read = document.labelled(0, len(document.text)).text.split("\n")
    assert "1; station: Oban; high: 4.1" in read
    assert read[-1] == "ValueError: no station"
