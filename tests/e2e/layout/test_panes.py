"""Panes in a real browser: phone, desktop, low windows, light and dark."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.e2e.conftest import IN_VIEW
from tests.harness.processes import GOLDEN

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import ViewportSize

    from tests.e2e.conftest import Visitor


def test_a_phone_shows_one_pane_at_a_time(open_page: Callable[..., Visitor]) -> None:
    visitor = open_page(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    visitor.ask(GOLDEN)
    page = visitor.page
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    visitor.reply.locator("button.chip").first.tap()
    page.wait_for_function(IN_VIEW)
    assert not page.locator("#conversation").is_visible()
    page.get_by_role("button", name="Sources", exact=True).tap()
    page.locator("#documents").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.get_by_role("button", name="Conversation", exact=True).tap()
    visitor.reply.locator("button.chip").first.wait_for()
    page.get_by_role("button", name="New conversation").tap()
    page.locator(".welcome").wait_for()
    page.get_by_role("button", name="Sources", exact=True).tap()
    page.get_by_role("tab", name="Conversations").tap()
    page.locator("#history .open").tap()
    visitor.reply.locator("button.chip").first.wait_for()


def test_back_on_a_phone_returns_to_the_pane_before(open_page: Callable[..., Visitor]) -> None:
    visitor = open_page(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    visitor.ask(GOLDEN)
    page = visitor.page
    visitor.reply.locator("button.chip").first.tap()
    page.wait_for_function(IN_VIEW)
    page.go_back()
    visitor.reply.wait_for()
    page.go_forward()
    page.wait_for_function(IN_VIEW)
    page.get_by_role("button", name="Conversation", exact=True).tap()
    page.get_by_role("button", name="Sources", exact=True).tap()
    page.locator("#documents .open").first.tap()
    page.locator("#viewer .text").wait_for()
    page.go_back()
    page.locator("#documents .open").first.wait_for()
    page.reload()
    page.locator(".question", has_text=GOLDEN).wait_for()
    assert page.evaluate("history.state?.panes ?? null") is None  # Back leaves the chat now


def test_back_at_a_desk_leaves_the_chat(open_page: Callable[..., Visitor]) -> None:
    visitor = open_page()
    before = visitor.page.evaluate("history.length")
    visitor.ask(GOLDEN)
    visitor.reply.locator("button.chip").first.click()
    visitor.page.wait_for_function(IN_VIEW)
    assert visitor.page.evaluate("history.length") == before


def test_who_turns_a_phone_goes_on_reading(open_page: Callable[..., Visitor]) -> None:
    visitor = open_page(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    visitor.ask(GOLDEN)
    visitor.reply.locator("button.chip").first.tap()
    visitor.page.wait_for_function(IN_VIEW)
    upright: ViewportSize = {"width": 390, "height": 844}
    lying: ViewportSize = {"width": 844, "height": 390}
    visitor.page.set_viewport_size(lying)
    visitor.page.locator("#viewer mark.now").first.wait_for()
    visitor.page.set_viewport_size(upright)
    visitor.page.locator("#conversation").wait_for(state="hidden")
    visitor.page.wait_for_function(IN_VIEW)
    visitor.page.set_viewport_size(lying)
    visitor.reply.wait_for()
    visitor.page.get_by_role("button", name="Viewer", exact=True).tap()
    visitor.page.locator("#reading").wait_for(state="hidden")
    for size in (upright, lying):
        visitor.page.set_viewport_size(size)
        visitor.page.wait_for_timeout(300)
        assert visitor.reply.is_visible()
        assert not visitor.page.locator("#reading").is_visible()


def test_a_pane_that_is_shown_while_the_browser_goes_back_stays(open_page: Callable[..., Visitor]) -> None:
    page = open_page(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True).page
    page.evaluate("citeseed.show('reading')")
    page.evaluate("citeseed.show('conversation'), citeseed.show('reading')")
    page.wait_for_timeout(500)
    assert page.locator("#reading").is_visible()
    page.go_back()
    page.locator("#conversation").wait_for()


@pytest.mark.parametrize("width", [360, 320])
def test_a_phone_shows_every_switch(open_page: Callable[..., Visitor], width: int) -> None:
    visitor = open_page(viewport={"width": width, "height": 640}, has_touch=True, is_mobile=True)
    box = visitor.page.get_by_role("button", name="Viewer").bounding_box()
    assert box
    assert box["x"] + box["width"] <= width


def test_a_switch_of_a_middle_window_tells_what_is_not_shown(open_page: Callable[..., Visitor]) -> None:
    """Where the viewer takes the place of the sources."""
    visitor = open_page(viewport={"width": 1024, "height": 700})
    page = visitor.page
    visitor.ask(GOLDEN)
    for press in ("button.chip", ".switch[data-pane=shelf]", ".switch[data-pane=shelf]", ".switch[data-pane=reading]"):
        page.locator(press).first.click()
        page.wait_for_timeout(300)
        for pane in ("shelf", "reading"):
            is_pressed = page.locator(f".switch[data-pane={pane}]").get_attribute("aria-pressed")
            assert (is_pressed == "true") == page.locator(f"#{pane}").is_visible(), (press, pane)


def test_a_low_window_shows_the_beginning(open_page: Callable[..., Visitor]) -> None:
    """As at a desk where the page is enlarged to 200 percent."""
    page = open_page(viewport={"width": 720, "height": 450}).page
    page.locator(".welcome .offer").nth(2).wait_for()
    heading, bar = page.locator(".welcome h2").bounding_box(), page.locator("#bar").bounding_box()
    assert heading
    assert bar
    assert heading["y"] >= bar["y"] + bar["height"]


@pytest.mark.parametrize(("scheme", "paper"), [("light", "rgb(251, 250, 247)"), ("dark", "rgb(22, 24, 21)")])
def test_light_and_dark_follow_the_system(open_page: Callable[..., Visitor], scheme: str, paper: str) -> None:
    visitor = open_page(color_scheme=scheme)
    visitor.page.wait_for_function(f"getComputedStyle(document.body).backgroundColor === '{paper}'")
