"""Every document by every column: nothing is left out, each cell is a quote that holds, and none is read twice."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest

from index import Filter
from index.chunking.chunker import Splitting, split
from index.loaders import parse
from rag import Assistant, QuestionError, Settings
from rag.citations.quotes import holds
from rag.extraction.cell_store import CellStore
from rag.extraction.types import RowDone, TablePlan
from rag.generation.extractive import ExtractiveReader
from tests.fakes import FakeReadingModel
from tests.memory_library import MemoryLibrary

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from rag.steps import Reading

REPORT = "Report {n}\n\nPlace: Hall {n}\n\nThe lamp of hall {n} broke at night. Nobody was there."
COLUMNS = ("place", "Which lamp broke at night?", "colour")


class CountingModel(FakeReadingModel):
    """Counts the questions that it reads passages for; the trial that a plan makes is none."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def read(self, question: str, passages: Sequence[str]) -> list[Reading]:
        if question != "When was the report written?":
            self.asked.append(question)
        return super().read(question, passages)


def library(texts: dict[str, str]) -> MemoryLibrary:
    made = MemoryLibrary()
    put(made, texts)
    return made


def put(made: MemoryLibrary, texts: dict[str, str]) -> None:
    with made.update() as draft:
        for source, text in texts.items():
            document = parse(text.encode(), source)
            draft.add(document, split(document, Splitting()))
        draft.publish()


def reports(number: int) -> dict[str, str]:
    return {f"reports/{n:03}.txt": REPORT.format(n=n) for n in range(number)}


def assistant(made: MemoryLibrary, store: CellStore | None = None) -> tuple[Assistant, CountingModel]:
    model = CountingModel()
    return Assistant(made, model, ExtractiveReader(), Settings(), cells=store), model


def test_a_document_is_left_out_or_a_cell_is_no_quote() -> None:
    asked, _ = assistant(library(reports(60)))
    table = asked.table(COLUMNS)
    assert table.documents == len(table.rows) == 60
    assert [row.source for row in table.rows] == sorted(reports(60))
    snapshot = asked.library.open()
    for number, row in enumerate(table.rows):
        place, lamp, colour = row.cells
        assert (place.state, place.text) == ("quote", f"Hall {number}")
        assert f"hall {number} broke" in lamp.citations[0].quote
        assert (colour.state, colour.text, colour.value, colour.citations) == ("empty", "", None, ())
        for cell in row.cells:
            assert all(holds(snapshot, citation) for citation in cell.citations)
            assert all(cell.text in citation.quote for citation in cell.citations)


def test_a_sentence_that_points_back_is_quoted_without_the_one_before() -> None:
    text = "The bolt had rusted in the sea air. This is regarded as the probable cause."
    asked, _ = assistant(library({"a.txt": f"The bridge of Kiel\n\n{text}"}))
    (row,) = asked.table(["probable cause"]).rows
    assert row.cells[0].text == row.cells[0].citations[0].quote == text


def test_a_year_in_a_sentence_is_taken_for_the_date_of_a_document_that_names_one_day() -> None:
    text = "Board meeting, 12 November 2024\n\nThe board set the date of the fair for 2025."
    asked, _ = assistant(library({"a.txt": text}))
    (row,) = asked.table(["date"]).rows
    assert row.cells[0].text == "12 November 2024"


def test_the_day_of_a_meeting_is_another_than_that_of_its_head() -> None:
    head = "Choir: board meeting\n\nMonday 5 February 2024, in the hall\n\n"
    asked, _ = assistant(library({"a.txt": f"{head}The fair is on 9 June 2024. The next meeting is on 4 March 2024."}))
    ((meeting, wedding),) = [row.cells for row in asked.table(["date of the meeting", "date of the wedding"]).rows]
    assert (meeting.state, meeting.text) == ("quote", "5 February 2024")
    assert wedding.text != "5 February 2024"


def test_a_filter_does_not_count() -> None:
    asked, _ = assistant(library(reports(3) | {"other/a.txt": "Place: Bonn"}))
    table = asked.table(["place"], Filter.parse("other"))
    assert (table.documents, [row.cells[0].text for row in table.rows]) == (1, ["Bonn"])


