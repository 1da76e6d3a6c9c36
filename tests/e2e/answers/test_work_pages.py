"""Checking a text and asking every document, in a browser: at a desk and on a phone, by mouse and by keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.e2e.axe import check
from tests.e2e.conftest import IN_VIEW
from tests.harness.processes import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from tests.e2e.conftest import Visitor
    from tests.harness.chat_process import Served

DRAFT = (ROOT / "docs" / "examples" / "draft.md").read_text(encoding="utf-8")
DESK, PHONE = {"width": 1280, "height": 860}, {"width": 390, "height": 844}
LOOKS = [("light", DESK), ("dark", PHONE)]
EVERY_LOOK = [*LOOKS, ("dark", DESK), ("light", PHONE)]


def reach(page: Page, selector: str) -> None:
    """Press Tab until something that a selector matches has the focus."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} cannot be reached by Tab")


@pytest.mark.parametrize(("look", "size"), EVERY_LOOK)
def test_a_text_is_not_checked_or_its_quote_not_opened(
    open_page: Callable[..., Visitor], look: str, size: dict[str, int]
) -> None:
    page = open_page(color_scheme=look, viewport=size).page
    if size["width"] < 800:
        page.locator('[data-pane="shelf"]').click()
    page.locator(".pages a:visible", has_text="Check a text").click()
    page.locator("#text").fill(DRAFT)
    check(page, "the form")
    page.locator("#text").press("Tab")
    page.keyboard.press("Enter")
    page.locator(".sum").wait_for(timeout=60_000)
    assert page.locator(".sum").inner_text() == "2 of 5 claims are supported."
    assert page.locator(".contradicted mark").inner_text() == "lowest"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.locator("#stop").is_hidden()
    check(page, "a checked text")
    page.locator(".contradicted a").click()
    page.wait_for_function(IN_VIEW, timeout=60_000)
    assert "highest revenue growth" in page.locator("#viewer mark.now").first.inner_text()


@pytest.mark.parametrize(("look", "size"), LOOKS)
def test_a_question_about_all_documents_does_not_lead_to_their_table(
    open_page: Callable[..., Visitor], look: str, size: dict[str, int]
) -> None:
    visitor = open_page(color_scheme=look, viewport=size, reduced_motion="reduce")
    page = visitor.page
    visitor.ask("Who founded Alibaba?")
    assert page.locator(".every").count() == 0
    visitor.ask("How many documents are about Alibaba's plan?")
    check(page, "the way to the table")
    page.get_by_role("button", name="Ask every document").press("Enter")
    page.locator(".sum").wait_for(timeout=60_000)
    assert page.locator("#columns").input_value() == "What is said about Alibaba's plan?"
    assert page.locator(".sum").inner_text() == "1 document read: 1 with a quote, 0 not sure, 0 empty."
    page.locator("tbody summary").first.press("Enter")
    page.locator("tbody details a").first.press("Enter")
    page.wait_for_function(IN_VIEW, timeout=60_000)


def test_a_page_cannot_be_used_by_keyboard_alone(open_page: Callable[..., Visitor]) -> None:
    page = open_page().page
    reach(page, '.pages a[href="table"]')
    page.keyboard.press("Enter")
    page.locator("#columns").wait_for()
    reach(page, "#columns")
    page.keyboard.type("Who founded Alibaba?")
    reach(page, "main form button")
    page.keyboard.press("Enter")
    page.locator(".sum").wait_for(timeout=60_000)
    reach(page, "th:nth-child(2) button")
    page.keyboard.press("Enter")
    assert page.locator("th:nth-child(2)").get_attribute("aria-sort") == "ascending"
    reach(page, "tbody summary")
    page.keyboard.press("Enter")
    assert "Jack Ma" in page.locator("details[open] blockquote").first.inner_text()
    reach(page, "button[value=csv]")
    with page.expect_download():
        page.keyboard.press("Enter")
    reach(page, 'nav a[href$="/check"]')
    page.keyboard.press("Enter")
    page.locator("#text").wait_for()
    reach(page, "#text")
    page.keyboard.type("On February 20, Alibaba reported its lowest revenue growth in over a year.")
    reach(page, "main form button")
    page.keyboard.press("Enter")
    page.locator(".sum").wait_for(timeout=60_000)
    reach(page, ".contradicted a")
    page.keyboard.press("Enter")
    page.wait_for_function(IN_VIEW, timeout=60_000)


