"""What a page keeps of the chosen documents becomes a filter, or is refused."""

from __future__ import annotations

import json

import pytest

from index.errors import FilterError
from index.filters import EVERYTHING, Filter
from tests.ui.fake_assistant import FakeAssistant
from ui.chat import choice


def test_everything_is_chosen_until_something_is() -> None:
    assert choice.from_text("") == EVERYTHING
    assert choice.from_text('{"without": []}') == EVERYTHING


def test_chosen_and_hidden_documents_are_counted() -> None:
    snapshot = FakeAssistant(dict.fromkeys(("a.txt", "b/c.md", "b/d.md"), "Some text.")).library.open()
    within = choice.from_text(json.dumps({"only": ["b/"]}), ["b/d.md"])
    assert within == Filter(only=frozenset({"b/"}), without=frozenset({"b/d.md"}))
    assert choice.counted(within, snapshot) == (1, 3)
    assert choice.counted(choice.from_text("", ["a.txt"]), snapshot) == (2, 3)


def test_nothing_chosen_says_what_to_do() -> None:
    with pytest.raises(FilterError, match="Choose at least one source"):
        choice.from_text('{"only": []}')


@pytest.mark.parametrize("text", ["{", "[]", '{"only": 3}', '{"only": [1]}', '{"folder": "a"}', "[" * 2_000_000])
def test_a_choice_that_a_page_does_not_make_is_refused(text: str) -> None:
    with pytest.raises(FilterError, match="did not arrive"):
        choice.from_text(text)
