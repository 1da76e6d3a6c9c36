"""Templates escape every value, need every value, and add no space of their own."""

from __future__ import annotations

import jinja2
import pytest
from hypothesis import example, given

from tests.ui.pages import HOSTILE, TEXTS, parsed, pick, structure
from ui.templates.environment import html


@given(TEXTS)
@example(HOSTILE)
@example("{{ 7 * 7 }}{% raw %}<b>")
def test_a_value_is_shown_as_it_is_and_never_acts(text: str) -> None:
    tree = parsed(html("suggestions", "welcome", questions=[text]))
    (offer,) = pick(tree, "button.offer")
    assert {tag for tag, *_ in structure(tree)} == {"div", "h2", "p", "ul", "li", "button"}
    assert offer.text_content() == offer.get("data-question") == text


def test_a_character_that_html_cannot_hold_is_replaced_not_dropped() -> None:
    tree = parsed(html("suggestions", "welcome", questions=["a\x00b\x1bc\ud800d\ufffee\n\tf"]))
    assert pick(tree, "button.offer")[0].text == "a\ufffdb\ufffdc\ufffdd\ufffde\n\tf"


def test_a_value_that_is_missing_is_an_error_not_a_blank() -> None:
    with pytest.raises(jinja2.UndefinedError):
        html("suggestions", "welcome")


def test_the_layout_of_a_template_is_not_shown_but_its_words_stay_apart() -> None:
    shown = html("conversations", "listed", rows=(), now="", words="")
    assert "\n" not in shown
    assert "  " not in shown
    assert ">What you ask is kept here, for you alone.</p>" in shown
