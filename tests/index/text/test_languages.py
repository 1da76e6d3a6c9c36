from __future__ import annotations

import pytest

from index.text.languages import AUTO, ENGLISH, STEMMERS, document_language, function_words, language_of
from index.text.tokenizer import terms


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Der Mietvertrag kann mit einer Frist von drei Monaten gekündigt werden.", "de"),
        ("Le contrat peut être résilié avec un préavis de trois mois.", "fr"),
        ("El contrato se puede rescindir con tres meses de antelación.", "es"),
        ("合同可以提前三个月解除。", "zh"),
        ("契約は三か月前の予告で解約できます。", "ja"),
        ("The lease ends three months after notice.", "en"),
        ("1,203 4,501 2024-01-31", "en"),
        ("", "en"),
    ],
)
def test_a_text_has_its_language_and_what_is_none_is_english(text: str, language: str) -> None:
    assert language_of(text) == language
    assert document_language(text, AUTO) == language
    assert document_language(text, "fi") == "fi"


def test_a_document_is_what_it_begins_with() -> None:
    german, english = "Der Vertrag endet nach drei Monaten. ", "The lease ends after three months. "
    assert language_of(german * 600 + english * 600) == "de"


def test_every_language_that_can_be_chosen_has_a_stemmer() -> None:
    for language in STEMMERS:
        assert terms("Radio 7", language)[1] == "7"


def test_stop_words_are_those_of_the_language() -> None:
    assert {"der", "für", "wann"} <= function_words("de")
    assert {"le", "pour", "quand"} <= function_words("fr")
    assert "the" in function_words(ENGLISH)
    assert "og" in function_words("no")
    assert function_words("xx") == frozenset()


@pytest.mark.parametrize(
    "text",
    ["Who manages the Hafen branch?", "Which meter belongs to the Bibliothek?", "up to how much?", "what about E12?"],
)
def test_a_foreign_name_in_a_short_question_does_not_make_it_foreign(text: str) -> None:
    assert language_of(text) == "en"
