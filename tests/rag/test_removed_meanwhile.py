"""A document that is removed from the folder and the library while a text is checked or a table is filled."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from index import sync
from rag import Assistant, Settings
from rag.citations.quotes import holds
from rag.extraction.types import RowDone
from rag.generation.extractive import ExtractiveReader
from tests.fakes import FakeReadingModel
from tests.libraries import build

if TYPE_CHECKING:
    from pathlib import Path

FILES = {f"mill{n}.txt": f"Mill {n}\n\nPlace: Hall {n}\n\nThe mill in hall {n} grinds {n}0 sacks." for n in range(1, 5)}


@pytest.fixture
def folder(tmp_path: Path) -> tuple[Path, Assistant]:
    """The documents, and an assistant over their library on disk."""
    documents, library = build(tmp_path, FILES)
    return documents, Assistant(library, FakeReadingModel(), ExtractiveReader(), Settings())


def remove_last(folder: Path, assistant: Assistant) -> None:
    """Remove one document, and make the library equal to the folder, twice, so that old generations are swept."""
    (folder / "mill4.txt").unlink()
    for _ in range(2):
        (folder / "more.txt").write_text((folder / "mill1.txt").read_text() + "More.\n" * (1 + _))
        sync([folder], assistant.library)


def test_a_check_that_has_begun_is_ended(folder: tuple[Path, Assistant]) -> None:
    documents, assistant = folder
    text = "The mill in hall 1 grinds 10 sacks. The mill in hall 4 grinds 40 sacks."
    steps = assistant.check_steps(text)
    snapshot = assistant.library.open()
    assert next(steps).sentence.verdict == "supported"
    remove_last(documents, assistant)
    (rest,) = [step.sentence for step in steps]
    assert rest.verdict == "supported"
    assert all(holds(snapshot, citation) for citation in rest.citations)
    assert assistant.check(text).sentences[1].verdict != "supported"


def test_a_table_that_has_begun_is_ended(folder: tuple[Path, Assistant]) -> None:
    documents, assistant = folder
    steps = assistant.table_steps(["place", "Which mill grinds sacks?"])
    next(steps)
    next(steps)
    remove_last(documents, assistant)
    rows = [step.row for step in steps if isinstance(step, RowDone)]
    assert (rows[-1].source, rows[-1].cells[0].text) == ("mill4.txt", "Hall 4")
    assert "mill4.txt" not in [row.source for row in assistant.table(["place"]).rows]