def test_a_cell_is_read_twice(tmp_path: Path) -> None:
    made, store = library(reports(4)), CellStore(tmp_path / "cells.sqlite")
    first, model = assistant(made, store)
    table = first.table(COLUMNS)
    assert model.asked
    store.close()
    again, model = assistant(made, CellStore(tmp_path / "cells.sqlite"))
    plan = next(again.table_steps(COLUMNS))
    assert isinstance(plan, TablePlan)
    assert (plan.documents, plan.cells, plan.kept, plan.seconds) == (4, 12, 12, 0.0)
    assert again.table(COLUMNS).rows == table.rows
    assert model.asked == []


def test_a_changed_document_redoes_other_rows_or_keeps_its_own(tmp_path: Path) -> None:
    made, store = library(reports(4)), CellStore(tmp_path / "cells.sqlite")
    asked, model = assistant(made, store)
    asked.table(COLUMNS)
    put(made, {"reports/002.txt": "Report\n\nPlace: Bonn\n\nThe lamp was green."})
    before = len(model.asked)
    plan = next(asked.table_steps(COLUMNS))
    assert isinstance(plan, TablePlan)
    assert plan.kept == 9
    table = asked.table(COLUMNS)
    assert [row.cells[0].text for row in table.rows] == ["Hall 0", "Hall 1", "Bonn", "Hall 3"]
    one, _ = assistant(library({"reports/002.txt": "Report\n\nPlace: Bonn\n\nThe lamp was green."}))
    counting = one._model
    assert isinstance(counting, CountingModel)
    one.table(COLUMNS)
    assert len(model.asked) - before == len(counting.asked)


def test_what_is_done_before_an_interruption_is_lost(tmp_path: Path) -> None:
    made = library(reports(30))
    store = CellStore(tmp_path / "cells.sqlite")
    asked, _ = assistant(made, store)
    steps = asked.table_steps(COLUMNS)
    assert isinstance(next(steps), TablePlan)
    for _ in range(5):
        assert isinstance(next(steps), RowDone)
    steps.close()
    store.close()
    again, _ = assistant(made, CellStore(tmp_path / "cells.sqlite"))
    plan = next(again.table_steps(COLUMNS))
    assert isinstance(plan, TablePlan)
    assert plan.kept >= 5 * len(COLUMNS)


def test_a_document_that_is_removed_meanwhile_ends_the_table() -> None:
    made = library(reports(6))
    asked, _ = assistant(made)
    steps = asked.table_steps(COLUMNS)
    next(steps)
    next(steps)
    with made.update() as draft:
        draft.remove("reports/005.txt")
        draft.publish()
    rows = [step.row.source for step in steps if isinstance(step, RowDone)]
    assert rows[-1] == "reports/005.txt"
    assert asked.table(COLUMNS).documents == 5


def test_a_section_is_no_row() -> None:
    asked, _ = assistant(library({"a.md": "# One\n\nPlace: Kiel\n\n# Two\n\nPlace: Bonn\n", "b.txt": "Place: Ulm"}))
    table = asked.table(["place"], each="section")
    told = [(row.source, row.title, row.cells[0].text) for row in table.rows]
    assert told == [("a.md", "One", "Kiel"), ("a.md", "Two", "Bonn"), ("b.txt", "Place: Ulm", "Ulm")]
    assert table.documents == 2


def test_an_empty_library_or_a_column_that_is_none_is_not_told() -> None:
    asked, _ = assistant(library(reports(1)))
    with pytest.raises(QuestionError):
        asked.table(["  "])
    assert asked.table(["place"], Filter.parse("nowhere")).documents == 0


@pytest.mark.parametrize("damage", ["not a database", "a table of another shape"])
def test_a_damaged_store_ends_the_table(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "cells.sqlite"
    if damage == "not a database":
        path.write_bytes(b"nothing" * 400)
    else:
        with sqlite3.connect(path) as connection:
            connection.execute("CREATE TABLE cells (key TEXT PRIMARY KEY, cell TEXT, more TEXT NOT NULL)")
        connection.close()
    asked, _ = assistant(library(reports(2)), CellStore(path))
    assert [row.cells[0].text for row in asked.table(["place"]).rows] == ["Hall 0", "Hall 1"]
    asked.close()
