"""The chat as a visitor meets it, in a real browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.e2e.conftest import EXAMPLE
from tests.processes import SEEDS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.e2e.conftest import Visitor

ARTICLE = SEEDS / "000_8ab994d9b131bbc8.txt"
IN_VIEW = """(mark) => {
  const box = mark.getBoundingClientRect();
  const pane = document.querySelector('#messages').getBoundingClientRect();
  return box.height > 0 && box.top >= pane.top && box.bottom <= pane.bottom;
}"""


def test_an_answer_quotes_the_article_and_a_chip_leads_to_its_quote(open_page: Callable[..., Visitor]) -> None:
    visitor = open_page(viewport={"width": 1100, "height": 480})
    visitor.ask("why is Alibaba's plan considered risky?")
    article = ARTICLE.read_text(encoding="utf-8")
    chips = visitor.reply.locator("a.chip").all()
    assert chips
    for chip in chips:
        anchor = (chip.get_attribute("href") or "")[1:]
        marks = visitor.reply.locator(f"mark.{anchor}")
        quote = "".join(marks.all_text_contents())
        assert len(quote) > 20
        assert quote in article
        chip.click()
        visitor.page.wait_for_function(f"document.querySelector('mark.{anchor}').classList.contains('now')")
        visitor.page.wait_for_function(f"({IN_VIEW})(document.querySelector('mark.{anchor}'))")
        assert visitor.page.locator("mark.now").count() == marks.count()
    assert visitor.reply.locator(".confidence").get_attribute("title")
    assert visitor.page.url.rstrip("/").count("/") == 2


def test_a_chip_works_from_the_keyboard(open_page: Callable[..., Visitor]) -> None:
    visitor = open_page()
    visitor.ask("why is Alibaba's plan considered risky?")
    visitor.reply.locator("a.chip").last.focus()
    visitor.page.keyboard.press("Enter")
    visitor.page.wait_for_selector("mark.now")


def test_an_example_is_asked_with_one_click_and_a_conversation_begun_anew(open_page: Callable[..., Visitor]) -> None:
    visitor = open_page()
    visitor.page.get_by_role("button", name=EXAMPLE).click()
    visitor.wait_for_reply()
    assert visitor.page.locator(".question").all_text_contents() == [EXAMPLE]
    visitor.page.get_by_role("button", name="New conversation").click()
    visitor.page.wait_for_selector(".welcome")
    assert visitor.page.locator(".reply").count() == 0


def test_what_the_documents_do_not_say_is_refused_without_a_citation(open_page: Callable[..., Visitor]) -> None:
    visitor = open_page()
    visitor.ask("What is the capital of Mongolia?")
    assert visitor.reply.locator(".refusal").count() == 1
    assert visitor.reply.locator("a.chip, mark").count() == 0
    assert "Nearest, not an answer" in visitor.reply.inner_text()


def test_a_question_is_shown_as_it_was_typed(open_page: Callable[..., Visitor]) -> None:
    visitor = open_page()
    typed = (
        "<img src=x onerror=\"document.title='hacked'\"> **b** $$x$$ {{1}} ${1} <think>a</think> [l](http://e.example)"
    )
    visitor.ask(typed)
    assert visitor.page.locator(".question").last.text_content() == typed
    assert visitor.page.title() == "citeseed"
    assert visitor.page.locator("#messages img, #messages think, .question a").count() == 0


def test_a_follow_up_is_understood_and_says_what_was_searched(open_page: Callable[..., Visitor]) -> None:
    visitor = open_page()
    visitor.ask("How much will Alibaba invest in AI over the next three years?")
    assert "$53 billion" in visitor.reply.inner_text()
    visitor.ask("And why is it risky?")
    assert "Alibaba" in visitor.reply.locator(".searched").inner_text()
    assert any("risky" in mark for mark in visitor.reply.locator("mark").all_inner_texts())
    assert visitor.page.locator("[id^='cite-1-']").count() >= 1
    assert visitor.page.locator("[id^='cite-2-']").count() >= 1


def test_a_document_is_added_asked_about_and_removed(open_page: Callable[..., Visitor], tmp_path: Path) -> None:
    upload = tmp_path / "roses <b>.md"
    upload.write_text(
        "# Pruning <i>roses</i>\n\nThe gardener Wilhelmina prunes the roses in March.\n", encoding="utf-8"
    )
    visitor = open_page()
    page = visitor.page
    page.set_input_files("#uploads input[type=file]", upload)
    page.wait_for_selector("#shelf-state .done", timeout=120_000)
    assert "Added 1 document." in page.inner_text("#shelf-state")
    assert "roses" in page.inner_text("#documents")
    assert page.locator("#documents b, #documents i").count() == 0
    assert "2 documents" in page.inner_text("#header")
    visitor.ask("Who prunes the roses in March?")
    assert any("Wilhelmina" in mark for mark in visitor.reply.locator("mark").all_inner_texts())

    page.set_input_files("#uploads input[type=file]", upload)
    page.wait_for_selector("#shelf-state .skipped", timeout=120_000)
    assert "already in the library" in page.inner_text("#shelf-state")

    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Remove").click()
    page.wait_for_function("document.querySelectorAll('#documents li').length === 1", timeout=120_000)
    assert "1 document" in page.inner_text("#header")


def test_a_rebuild_says_what_it_did_while_questions_are_answered(open_page: Callable[..., Visitor]) -> None:
    visitor = open_page()
    visitor.send("why is Alibaba's plan considered risky?")
    visitor.page.get_by_role("button", name="Rebuild from seeds").click()
    visitor.wait_for_reply()
    visitor.page.wait_for_selector("#shelf-state .done", timeout=120_000)
    assert "Nothing has changed." in visitor.page.inner_text("#shelf-state")
    assert visitor.reply.locator("mark").count() >= 1


def test_a_phone_shows_everything_without_scrolling_sideways(open_page: Callable[..., Visitor]) -> None:
    visitor = open_page(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    visitor.ask("why is Alibaba's plan considered risky?")
    page = visitor.page
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    visitor.reply.locator("a.chip").first.tap()
    page.wait_for_selector("mark.now")
    page.get_by_role("link", name="Documents").tap()
    page.wait_for_function("document.querySelector('#rebuild').getBoundingClientRect().top < innerHeight")


@pytest.mark.parametrize(("scheme", "paper"), [("light", "rgb(251, 250, 247)"), ("dark", "rgb(22, 24, 21)")])
def test_light_and_dark_follow_the_system(open_page: Callable[..., Visitor], scheme: str, paper: str) -> None:
    visitor = open_page(color_scheme=scheme)
    visitor.page.wait_for_function(f"getComputedStyle(document.body).backgroundColor === '{paper}'")


def test_two_visitors_do_not_see_each_other(open_page: Callable[..., Visitor]) -> None:
    one, other = open_page(), open_page()
    one.ask("why is Alibaba's plan considered risky?")
    other.ask("What is the capital of Mongolia?")
    assert one.page.locator(".question").all_text_contents() == ["why is Alibaba's plan considered risky?"]
    assert other.page.locator(".question").all_text_contents() == ["What is the capital of Mongolia?"]
