"""A passage is read below the fields at its document's head that the question names, and below no others."""

from __future__ import annotations

from index.types import Document
from index.types.blocks import Block, Blocks, Kind
from rag.query.terms import terms
from rag.retrieval.subject import subject

LINES: tuple[tuple[Kind, str], ...] = (
    ("form_field", "Location: Hallin"),
    ("table_row", "Boat: Silver Perch | Built: 1987"),
    ("paragraph", "word " * 20 + "ends."),
    ("form_field", "Harbour master: Hallin"),
)
COLUMNS = ("boat", "built")


def _document(*, columns: tuple[str, ...] = ()) -> Document:
    blocks, text = [], ""
    for kind, line in LINES:
        cells = ((len(text), len(text) + 4), (len(text) + 5, len(text) + 9)) if columns and kind == "table_row" else ()
        blocks.append(Block(kind, len(text), len(text) + len(line), columns=columns if cells else (), cells=cells))
        text += f"{line}\n"
    return Document("a.txt", "Report", text, (), (), "f", blocks=Blocks(blocks))


def test_the_fields_that_the_question_names_are_the_subject() -> None:
    assert subject(_document(), terms("How fast was the boat at Hallin?", ())) == ("Location: Hallin",)
    assert subject(_document(), terms("When was the Silver Perch built?", ())) == ("Boat: Silver Perch | Built: 1987",)


def test_a_field_behind_running_text_is_no_subject() -> None:
    assert "Harbour master: Hallin" not in subject(_document(), terms("What happened at Hallin?", ()))


def test_a_question_that_names_nothing_has_no_subject() -> None:
    assert subject(_document(), terms("how fast was the boat?", ())) == ()


def test_rows_of_a_table_with_named_columns_are_no_fields() -> None:
    assert subject(_document(columns=COLUMNS), terms("When was the Silver Perch built?", ())) == ()
