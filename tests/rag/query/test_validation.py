from __future__ import annotations

import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.errors import QuestionError
from rag.query.validation import MAX_CHARACTERS, cleaned, conversation
from rag.types import Turn


@pytest.mark.parametrize("question", ["", "   ", "\n\t", "???", "\x00\x1b", "😀" * 20])
def test_a_question_without_a_word_is_refused(question: str) -> None:
    with pytest.raises(QuestionError, match="empty"):
        cleaned(question)


def test_a_pasted_document_is_refused_with_the_limit() -> None:
    with pytest.raises(QuestionError, match="1,048,576 characters long; at most 4,000"):
        cleaned("x" * 1_048_576)


@pytest.mark.parametrize("question", [None, 3, b"why?", ["why?"]])
def test_a_question_that_is_no_text_is_refused(question: Any) -> None:
    with pytest.raises(QuestionError, match=f"of type {type(question).__name__}; it must be text"):
        cleaned(question)


@pytest.mark.parametrize(
    "history", [[{"role": "user", "content": "x"}], "why?", None, 3, [("user", "x")], Turn("user", "x")]
)
def test_a_history_of_anything_but_turns_is_refused(history: Any) -> None:
    with pytest.raises(QuestionError, match=r'it must be a list of Turn\("user"'):
        conversation(history)


def test_a_history_is_the_turns_in_order() -> None:
    turns = [Turn("user", "Who prunes?"), Turn("assistant", "The gardener.")]
    assert conversation(turns) == tuple(turns)


@pytest.mark.parametrize(("role", "text"), [("system", "x"), (None, "x"), ([], "x"), ("user", None), ("user", b"x")])
def test_a_turn_is_text_of_the_user_or_the_assistant(role: Any, text: Any) -> None:
    with pytest.raises(QuestionError, match="turn"):
        Turn(role, text)


def test_white_space_and_control_characters_become_one_space() -> None:
    assert cleaned("  why\x00 is\n it \x1b risky? ") == "why is it risky?"


@given(st.text(max_size=MAX_CHARACTERS))
def test_what_is_asked_has_no_control_characters_and_asks_the_same_again(question: str) -> None:
    try:
        once = cleaned(question)
    except QuestionError:
        return
    assert cleaned(once) == once
    assert not {unicodedata.category(character) for character in once} & {"Cc", "Cs"}
