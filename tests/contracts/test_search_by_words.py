"""The contract of libraries: inflected and misspelt words are found, in each language."""

from __future__ import annotations

import pytest

from index import Filter, Library
from tests.contracts.texts import TEXTS, put

IN_LANGUAGES = {
    "de/rent": "Die Verträge der Mieter können gekündigt werden.",
    "de/mill": "Die alten Mühlen brannten im Winter ab, sagte der Müller.",
    "fr/rent": "Les contrats des locataires peuvent être résiliés.",
    "en/rent": "The tenants may end their leases whenever they wish to.",
    "zh/rent": "租户可以提前三个月解除合同。",
}


@pytest.mark.parametrize(
    ("question", "source"),
    [
        ("Wann endet der Vertrag eines Mieters?", "de/rent.txt"),
        ("Vertrag", "de/rent.txt"),
        ("Wer nahm die Mühle?", "de/mill.txt"),
        ("Quel locataire a un contrat ?", "fr/rent.txt"),
        ("Which lease does the tenant end?", "en/rent.txt"),
        ("合同什么时候解除？", "zh/rent.txt"),
    ],
)
def test_inflected_words_are_found_in_each_language_of_a_library(library: Library, question: str, source: str) -> None:
    put(library, **IN_LANGUAGES)
    found = library.open().search(question, 3).keyword
    assert found[0].chunk.source == source


@pytest.mark.parametrize(
    ("misspelt", "source"),
    [
        ("captian", "ships"),
        ("stroms", "ships"),
        ("forrests", "foxes"),
        ("berris", "foxes"),
        ("folur", "bread"),
        ("minits", None),  # two edits in a short word
        ("Which aptain reads?", "ships"),
        ("Vertrg", "de/rent"),
        ("Mietter", "de/rent"),
        ("resilirs", "fr/rent"),
        ("locatairr", "fr/rent"),
    ],
)
def test_a_misspelt_word_of_a_question_finds_the_word_that_is_meant(
    library: Library, misspelt: str, source: str | None
) -> None:
    put(library, **TEXTS, **IN_LANGUAGES)
    snapshot = library.open()
    for within in (Filter(), Filter.parse("", ["txt"])):
        found = snapshot.search(misspelt, 3, within).keyword
        assert [hit.chunk.source for hit in found[:1]] == ([f"{source}.txt"] if source else [])


def test_a_known_word_counts_more_than_one_that_a_misspelt_one_resembles(library: Library) -> None:
    put(library, one="A captain slept.", other="A sailor slept.")
    found = library.open().search("sailor captian", 5).keyword
    assert [hit.chunk.source for hit in found] == ["other.txt", "one.txt"]
