"""A copied answer has its quotes."""

from __future__ import annotations

from dataclasses import replace

from rag.types import NoAnswer, Reason, Sentence
from tests.ui.outcomes import answer, computed
from ui.formats.plain_text import refusal_text, with_footnotes


def test_every_sentence_has_its_numbers_and_every_number_its_quotes() -> None:
    assert with_footnotes(answer()) == (
        "The price of fuel is the reason, the report says. [1] Costs rose by 5 percent. [2] [3] "
        "The price of fuel is the reason, the report says. [1]\n\n"
        "[1] Annual report, reports/2024.txt, page 3: “The price of fuel is the reason, the report says.”\n"
        "[2] Annual report, reports/2024.txt, page 3: “Costs rose by 5 percent.”\n"
        "[3] Annual report, reports/2024.txt, page 3: “Sales fell.”"
    )


def test_what_no_document_says_is_marked() -> None:
    result = replace(answer(), sentences=(Sentence("It will rain.", ()),))
    assert with_footnotes(result) == "It will rain. (not supported by the documents)"


def test_a_refusal_that_is_not_sure_lists_the_closest_statements_with_their_numbers() -> None:
    answered = answer()
    unsure = NoAnswer(Reason.UNSURE, answered.passages, answered.sentences[:1], 0.4, answered.trace)
    text = refusal_text(unsure)
    assert text.startswith("Not sure. The closest the documents say:\n\n- ")
    assert answered.sentences[0].text in text
    assert f"[{answered.citations[0].passage}]" in text


def test_a_computed_value_is_marked_above_the_quotes() -> None:
    assert with_footnotes(computed()).startswith(
        "Computed: 144.5 EUR (sum of Amount <b> over 5 rows; 3 of 5 rows shown)"
    )
