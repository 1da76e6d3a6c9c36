"""Check a page with axe-core."""

from __future__ import annotations

from typing import TYPE_CHECKING

from axe_playwright_python.sync_playwright import Axe

if TYPE_CHECKING:
    from playwright.sync_api import Page

# Half-way through a fade, contrast is too low.
_STILL = """() => document.getAnimations().every(
    each => each.playState !== "running" || each.effect.getTiming().iterations === Infinity)"""
# Milliseconds after which what was found while parts of the page were exchanged is looked for again.
AGAIN = 3000


def check(page: Page, state: str) -> None:
    """Nothing in this state keeps anybody from using the page, or makes it very hard."""
    if _serious(page):
        page.wait_for_timeout(AGAIN)
    assert not (serious := _serious(page)), (state, serious)


def _serious(page: Page) -> list[str]:
    page.wait_for_function(_STILL)
    return [
        f"{each['id']}: {each['help']}: {[node['html'][:200] for node in each['nodes']]}"
        for each in Axe().run(page).response["violations"]
        if each["impact"] in {"serious", "critical"}
    ]
