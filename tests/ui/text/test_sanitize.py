from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.text.sanitize import in_whole_characters, to_json, visible, visible_block

ANY_TEXT = st.text(st.characters(codec=None))


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("\x1b[31mred", "\\x1b[31mred"),
        ("one\ntwo\tthree", "one\\ntwo\\tthree"),
        ("\x9b2J", "\\x9b2J"),
        ("caf\udce9.txt", "caf\\xe9.txt"),
        ("gpj\u202etxt", "gpj\\u202etxt"),
        ("a\U000e0041b", "a\\U000e0041b"),
    ],
)
def test_what_a_terminal_obeys_is_shown(raw: str, shown: str) -> None:
    assert visible(raw) == shown


@pytest.mark.parametrize("text", ["می‌خواهم", "👨‍👩‍👧", "naïve “quote” – £5", "日本語", "שלום"])
def test_letters_of_every_script_stay(text: str) -> None:
    assert visible(text) == text
    assert visible_block(text) == text


def test_a_block_keeps_its_lines() -> None:
    assert visible_block("one\n\ttwo\r") == "one\n\ttwo\\r"


@given(ANY_TEXT)
def test_nothing_obeyed_is_left(text: str) -> None:
    assert not [char for char in visible(text) if unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp"}]
    assert not [char for char in visible_block(text) if unicodedata.category(char) == "Cc" and char not in "\n\t"]
    visible_block(text).encode("utf-8")


@given(st.dictionaries(ANY_TEXT, ANY_TEXT | st.floats(allow_nan=False) | st.none(), max_size=3))
def test_json_says_the_same_and_holds_nothing_obeyed(value: dict[str, object]) -> None:
    text = to_json(value)
    assert json.loads(text) == value
    assert visible_block(text) == text


def test_json_is_readable() -> None:
    assert "“Zoë”" in to_json({"quote": "“Zoë”"})


@given(ANY_TEXT)
def test_whole_characters_can_be_sent_and_stay_as_they_are(text: str) -> None:
    whole = in_whole_characters(text)
    assert whole.encode().decode() == whole == in_whole_characters(whole)
    assert whole == text or any("\ud800" <= character <= "\udfff" for character in text)


@pytest.mark.parametrize(
    ("halves", "whole"),
    [("a\ud800b", "a\ufffdb"), ("\udc00", "\ufffd"), ("\ud83c\udf31", "\U0001f331"), ("\ufeffa",) * 2],
)
def test_half_a_character_is_replaced_and_two_are_joined(halves: str, whole: str) -> None:
    assert in_whole_characters(halves) == whole
