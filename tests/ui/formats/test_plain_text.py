"""A copied answer has its quotes."""

from __future__ import annotations

from dataclasses import replace

from rag.types import Sentence
from tests.ui.outcomes import answer
from ui.formats.plain_text import with_footnotes


def test_every_sentence_has_its_numbers_and_every_number_its_quotes() -> None:
    assert with_footnotes(answer()) == (
        "The price of fuel is the reason, the report says. [1] Costs rose by 5 percent. [1] [2] "
        "The price of fuel is the reason, the report says. [1]\n\n"
        "[1] Annual report, reports/2024.txt, page 3: “Costs rose by 5 percent.” "
        "“The price of fuel is the reason, the report says.”\n"
        "[2] Annual report, reports/2024.txt, page 3: “Sales fell.”"
    )


def test_what_no_document_says_is_marked() -> None:
    result = replace(answer(), sentences=(Sentence("It will rain.", ()),))
    assert with_footnotes(result) == "It will rain. (not supported by the documents)"
