"""What is asked for a column, and what kind its values are."""

from __future__ import annotations

import pytest

from rag.errors import QuestionError
from rag.extraction.columns import MAX_COLUMNS, column, columns


@pytest.mark.parametrize(
    ("name", "kind", "question"),
    [
        ("date", "date", "What is the date?"),
        ("date of the meeting", "date", "What is the date of the meeting?"),
        ("place", "text", "What is the place?"),
        ("probable cause", "text", "What is the probable cause?"),
        ("number of passengers", "number", "What is the number of passengers?"),
        ("author", "text", "Who is the author?"),
        ("Who may terminate, and with what notice?", "text", "Who may terminate, and with what notice?"),
        ("When did it begin", "date", "When did it begin?"),
        ("How many people were hurt?", "number", "How many people were hurt?"),
        ("Was anybody injured?", "yes/no", "Was anybody injured?"),
        ("will", "text", "What is the will?"),
    ],
)
def test_a_column_is_asked_or_typed_otherwise(name: str, kind: str, question: str) -> None:
    found = column(name)
    assert (found.name, found.kind, found.questions[0]) == (name, kind, question)


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ([], "needs a column"),
        (["  "], "asks nothing"),
        (["date", "???"], "asks nothing"),
        (["Date", "date"], "twice"),
        (["x" * 5000], "characters"),
        ([f"column {number}" for number in range(MAX_COLUMNS + 1)], "two tables"),
    ],
)
def test_what_is_no_column_is_asked(names: list[str], said: str) -> None:
    with pytest.raises(QuestionError, match=said):
        columns(names)
