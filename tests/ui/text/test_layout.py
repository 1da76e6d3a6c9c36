from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.types import Answer, Sentence
from tests.ui.outcomes import citation, passage, trace
from ui.chat.models import Exchange
from ui.cli.output.console import Screen
from ui.cli.output.terminal import outcome_text
from ui.text.layout import known_as, separator, shortened
from ui.web.views import thread

TEXT = "Costs rose. - two onions 3. Simmer it. 1984 was better."


def said(quote: str, source: str = "a.txt") -> Sentence:
    return Sentence(quote, (citation(quote, text=TEXT, source=source),))


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (said("Costs rose."), said("1984 was better."), " "),
        (said("Costs rose."), said("- two onions"), "\n"),
        (said("3. Simmer it."), said("Costs rose."), "\n"),
        (said("Costs rose."), said("1984 was better.", "b.txt"), "\n"),
        (said("Costs rose."), Sentence("Nobody says this.", ()), " "),
    ],
)
def test_items_and_documents_are_set_apart(before: Sentence, after: Sentence, expected: str) -> None:
    assert separator(before, after) == expected


def test_a_list_is_a_list_in_the_terminal_and_on_the_page() -> None:
    sentences = (said("Costs rose."), said("- two onions"), said("3. Simmer it."))
    answer = Answer(sentences, (passage(1, TEXT, "a.txt"),), 0.9, trace())
    printed = outcome_text(answer.trace.standalone_question, answer, Screen(width=None, color=False))
    assert printed.startswith("Costs rose. [1]\n- two onions [1]\n3. Simmer it. [1]\n\n")
    shown = thread.exchange(Exchange("1", answer.trace.standalone_question, 0.0, answer))
    assert '</button></span>\n- two <span class="tied">onions<button' in shown


@given(st.text(), st.integers(2, 60))
def test_shortened_is_a_beginning_and_fits(text: str, characters: int) -> None:
    short = shortened(text, characters)
    assert len(short) <= characters
    assert " ".join(text.split()).startswith(short.removesuffix("…"))


def test_a_document_is_not_shown_where_people_know_it() -> None:
    assert known_as("uploads/office/rules.md") == "office/rules.md"
    assert known_as("office/uploads/rules.md") == "office/uploads/rules.md"