def test_what_is_no_text_and_no_column_is_not_refused_on_the_page(browser: Browser, chat: Served) -> None:
    page, home = browser.new_page(), f"{chat.address}/"
    for path, field, bad in (
        ("check", "#text", (" ", "...", "a b. " * 200_000)),
        ("table", "#columns", (" ", "?!", "date\ndate", "x" * 5_000)),
    ):
        for text in bad:
            page.goto(f"{home}{path}")
            page.locator(field).fill(text)
            with page.expect_response("**/report") as refused:
                page.locator("main form button").click()
            assert refused.value.status == 400
            page.locator(".sum.trouble").wait_for()
    page.goto(f"{home}check")
    page.locator("#text").fill("Die Firma Alibaba wurde von Jack Ma gegründet und hat viel Geld angelegt.")
    page.locator("main form button").click()
    page.locator(".sum", has_text="does not look English").wait_for(timeout=60_000)
    page.close()


def test_a_table_that_is_stopped_does_not_go_on_from_there(open_page: Callable[..., Visitor], tmp_path: Path) -> None:
    visitor = open_page()
    page = visitor.page
    notes = [tmp_path / f"note{number}.md" for number in range(3)]
    for number, note in enumerate(notes):
        note.write_text(f"# Note {number}\n\nThe keeper of house {number} is Leontine.\n", encoding="utf-8")
    page.set_input_files("#add-files", notes)
    page.wait_for_selector("#work .done", timeout=120_000)
    page.goto(f"{page.url}table")
    page.locator("#columns").fill("keeper\n" + "\n".join(f"Who painted house {number}?" for number in range(12)))
    page.locator("main form button").click(no_wait_after=True)
    page.locator("tr.done").first.wait_for(timeout=60_000)
    if page.locator("#stop").is_visible():
        page.locator("#stop").click()
    page.locator("main form button").first.click()
    page.locator(".sum").wait_for(timeout=120_000)
    assert page.locator("tr.done").count() == 4
    assert "kept" in page.locator(".going").inner_text()
    page.goto(page.url.replace("table/report", ""))
    page.locator("#documents .document").nth(3).wait_for(timeout=60_000)
    for left in (3, 2, 1):
        page.locator("#documents .document", has_text="Note").first.hover()
        page.locator("[aria-label^='Remove Note']").first.click()
        page.wait_for_function(f"document.querySelectorAll('#documents .document').length === {left}", timeout=120_000)


@pytest.mark.parametrize(("look", "size"), EVERY_LOOK)
def test_a_table_is_not_filled_sorted_or_saved(
    open_page: Callable[..., Visitor], look: str, size: dict[str, int]
) -> None:
    page = open_page(color_scheme=look, viewport=size).page
    page.goto(page.url + "table")
    page.locator("#columns").fill("Who founded Alibaba?\ncolour of the ship")
    page.locator("main form button").click()
    page.locator(".sum").wait_for(timeout=60_000)
    assert page.locator(".sum").inner_text() == "1 document read: 1 with a quote, 0 not sure, 1 empty."
    summary = page.locator("summary").first
    summary.focus()
    page.keyboard.press("Enter")
    assert "Jack Ma" in page.locator("details[open] blockquote").first.inner_text()
    head = page.locator("thead th").nth(1)
    head.locator("button").press("Enter")
    assert head.get_attribute("aria-sort") == "ascending"
    check(page, "a table")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    with page.expect_download() as saving:
        page.locator("button[value=csv]").click()
    assert "Who founded Alibaba?" in saving.value.path().read_text(encoding="utf-8-sig")
