"""Quotes in a real browser: opened, previewed, stepped through, all from the keyboard too."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.e2e.conftest import IN_VIEW
from tests.harness.processes import ARTICLE, GOLDEN, SEEDS

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.e2e.conftest import Visitor


@pytest.mark.smoke
def test_a_chip_opens_the_article_at_its_quote(open_page: Callable[..., Visitor]) -> None:
    visitor = open_page(viewport={"width": 1280, "height": 520})
    visitor.ask(GOLDEN)
    article = (SEEDS / ARTICLE).read_text(encoding="utf-8")
    chips = visitor.reply.locator("button.chip").all()
    assert chips
    for number, chip in enumerate(chips):
        quote = chip.get_attribute("data-quote") or ""
        assert quote.removesuffix("…") in article
        chip.click()
        visitor.page.wait_for_selector(f"#viewer mark.now[data-quotes~='{number}']")
        visitor.page.wait_for_function(IN_VIEW)
        marked = "".join(visitor.page.locator("#viewer mark.now").all_text_contents())
        assert marked.startswith(quote.removesuffix("…"))
    assert visitor.reply.locator(".confidence").get_attribute("title")
    assert visitor.page.url.rstrip("/").count("/") == 2
    original = visitor.page.get_by_role("link", name="Open the file").get_attribute("href")
    assert visitor.page.request.get(f"{visitor.page.url}{original}").text() == article


def test_the_quotes_of_an_answer_are_walked_and_listed(open_page: Callable[..., Visitor]) -> None:
    visitor = open_page()
    visitor.ask(GOLDEN)
    page, total = visitor.page, visitor.reply.locator("button.chip").count()
    visitor.reply.locator("button.chip").first.click()
    for number in [*range(2, total + 1), 1]:
        page.get_by_role("button", name="Next quote").click()
        page.wait_for_function(f"document.querySelector('.which').textContent === 'Quote {number} of {total}'")
        page.wait_for_function(IN_VIEW)
    page.locator(".all-quotes summary").click()
    page.locator(".all-quotes .source").last.click()
    page.wait_for_selector(f"#viewer mark.now[data-quotes~='{total - 1}']")


def test_a_new_question_stands_at_the_top_while_the_viewer_follows_its_answer(
    open_page: Callable[..., Visitor],
) -> None:
    visitor = open_page(viewport={"width": 1280, "height": 520})
    page = visitor.page
    visitor.ask(GOLDEN)
    visitor.reply.locator("button.chip").first.click()
    page.wait_for_function(IN_VIEW)
    for number, question in enumerate(("Who founded Alibaba?", "What is Alibaba's current goal?"), 1):
        visitor.send(question)
        visitor.wait_for_reply(number)
        page.wait_for_function(
            """() => {
              const top = (name) => document.querySelector(name).getBoundingClientRect().top;
              return Math.abs(top("#messages .exchange:last-child") - top("#messages")) < 3;
            }"""
        )


def test_a_quote_is_seen_at_a_glance(open_page: Callable[..., Visitor]) -> None:
    visitor = open_page()
    visitor.ask(GOLDEN)
    chip = visitor.reply.locator("button.chip").first
    chip.hover()
    peek = visitor.page.locator("#peek")
    peek.wait_for(state="visible")
    assert (chip.get_attribute("data-quote") or "?") in peek.inner_text()
    visitor.page.mouse.move(5, 5)
    peek.wait_for(state="hidden")


def test_everything_works_from_the_keyboard(open_page: Callable[..., Visitor]) -> None:
    visitor = open_page()
    page = visitor.page
    page.keyboard.type(GOLDEN)  # the text box has the focus
    page.keyboard.press("Enter")
    visitor.wait_for_reply()
    visitor.reply.locator(".confidence").focus()
    for _ in range(20):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.matches('button.chip')"):
            break
    page.locator("#peek").wait_for(state="visible")
    page.keyboard.press("Escape")
    page.locator("#peek").wait_for(state="hidden")
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.matches('#viewer mark.now')")
    page.keyboard.press("Escape")
    page.wait_for_function("document.activeElement.matches('button.chip')")
    visitor.page.locator(".switch[data-pane=reading]").press("Enter")
    page.locator("#reading").wait_for(state="hidden")
    page.locator(".skip").press("Enter")
    assert page.evaluate("document.activeElement.matches('#question textarea')")
    page.locator("#tab-documents").press("ArrowRight")
    page.locator("#history .open").first.wait_for()
    assert page.evaluate("document.activeElement.id") == "tab-history"
