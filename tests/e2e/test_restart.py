"""A page that was open while the chat was restarted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.e2e.conftest import Visitor
from tests.processes import SEEDS
from tests.serving import served

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser


def test_a_page_of_before_a_restart_answers_or_loads_itself_again(browser: Browser, library: Path) -> None:
    arguments = ("chat", "--index", str(library), "--port")
    context = browser.new_context()
    page = context.new_page()
    visitor = Visitor(page)
    said: list[str] = []
    page.on("pageerror", lambda error: said.append(str(error)))
    with served(*arguments, "0", cwd=SEEDS.parent) as before:
        page.goto(before.address)
        page.wait_for_selector("#documents .documents li", state="attached", timeout=60_000)
        page.evaluate("window.ofBefore = true")
    with served(*arguments, str(before.port), cwd=SEEDS.parent) as after:
        visitor.send("Why is the plan considered risky?")
        answered = "document.querySelectorAll('#messages .reply:not(:has(.working))').length > 0"
        page.wait_for_function(f"!window.ofBefore || {answered}", timeout=45_000)
        if not page.evaluate("window.ofBefore"):
            page.wait_for_selector("#documents .documents li", state="attached", timeout=45_000)
            visitor.ask("What is Alibaba's current goal?")
        assert page.locator(".toast-body.error").count() == 0
        assert "Traceback" not in after.said()
    assert said == []
    context.close()
