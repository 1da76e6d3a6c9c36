"""Conversations in a real browser: stored, found, resumed, exported, and private."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.e2e.conftest import IN_VIEW
from tests.harness.processes import GOLDEN

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Browser

    from tests.e2e.conftest import Visitor


def test_conversations_are_kept_named_found_resumed_and_deleted(open_page: Callable[..., Visitor]) -> None:
    visitor = open_page()
    page = visitor.page
    visitor.ask(GOLDEN)
    page.locator(".rename summary").click()
    page.get_by_label("Name").fill("A risky plan")
    page.get_by_label("Name").press("Enter")
    page.locator("#history .title", has_text="A risky plan").wait_for(state="attached")
    page.get_by_role("button", name="New conversation").click()
    page.locator(".welcome").wait_for()
    visitor.ask("What is the capital of Mongolia?")
    visitor.come_back()
    page.locator("#tab-history").click()
    page.wait_for_function("document.querySelectorAll('#history .open').length === 2")
    page.get_by_label("Search conversations").fill("speculative")
    page.wait_for_function("document.querySelectorAll('#history .open').length === 1")
    page.locator("#history .open").click()
    page.locator(".question", has_text=GOLDEN).wait_for()
    page.locator(".exchange .chip").first.click()
    page.wait_for_function(IN_VIEW)
    with page.expect_download() as fetched:
        page.get_by_label("Export").click()
        page.get_by_role("link", name="Markdown").click()
    assert "> Analysts see Alibaba" in fetched.value.path().read_text(encoding="utf-8")
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Delete A risky plan").click()
    page.locator(".welcome").wait_for()


def test_a_tab_that_is_loaded_again_shows_what_it_showed(open_page: Callable[..., Visitor]) -> None:
    visitor = open_page()
    page = visitor.page
    visitor.ask(GOLDEN)
    page.locator("#question textarea").fill("What is Alibaba's current goal?")
    page.reload()
    page.locator(".question", has_text=GOLDEN).wait_for()
    page.wait_for_function("document.querySelector('#question textarea').value !== ''")
    page.locator("#question textarea").press("Enter")
    visitor.wait_for_reply(1)
    assert page.locator(".question").all_text_contents() == [GOLDEN, "What is Alibaba's current goal?"]
    other = page.context.new_page()  # a tab of its own
    other.goto(page.url)
    other.locator("#history .open").wait_for(state="attached")
    assert other.locator(".question").count() == 0
    other.on("dialog", lambda warning: warning.accept())
    other.locator("#tab-history").click()
    other.get_by_role("button", name=f"Delete {GOLDEN}").click()
    other.locator("#history .empty").wait_for()
    page.reload()
    page.locator("#history .empty").wait_for(state="attached")
    assert page.locator(".welcome").is_visible()
    assert page.locator("#failed .trouble").count() == 0
    visitor.ask(GOLDEN)
    page.get_by_role("button", name="New conversation").click()
    page.locator(".welcome").wait_for()
    page.reload()
    page.locator("#history .open").wait_for(state="attached")
    assert page.locator(".question").count() == 0


def test_what_is_gone_is_said_to_be_and_all_else_stays(open_page: Callable[..., Visitor]) -> None:
    visitor = open_page()
    page = visitor.page
    visitor.ask(GOLDEN)
    page.locator("#fresh").click()
    page.locator(".welcome").wait_for()
    visitor.ask("Who attended the summit?")
    page.locator("#tab-history").click()
    page.locator("#history li").nth(1).wait_for()
    other = page.context.new_page()  # another tab of the same person
    other.on("dialog", lambda warning: warning.accept())
    other.goto(page.url)
    other.locator("#tab-history").click()
    other.locator("#history li").nth(1).hover()
    other.locator("#history li").nth(1).locator(".remove").click()
    other.wait_for_function("document.querySelectorAll('#history li').length === 1")
    page.locator("#history .open").nth(1).click()
    page.locator("#failed .trouble", has_text="This conversation is not kept any more.").wait_for()
    assert "summit" in page.inner_text("#messages")
    visitor.ask("Why?")
    assert page.locator("#failed .trouble").count() == 0


def test_an_exported_conversation_acts_on_nothing(
    open_page: Callable[..., Visitor], browser: Browser, tmp_path: Path
) -> None:
    visitor, file = open_page(), tmp_path / "conversation.html"
    visitor.ask("<img src='http://e.example/x.png'>")
    visitor.ask(GOLDEN)
    visitor.page.get_by_label("Export").click()
    with visitor.page.expect_download() as fetched:
        visitor.page.get_by_role("link", name="Web page").click()
    fetched.value.save_as(file)
    page, asked = browser.new_page(), list[str]()
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file.as_uri())
    assert "<img src=" in page.locator("h2").first.inner_text()
    assert "speculative" in page.locator("blockquote").first.inner_text()
    assert page.locator("a, button, form, iframe, img, input, link, object, script").count() == 0
    assert asked == [file.as_uri()]
    page.close()


def test_two_visitors_do_not_see_each_other(open_page: Callable[..., Visitor]) -> None:
    one, other = open_page(), open_page()
    one.send(GOLDEN)
    other.send("What is the capital of Mongolia?")
    one.wait_for_reply()
    other.wait_for_reply()
    assert one.page.locator(".question").all_text_contents() == [GOLDEN]
    assert other.page.locator(".question").all_text_contents() == ["What is the capital of Mongolia?"]
    for visitor, own in ((one, GOLDEN), (other, "What is the capital of Mongolia?")):
        visitor.come_back()
        visitor.page.locator("#tab-history").click()
        visitor.page.locator("#history .open").first.wait_for()
        assert visitor.page.locator("#history .title").all_text_contents() == [own]
