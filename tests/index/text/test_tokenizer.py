from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text.tokenizer import content_words, parts, question_forms, question_terms, terms, words


def split(text: str) -> list[str]:
    return [part for _, part in parts(text)]


def test_terms_are_folded_and_stemmed_with_compounds_and_their_parts() -> None:
    assert terms("Alibaba's plans") == ["alibaba", "plan"]
    assert terms("GPT-4, C#") == ["gpt-4", "gpt", "4", "c#"]
    assert terms("$53 and 3,000.5%") == ["$53", "53", "and", "3000.5%", "3000.5"]
    assert terms("U.S. e.g.") == ["us", "eg"]
    assert terms("می‌خواهم") == terms("میخواهم")
    assert terms("東京都") == ["東京", "京都"]


def test_a_number_before_letters_or_a_hyphen_keeps_its_digits() -> None:
    assert terms("1,200-page") == ["1200-page", "1200", "page"]
    assert split("$1.5bn in the 1990s") == ["$", "1.5bn", "in", "the", "1990s"]


def test_a_time_and_a_fraction_are_found_whole_and_in_parts() -> None:
    assert terms("12:30") == ["12:30", "12", "30"]
    assert split("12:30, 2/3") == ["12:30", "2/3"]


def test_question_terms_leave_out_function_words_unless_there_are_no_others() -> None:
    assert question_terms("What is the plan?") == ["plan"]
    assert question_terms("What is it?") == ["what", "is", "it"]
    assert question_terms("Which name does the US use?") == ["name", "us", "use"]


def test_words_keep_compounds_and_parts_split_them() -> None:
    assert words("Don't ask AT&T's U.S.-based C++ team about $53") == (
        ["Don't", "ask", "AT&T's", "U.S.", "based", "C++", "team", "about", "53"]
    )
    assert split("isn't O'Brien's well-known") == ["isn't", "O'Brien's", "well", "known"]


def test_content_words_stand_once_where_they_were_last() -> None:
    assert content_words("Risk and plan: what is the risk of it?") == ["plan", "Risk"]


@given(st.text())
def test_parts_stand_where_they_say_and_hold_every_letter_and_digit(text: str) -> None:
    found = list(parts(text))
    assert all(text.startswith(part, start) for start, part in found)
    covered = {place for start, part in found for place in range(start, start + len(part))}
    letters = {place for place, character in enumerate(text) if character.isalnum()}
    assert letters <= covered


@given(st.text(alphabet="aZ1.,:/-&'’_$%# ", max_size=40))
def test_words_and_parts_hold_the_same_letters(text: str) -> None:
    def letters(pieces: list[str]) -> str:
        return "".join(character for piece in pieces for character in piece if character.isalnum())

    assert letters(words(text)) == letters(split(text)) == letters([text])


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("de", "Häuser", "Haus"),
        ("de", "Kündigungen", "Kündigung"),
        ("fr", "mangeons", "mangeons"),
        ("fr", "monnaies romaines", "monnaie romaine"),
        ("es", "administraciones", "administración"),
        ("ru", "договоры", "договора"),
    ],
)
def test_inflected_words_have_one_term_in_their_language(language: str, one: str, other: str) -> None:
    assert terms(one, language) == terms(other, language)


def test_a_language_without_a_stemmer_is_stemmed_like_english() -> None:
    assert terms("plans", "xx") == terms("plans")
    assert terms("模型 models", "zh") == ["模型", "model"]


def test_vowels_of_thai_and_voiced_kana_tell_words_apart() -> None:
    assert terms("กิน") != terms("กัน")
    assert terms("バス") != terms("パス")
    assert terms("ﾊﾞｽ") == terms("バス")


def test_a_question_has_the_forms_of_all_languages_without_the_stop_words_of_its_own() -> None:
    assert question_forms("When did they die?", ("en", "de")) == [("die",)]
    assert question_forms("Wann kündigt man die Häuser?", ("en", "de")) == [("kundigt",), ("hauser", "haus")]
    assert question_forms("Wann kündigt man die Häuser?", ("de",)) == [("kundigt",), ("haus",)]
    assert question_forms("What is the plan?", ("en",)) == [("plan",)]
    assert question_forms("What is the plan?", ()) == [("plan",)]


@given(st.text())
def test_a_question_in_one_language_has_the_terms_of_that_language(text: str) -> None:
    assert [forms for (forms,) in question_forms(text, ("de",))] == question_terms(text, "de")
    assert [forms for (forms,) in question_forms(text, ("en",))] == question_terms(text)
