"""The page at the widths of a desk, a laptop and a phone: it fits, and its switches tell what is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.e2e.axe import quiet
from tests.e2e.fitting import fits
from tests.harness.processes import GOLDEN

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.e2e.conftest import Visitor

WINDOWS = {1440: (900, {}), 1024: (700, {}), 390: (800, {"has_touch": True, "is_mobile": True})}
PANES = ("shelf", "conversation", "reading")


def look(page: Page, state: str, within: str = "body") -> None:
    """The page fits in this state, and its switches are true."""
    quiet(page)
    fits(page, state, within)
    for pane in PANES:
        switch = page.locator(f".switch[data-pane={pane}]")
        if switch.is_visible():
            assert (switch.get_attribute("aria-pressed") == "true") == page.locator(f"#{pane}").is_visible(), (
                state,
                pane,
            )


def show(page: Page, pane: str) -> None:
    """Show a pane that is not shown."""
    if not page.locator(f"#{pane}").is_visible():
        page.locator(f".switch[data-pane={pane}]").click()
        page.locator(f"#{pane}").wait_for()


@pytest.mark.parametrize("width", WINDOWS)
def test_the_page_fits_and_its_switches_tell_what_is_shown(open_page: Callable[..., Visitor], width: int) -> None:
    height, options = WINDOWS[width]
    more: dict[str, Any] = {"viewport": {"width": width, "height": height}, "reduced_motion": "reduce", **options}
    visitor = open_page(**more)
    page = visitor.page
    page.locator(".welcome .offer").nth(2).wait_for(timeout=60_000)
    look(page, "start")
    visitor.ask(GOLDEN)
    page.locator("#related .offer").first.wait_for(timeout=60_000)
    look(page, "an answer")
    visitor.reply.locator("button.chip").first.click()
    page.locator("#viewer mark.now").first.wait_for()
    look(page, "a quote")
    show(page, "conversation")
    visitor.ask("How many people work at Alibaba?")
    look(page, "not sure")
    visitor.ask("What is the capital of Mongolia?")
    look(page, "a refusal")
    show(page, "shelf")
    look(page, "sources")
    for menu in (".filters", ".by-hand details:first-child", ".by-hand details:last-child"):
        page.locator(f"{menu} > summary").click()
        look(page, menu, f"{menu} form")
        page.keyboard.press("Escape")
    page.locator("#documents .open").first.click()
    page.locator("#viewer .guide .offer").first.wait_for(timeout=90_000)
    look(page, "a guide")
    show(page, "shelf")
    page.locator("#tab-history").click()
    look(page, "conversations")
    page.locator("#tab-notes").click()
    page.get_by_role("button", name="New note").click()
    page.locator("#notes .note-card").wait_for()
    look(page, "notes")
