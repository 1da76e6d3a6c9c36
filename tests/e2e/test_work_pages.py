"""Checking a text and asking every document, in a browser: at a desk and on a phone, by mouse and by keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.e2e.axe import check
from tests.e2e.conftest import IN_VIEW
from tests.processes import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.e2e.conftest import Visitor

DRAFT = (ROOT / "docs" / "examples" / "draft.md").read_text(encoding="utf-8")
LOOKS = [("light", {"width": 1280, "height": 860}), ("dark", {"width": 390, "height": 844})]


@pytest.mark.parametrize(("look", "size"), LOOKS)
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
