from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.types import Document
from rag import QuestionError
from ui.formats.documents import MAX_CHARACTERS, reading_record

TEXTS = st.text(alphabet="ab\n", max_size=300).map(lambda text: text * 150)


def document(text: str) -> Document:
    return Document("a.txt", "A", text, (), (), "0" * 64)


@given(text=TEXTS)
def test_reading_on_leaves_something_out(text: str) -> None:
    parts, place = "", 0
    while True:
        part = reading_record(document(text), 1, place, None, 0)
        assert part["start"] == place
        assert part["text"] == text[place : part["end"]]
        assert len(part["text"]) <= MAX_CHARACTERS
        parts += part["text"]
        if part["next"] is None:
            break
        assert part["next"] > place
        place = part["next"]
    assert parts == text


@given(text=TEXTS, start=st.integers(0, 50_000), length=st.integers(0, 500), around=st.integers(1, 5_000))
def test_surroundings_lack_a_part_of_the_quote(text: str, start: int, length: int, around: int) -> None:
    end = min(start + length, len(text))
    start = min(start, end)
    part = reading_record(document(text), 1, start, end, around)
    assert part["text"] == text[part["start"] : part["end"]]
    assert part["start"] <= max(start - around, 0)
    assert part["end"] >= min(end + around, len(text))


def test_a_part_that_is_not_there_is_refused() -> None:
    for start, end in ((4, None), (2, 1), (0, 9)):
        with pytest.raises(QuestionError, match=r"There are no characters .* 'a\.txt'"):
            reading_record(document("abc"), 1, start, end, 0)
