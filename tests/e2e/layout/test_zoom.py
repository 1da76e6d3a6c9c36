"""The page at 200 percent: nothing is covered, cut off or scrolled to the side, and axe-core finds nothing serious."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.e2e.axe import check
from tests.e2e.fitting import fits
from tests.harness.processes import GOLDEN

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.e2e.conftest import Visitor

# A browser at 200 percent has half as many pixels, each twice as large.
WINDOWS = [(1280, 800), (1920, 1080)]


def look(page: Page, state: str, within: str = "body") -> None:
    """Nothing is wrong in this state; an open menu covers what is not ``within`` it."""
    check(page, state)
    fits(page, state, within)


@pytest.mark.parametrize(("width", "height"), WINDOWS)
def test_nothing_overlaps_or_is_cut_off_at_200_percent(
    open_page: Callable[..., Visitor], width: int, height: int
) -> None:
    size = {"width": width // 2, "height": height // 2}
    visitor = open_page(viewport=size, device_scale_factor=2, reduced_motion="reduce")
    page = visitor.page
    page.locator(".welcome .offer").nth(2).wait_for(timeout=60_000)
    look(page, "start")
    visitor.ask(GOLDEN)
    page.locator("#related .offer").first.wait_for(timeout=60_000)
    look(page, "an answer")
    visitor.reply.locator("button.chip").first.click()
    page.locator("#viewer mark.now").first.wait_for()
    look(page, "a quote")
    if page.locator(".switch[data-pane=conversation]").is_visible():
        page.locator(".switch[data-pane=conversation]").click()
    visitor.ask("What is the capital of Mongolia?")
    look(page, "a refusal")
    page.get_by_role("button", name="Sources", exact=True).click()
    look(page, "sources")
    page.locator(".filters summary").click()
    look(page, "the filter", "#filters")
    page.keyboard.press("Escape")
    page.locator("#tab-history").click()
    look(page, "conversations")
    page.locator("#tab-notes").click()
    page.get_by_role("button", name="New note").click()
    page.locator("#notes .note-card").wait_for()
    look(page, "notes")
    for path in ("check", "table"):
        page.goto(f"{page.url.split('?')[0]}{path}" if page.url.endswith("/") else page.url.replace("/check", "/table"))
        look(page, path)
