"""Questions in languages that the reading model does not know, in the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.e2e.conftest import Visitor
from tests.harness.chat_process import Served, served
from tests.harness.processes import citeseed
from tests.libraries import write
from tests.samples.languages import DOCUMENTS, QUESTIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser


@pytest.fixture(scope="module")
def chat(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("languages")
    write(folder / "documents", DOCUMENTS)
    assert citeseed("index", "documents", "--index", "library", cwd=folder).returncode == 0
    with served("chat", "--index", "library", "--port", "0", cwd=folder) as running:
        yield running
        assert "Traceback" not in running.said()


def test_the_page_does_not_say_why_it_is_not_sure(browser: Browser, chat: Served) -> None:
    page = browser.new_page()
    page.goto(chat.address)
    page.wait_for_selector("#documents .documents li", state="attached", timeout=60_000)
    visitor = Visitor(page)
    for (question, said), *_ in QUESTIONS.values():
        visitor.ask(question)
        told = visitor.reply.inner_text()
        assert "Not sure" in told
        assert said in told
        assert "do not look English, the only language that the bundled models know" in told
        assert visitor.reply.locator("button.chip").count() >= 1
    page.close()
