"""Asking every document at the command line: output, files, what is kept, and columns that are none."""

from __future__ import annotations

import csv
import io
import json
import signal
import subprocess
from typing import TYPE_CHECKING

import openpyxl
import pytest

from tests.harness.processes import COMMAND, ROOT, citeseed, environment, refused

if TYPE_CHECKING:
    from pathlib import Path

INCIDENTS = ROOT / "bench" / "data" / "incidents"
COLUMNS = ("date", "place", "Was anybody injured?")


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of a library of three reports."""
    folder = tmp_path_factory.mktemp("reports")
    (folder / "reports").mkdir()
    for name in ("01_forklift.txt", "03_greenhouse.txt", "20_minutes.md"):
        (folder / "reports" / name).write_bytes((INCIDENTS / name).read_bytes())
    (folder / "reports" / "=1+1.txt").write_text("Place: =2+3\n\nDate: soon", encoding="utf-8")
    made = citeseed("index", "reports", cwd=folder)
    assert made.returncode == 0, made.stderr
    return folder


def test_the_json_is_not_as_promised(reports: Path) -> None:
    done = citeseed("table", *COLUMNS, "--json", cwd=reports)
    assert done.returncode == 0
    record = json.loads(done.stdout)
    assert {*record} == {"columns", "rows", "documents"}
    assert (record["columns"], record["documents"]) == (list(COLUMNS), 4)
    assert all({*row} == {"source", "title", "cells"} for row in record["rows"])
    cells = {row["source"]: row["cells"] for row in record["rows"]}
    assert all({*cell} == {"state", "text", "value", "citations"} for row in cells.values() for cell in row)
    day, place, injured = cells["03_greenhouse.txt"]
    assert (day["state"], day["text"], day["value"]) == ("quote", "2021-11-09", "2021-11-09")
    assert place["text"] == "Greenhouse B, Altfeld"
    assert (injured["text"], injured["value"]) == ("Yes, one gardener (cut hand)", True)
    shown = citeseed("show", "03_greenhouse.txt", cwd=reports).stdout
    for cell in cells["03_greenhouse.txt"]:
        for each in cell["citations"]:
            assert shown[each["start"] : each["end"]] == each["quote"]
            assert cell["text"] in each["quote"]
    assert [cell["state"] for cell in cells["20_minutes.md"]] == ["empty"] * 3


def test_the_time_is_not_told_before_or_cells_are_read_again(reports: Path) -> None:
    first = citeseed("table", "reporter", cwd=reports)
    assert "4 documents, 4 cells: about " in first.stderr
    again = citeseed("table", "reporter", cwd=reports)
    assert "of which 4 are kept from before: nothing is left to read" in again.stderr
    assert again.stdout == first.stdout
    assert "4 documents read: " in again.stdout


def test_a_file_is_not_written_or_a_cell_acts(reports: Path) -> None:
    done = citeseed("table", *COLUMNS, "--csv", "t.csv", "--xlsx", "t.xlsx", "--html", "t.html", cwd=reports)
    assert done.returncode == 0, done.stderr
    rows = list(csv.DictReader(io.StringIO((reports / "t.csv").read_text(encoding="utf-8-sig"), newline="")))
    by_source = {row["source"]: row for row in rows}
    assert by_source["'=1+1.txt"]["place"] == "'=2+3"
    assert by_source["'=1+1.txt"]["date (value)"] in {"", "?"}
    assert by_source["01_forklift.txt"]["date (value)"] == "2023-03-14"
    assert by_source["01_forklift.txt"]["place (quote)"] == "Place: Hall 3, Brakel warehouse"
    book = openpyxl.load_workbook(reports / "t.xlsx")
    sheet, quotes = book.worksheets
    assert [cell.value for cell in sheet[1]] == ["source", "title", *COLUMNS]
    assert quotes.max_row == 1 + 4 * 3
    assert all(cell.data_type != "f" for page in (sheet, quotes) for row in page for cell in row)
    page = (reports / "t.html").read_text(encoding="utf-8")
    assert "<summary" in page
    assert "Hall 3, Brakel warehouse" in page
    assert "<script" not in page


def test_documents_outside_the_folder_are_asked(reports: Path) -> None:
    whole = citeseed("table", "place", "--within", "./reports/", "--json", cwd=reports)
    assert json.loads(whole.stdout)["documents"] == 4
    done = citeseed("table", "place", "--within", "elsewhere/", "--json", cwd=reports)
    assert done.returncode == 0
    assert json.loads(done.stdout) == {"columns": ["place"], "rows": [], "documents": 0}
    assert "elsewhere" in done.stderr
    refused(citeseed("table", "place", "--within", "a", "--folder", "b", cwd=reports), 2, "--within")


@pytest.mark.parametrize(
    ("columns", "said"),
    [((" ",), "asks nothing"), (("?!",), "'?!' asks nothing"), (("date", "Date"), "twice"), (("x" * 4001,), "4,001")],
)
def test_what_is_no_column_is_asked(reports: Path, columns: tuple[str, ...], said: str) -> None:
    refused(citeseed("table", *columns, cwd=reports), 2, said)


def test_a_column_of_another_language_is_asked_without_a_warning(reports: Path) -> None:
    done = citeseed("table", "Wer hat den Schaden an der Halle gemeldet?", "date", "--json", cwd=reports)
    assert done.returncode == 0
    assert "does not look English" in done.stderr
    assert json.loads(done.stdout)["documents"] == 4


def test_a_missing_library_is_not_told(tmp_path: Path) -> None:
    refused(citeseed("table", "date", cwd=tmp_path), 4, "citeseed index")


@pytest.mark.slow
def test_an_interruption_loses_what_was_read(tmp_path: Path) -> None:
    made = citeseed("index", str(INCIDENTS), cwd=tmp_path)
    assert made.returncode == 0, made.stderr
    asked = [*COMMAND, "table", *COLUMNS, "How much was the damage?", "weather", "Who paid for it?", "--json"]
    with subprocess.Popen(
        asked, cwd=tmp_path, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"
    ) as process:
        assert process.stderr is not None
        assert process.stdout is not None
        plan = process.stderr.readline()
        assert "20 documents, 120 cells" in plan
        process.send_signal(signal.SIGINT)
        told, printed = process.stderr.read(), process.stdout.read()
    assert process.returncode == 130
    assert printed == ""
    assert "are done and kept" in told
    again = citeseed("table", *asked[len(COMMAND) + 1 :], cwd=tmp_path)
    assert again.returncode == 0
    assert json.loads(again.stdout)["documents"] == 20
