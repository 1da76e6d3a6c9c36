"""The guide in a real browser: a document's sentences, outline and questions; the overview of the library."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.e2e.conftest import IN_VIEW

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.e2e.conftest import Visitor


def test_a_document_opens_with_its_guide_and_leads_to_its_places(open_page: Callable[..., Visitor]) -> None:
    visitor = open_page()
    page = visitor.page
    page.locator("#documents .open").first.click()
    guide = page.locator("#viewer .guide")
    guide.wait_for()
    said = guide.locator(".key .snippet").all_inner_texts()
    assert 3 <= len(said) <= 5
    guide.locator(".key .source").last.click()
    page.wait_for_function(IN_VIEW)
    assert page.locator("#viewer mark.now").all_inner_texts() == said[-1:]
    guide.locator(".outline .link", has_text="Improving Performance").click()
    page.wait_for_function("document.activeElement.matches('#viewer .text [data-at]')")
    saved = page.request.get(f"{page.url}{guide.locator('.facts .link').get_attribute('href')}")
    assert saved.ok
    assert "## In its own words" in saved.text()
    guide.locator(".offer").first.wait_for(timeout=90_000)
    guide.locator(".offer").first.click()
    visitor.wait_for_reply()
    assert visitor.reply.locator("button.chip").count() >= 1


def test_the_overview_shows_what_the_library_says(open_page: Callable[..., Visitor]) -> None:
    page = open_page().page
    page.get_by_role("button", name="Overview").click()
    page.locator("#viewer h2", has_text="Overview").wait_for()
    page.locator("#viewer .guide .key .source").first.click()
    page.wait_for_function(IN_VIEW)
