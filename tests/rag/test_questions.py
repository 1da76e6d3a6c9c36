from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.errors import QuestionError
from rag.questions import LONGEST, cleaned


@pytest.mark.parametrize("question", ["", "   ", "\n\t", "???", "\x00\x1b", "😀" * 20])
def test_a_question_without_a_word_is_refused(question: str) -> None:
    with pytest.raises(QuestionError, match="empty"):
        cleaned(question)


def test_a_pasted_document_is_refused_with_the_limit() -> None:
    with pytest.raises(QuestionError, match="1,048,576 characters long; at most 4,000"):
        cleaned("x" * 1_048_576)


def test_white_space_and_control_characters_become_one_space() -> None:
    assert cleaned("  why\x00 is\n it \x1b risky? ") == "why is it risky?"


@given(st.text(max_size=LONGEST))
def test_what_is_asked_has_no_control_characters_and_asks_the_same_again(question: str) -> None:
    try:
        once = cleaned(question)
    except QuestionError:
        return
    assert cleaned(once) == once
    assert not {unicodedata.category(character) for character in once} & {"Cc", "Cs"}
