"""Check a page with axe-core."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from axe_playwright_python.sync_playwright import Axe

if TYPE_CHECKING:
    from playwright.sync_api import Page


def check(page: Page, state: str) -> None:
    """Nothing in this state keeps anybody from using the page, or makes it very hard."""
    found: list[dict[str, Any]] = Axe().run(page).response["violations"]
    serious = [
        f"{each['id']}: {each['help']}: {[node['html'][:200] for node in each['nodes']]}"
        for each in found
        if each["impact"] in {"serious", "critical"}
    ]
    assert serious == [], state
