"""Documents whose names, titles, cells and headers are written to act in the page that shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from tests.e2e.conftest import Visitor, Witness
from tests.harness.chat_process import Served, served
from tests.harness.processes import citeseed
from tests.libraries import write

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Locator, Page

ACTS = """"'></mark><img src=x onerror="window.acted=1"><script>window.acted=1</script><svg onload="window.acted=1">"""
NAME = "<img src=x onerror=window.acted=1>.txt"
MAIL = f"""From: {ACTS} <ada@example.org>
To: "{ACTS}" <eve@example.org>
Subject: {ACTS}
Date: Mon, 2 Feb 2026 10:00:00 +0000
Content-Type: text/plain; charset=utf-8

The harbour master is Ada Lovell. {ACTS}
"""
FILES = {
    NAME: f"# {ACTS}\n\nThe lighthouse was built in 1931. {ACTS}\n",
    "mail.eml": MAIL,
    "fees.csv": f"Boat,Fee {ACTS},Owner\nMolly,90,{ACTS}\nHolly,120,Ada\nPolly,70,Eve\n",
    "page.html": f"<title>{ACTS.replace('<', '&lt;')}</title><h1>Bridge</h1><p>The bridge is closed on Mondays.</p>",
}


@pytest.fixture(scope="module")
def chat(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("hostile")
    write(folder / "documents", FILES)
    indexed = citeseed("index", "documents", "--index", "library", cwd=folder)
    assert indexed.returncode == 0, indexed.stderr
    with served("chat", "--index", "library", "--port", "0", cwd=folder) as running:
        yield running
        assert "Traceback" not in running.said()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 860})
    opened, witness = context.new_page(), Witness()
    witness.watch(opened)
    opened.on("dialog", lambda dialog: witness.errors.append(dialog.message))
    yield opened
    nothing_acted(opened)
    witness.check()
    context.close()


def nothing_acted(page: Page) -> None:
    assert page.evaluate("window.acted") is None
    assert page.locator("[onerror], [onload]").count() == 0


def glanced_at(page: Page, chip: Locator) -> None:
    """Hold the mouse over a chip until its quote is shown: while the page scrolls to a new answer, it is hidden."""
    for _ in range(40):
        page.mouse.move(1, 1)
        chip.hover()
        if page.locator("#peek").is_visible():
            return
        page.wait_for_timeout(250)
    raise AssertionError("no quote was shown at the chip")


def test_a_document_acts_in_the_page_that_shows_it(page: Page, chat: Served) -> None:
    page.goto(chat.address)
    page.wait_for_selector("#documents .documents li", state="attached", timeout=60_000)
    assert page.locator("#documents .documents li").count() == len(FILES)
    visitor = Visitor(page)
    for question, said in (
        ("When was the lighthouse built?", "1931"),
        ("Who is the harbour master?", "Ada Lovell"),
        ("What is the highest fee?", "120"),
        ("When is the bridge closed?", "Mondays"),
    ):
        visitor.ask(question)
        assert said in visitor.reply.inner_text()
        glanced_at(page, visitor.reply.locator("button.chip").first)
        visitor.reply.locator("button.chip").first.click()
        page.wait_for_selector("#viewer mark.now")
        nothing_acted(page)


def test_a_document_acts_in_a_table_a_check_or_an_export(page: Page, chat: Served) -> None:
    for path, field, text in (
        ("table", "#columns", f"Who is the harbour master? {ACTS}\nWhen was the lighthouse built?"),
        ("check", "#text", f"The lighthouse was built in 1932. {ACTS} Ada Lovell is the harbour master."),
    ):
        page.goto(f"{chat.address}/{path}")
        page.locator(field).fill(text)
        page.locator("main form button").first.click()
        page.locator(".sum").wait_for(timeout=60_000)
        nothing_acted(page)
    for source in FILES:
        reply = page.request.get(f"{chat.address}/original?source={quote(source)}")
        assert "html" not in reply.headers["content-type"], source
        assert reply.headers["x-content-type-options"] == "nosniff"
