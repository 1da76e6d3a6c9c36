"""Asking in a real browser: examples, filters, refusals, follow-ups, edits, actions on answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.e2e.conftest import EXAMPLE, IN_VIEW
from tests.harness.processes import ARTICLE, GOLDEN, SEEDS

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.e2e.conftest import Visitor


def test_an_example_is_asked_with_one_click_and_a_conversation_begun_anew(open_page: Callable[..., Visitor]) -> None:
    visitor = open_page()
    visitor.page.locator(".welcome .offer").nth(2).wait_for()  # the given one, and some that were found
    visitor.page.get_by_role("button", name=EXAMPLE).click()
    visitor.wait_for_reply()
    assert visitor.page.locator(".question").all_text_contents() == [EXAMPLE]
    visitor.page.get_by_role("button", name="New conversation").click()
    visitor.page.locator(".welcome").wait_for()
    assert visitor.page.locator(".reply").count() == 0
    visitor.page.wait_for_function("document.activeElement.matches('#question textarea')")


def test_not_sure_looks_like_an_answer_or_a_refusal(open_page: Callable[..., Visitor]) -> None:
    visitor = open_page()
    visitor.ask("How many people work at Alibaba?")
    unsure = visitor.reply.locator("section.unsure")
    assert unsure.locator(".refusal").inner_text() == "Not sure. The closest the documents say:"
    assert unsure.locator(".closest button.chip").count() > 0
    assert visitor.reply.locator(".confidence").count() == 0
    statement = unsure.locator(".closest li").first
    assert statement.evaluate("each => getComputedStyle(each).backgroundColor") != "rgba(0, 0, 0, 0)"
    visitor.ask("What is the capital of Mongolia?")
    assert visitor.reply.locator("section.unsure").count() == 0
    assert visitor.reply.locator(".refusal.none").count() == 1


def test_an_export_has_an_odd_name(open_page: Callable[..., Visitor]) -> None:
    visitor = open_page()
    visitor.ask(EXAMPLE)
    visitor.page.get_by_label("Export").click()
    with visitor.page.expect_download() as saving:
        visitor.page.get_by_role("link", name="Markdown").click()
    assert saving.value.suggested_filename.removesuffix(".md")[-1].isalnum()


def test_what_the_documents_do_not_say_is_refused_without_a_citation(open_page: Callable[..., Visitor]) -> None:
    visitor = open_page()
    visitor.ask("What is the capital of Mongolia?")
    assert visitor.reply.locator(".refusal").count() == 1
    assert visitor.reply.locator(".chip, mark").count() == 0
    assert "Closest passages" in visitor.reply.inner_text()
    visitor.reply.locator(".nearest .source").first.click()
    visitor.page.wait_for_function(IN_VIEW)
    visitor.page.locator("#related", has_text="These are answered").wait_for(timeout=60_000)
    visitor.page.locator("#related .offer").first.click()
    visitor.wait_for_reply(1)
    assert visitor.reply.locator("button.chip").count() >= 1


def test_a_greeting_gets_one_and_what_can_be_asked(open_page: Callable[..., Visitor]) -> None:
    visitor = open_page()
    for said, told in (("hi there", "Hello. Ask anything"), ("thank you!", "Glad to help.")):
        visitor.ask(said)
        assert told in visitor.reply.inner_text()
        visitor.page.locator("#related", has_text="Try asking").wait_for(timeout=60_000)
    visitor.page.locator("#related .offer").first.click()
    visitor.wait_for_reply(2)
    assert visitor.reply.locator("button.chip").count() >= 1


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
    assert any("risky" in (chip.get_attribute("data-quote") or "") for chip in visitor.reply.locator(".chip").all())


def test_a_question_is_edited_asked_again_and_taken_back(open_page: Callable[..., Visitor]) -> None:
    visitor = open_page()
    page = visitor.page
    visitor.ask(GOLDEN)
    visitor.ask("What is Alibaba's current goal?")
    page.locator(".exchange").first.hover()
    page.locator(".edit summary").first.click()
    page.wait_for_function("document.activeElement.matches('.edit textarea')")  # the page gives it the focus
    page.keyboard.press("Control+A")
    page.keyboard.type("What is the capital of Mongolia?")
    page.keyboard.press("Enter")
    page.locator(".refusal").wait_for()
    assert page.locator(".question").all_text_contents() == ["What is the capital of Mongolia?"]
    page.locator("#bar .name", has_text="What is the capital of Mongolia?").wait_for()
    old = page.locator(".exchange").last.get_attribute("id")
    page.get_by_role("button", name="Ask again").last.click()
    page.wait_for_selector(f"#messages .exchange:not([id='{old}']):not(:has(.working))")
    page.get_by_role("button", name="Take this question back").click()
    page.locator(".welcome").wait_for()
    assert page.locator("#question textarea").input_value() == "What is the capital of Mongolia?"
    assert page.locator("#history .open").count() == 0


def test_an_edit_that_cannot_be_asked_leaves_all_as_it_was(open_page: Callable[..., Visitor]) -> None:
    visitor = open_page()
    page, asked = visitor.page, [GOLDEN, "What is Alibaba's current goal?"]
    for question in asked:
        visitor.ask(question)
    page.locator(".exchange").first.hover()
    page.locator(".edit summary").first.click()
    page.locator(".edit textarea").first.fill("???")
    page.locator(".edit[open] button").click()
    page.get_by_text("The question is empty.").wait_for()
    assert page.locator(".question").all_text_contents() == asked
    assert page.locator("#question textarea").input_value() == "???"
    page.locator("#fresh").click()
    page.locator("#tab-history").click()
    page.locator("#history .title").first.click()
    page.locator(".question").nth(1).wait_for()
    assert page.locator(".question").all_text_contents() == asked


def test_an_answer_is_copied_with_its_footnotes_and_judged(open_page: Callable[..., Visitor]) -> None:
    visitor = open_page(permissions=["clipboard-read", "clipboard-write"])
    page = visitor.page
    visitor.ask(GOLDEN)
    page.get_by_role("button", name="Copy with footnotes").click()
    page.get_by_role("button", name="Copied").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "\n\n[1] Alibaba’s $53 Billion" in copied
    assert (SEEDS / ARTICLE).name in copied
    page.get_by_role("button", name="Good answer").click()
    page.locator("[aria-label='Good answer'][aria-pressed=true]").wait_for()
    page.locator(".judge summary").click()
    page.get_by_label("The quotes do not support it").check()
    page.locator(".judge button").click()
    page.locator("details.judge.pressed").wait_for()
    assert page.locator("[aria-label='Good answer'][aria-pressed=false]").count() == 1
