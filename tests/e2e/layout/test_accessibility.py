"""Accessibility: axe-core finds nothing serious in any state of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from index.storage.lock import WriterLock
from tests.e2e.axe import check, watch
from tests.harness.chat_process import served
from tests.samples.pdf_files import Ink, paper

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Browser

    from tests.e2e.conftest import Visitor

RISKY = "why is Alibaba's plan considered risky?"


@pytest.mark.parametrize("look", ["light", "dark"])
def test_nothing_serious_is_found_at_a_desk(open_page: Callable[..., Visitor], look: str) -> None:
    visitor = open_page(color_scheme=look, reduced_motion="reduce")
    page = visitor.page
    page.locator(".welcome .offer").first.wait_for()
    check(page, "start")
    visitor.ask(RISKY)
    visitor.reply.locator("button.chip").first.hover()
    page.locator("#peek").wait_for()
    check(page, "a glance at a quote")
    visitor.reply.locator("button.chip").first.click()
    page.locator("#viewer mark.now").first.wait_for()
    page.locator(".all-quotes summary").click()
    check(page, "a quote in its document, and the list of quotes")
    page.keyboard.press("Escape")
    page.locator(".judge summary").click()
    check(page, "judging")
    page.keyboard.press("Escape")
    visitor.ask("What is the capital of Mongolia?")
    page.locator("#tab-history").click()
    check(page, "refused, and the conversations")
    visitor.ask("x" * 5000)
    page.locator(".export summary").click()
    check(page, "a question that cannot be asked, and the exports")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Keep as a note").first.click()
    page.locator("#tab-notes").click()
    page.locator("#notes .note-card").wait_for()
    check(page, "notes")
    page.locator("#tab-documents").click()
    page.locator("#documents .open").first.click()
    page.locator("#viewer .guide").wait_for()
    page.locator(".filters summary").click()
    check(page, "a guide, and the filter")


def test_nothing_serious_is_found_where_documents_come_and_go(
    open_page: Callable[..., Visitor], library: Path, tmp_path: Path
) -> None:
    report, odd = tmp_path / "mill.pdf", tmp_path / "plan.xyz"
    lines = [Ink(60, 700, "The mill at Orrin grinds 40 sacks a day.", 12)]
    report.write_bytes(paper([lines, *([Ink(60, 700, f"Page {number} is about flour.", 12)] for number in range(40))]))
    odd.write_text("?", encoding="utf-8")
    visitor = open_page(reduced_motion="reduce")
    page = visitor.page
    with WriterLock(library / "lock"):  # somebody else is changing the library: this stays as it is
        page.set_input_files("#add-files", [report, odd])
        page.locator(".state.busy", has_text="Waiting").wait_for(timeout=120_000)
        check(page, "adding", answering=True)
    page.wait_for_selector("#work .done", timeout=120_000)
    check(page, "added, and passed over")
    visitor.ask("How many sacks does the mill at Orrin grind?")
    visitor.reply.locator("button.chip").first.click()
    page.locator("#viewer .paper .box").first.wait_for()
    check(page, "a page as a picture")
    page.locator("#documents .document", has_text="mill").hover()
    page.get_by_role("button", name="Remove ").first.click()
    page.wait_for_function("document.querySelectorAll('#documents .document').length === 1", timeout=120_000)
    check(page, "removed")


def test_nothing_serious_is_found_where_there_is_nothing(browser: Browser, tmp_path: Path) -> None:
    with served("chat", "--index", str(tmp_path / "none"), "--port", "0", cwd=tmp_path) as chat:
        page = browser.new_page()
        watch(page)
        page.goto(chat.address)
        page.locator("#documents .empty").wait_for(timeout=60_000)
        check(page, "empty")
        page.close()


@pytest.mark.parametrize("look", ["light", "dark"])
def test_nothing_serious_is_found_on_a_phone(open_page: Callable[..., Visitor], look: str) -> None:
    visitor = open_page(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True, color_scheme=look)
    visitor.ask(RISKY)
    check(visitor.page, "answered")
    visitor.reply.locator("button.chip").first.tap()
    visitor.page.locator("#viewer mark.now").first.wait_for()
    check(visitor.page, "viewer")
    visitor.page.get_by_role("button", name="Sources", exact=True).tap()
    check(visitor.page, "sources")
