"""What goes wrong under an open page is said in one clear sentence, and nothing that was typed is lost."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tests.e2e.conftest import Visitor
from tests.harness.chat_process import served
from tests.harness.processes import SEEDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

QUESTION = "What is Alibaba's current goal?"


@pytest.fixture
def alone(browser: Browser, seeds_library: Path, tmp_path: Path) -> Iterator[tuple[Page, Path]]:
    """Return a page of a chat that no other test uses, and the folder of its library."""
    folder = tmp_path / "library"
    shutil.copytree(seeds_library, folder)
    with served("chat", "--index", str(folder), "--port", "0", cwd=SEEDS.parent) as chat:
        context = browser.new_context()
        page = context.new_page()
        page.goto(chat.address)
        page.wait_for_selector("#documents .documents li", state="attached", timeout=60_000)
        yield page, folder
        context.close()
        assert "Traceback" not in chat.said()


def test_a_question_or_a_file_is_lost_with_the_network(alone: tuple[Page, Path], tmp_path: Path) -> None:
    page, _ = alone
    visitor = Visitor(page)
    page.context.set_offline(True)
    visitor.send(QUESTION)
    page.locator(".toast-body", has_text="Connection to the server was lost").wait_for(timeout=30_000)
    assert page.locator("#question textarea").input_value() == QUESTION
    note = tmp_path / "note.md"
    note.write_text("# The sundial\n\nThe sundial was set up by Leontine.\n", encoding="utf-8")
    page.set_input_files("#add-files", note)
    page.locator("#adding .arriving", has_text="not added: the connection was lost").wait_for(timeout=30_000)
    page.context.set_offline(False)
    page.locator(".toast-body.error").wait_for(state="detached", timeout=60_000)
    page.locator("#question textarea").press("Enter")
    visitor.wait_for_reply()
    page.set_input_files("#add-files", note)
    page.locator("#documents .document", has_text="The sundial").wait_for(timeout=120_000)


def test_a_library_that_is_gone_leaves_the_page_without_a_word(alone: tuple[Page, Path]) -> None:
    page, folder = alone
    visitor = Visitor(page)
    visitor.ask(QUESTION)
    away = shutil.move(folder, folder.with_name("away"))
    visitor.send(QUESTION)
    page.locator("#messages .notice, #failed .trouble", has_text="folder is gone").wait_for(timeout=60_000)
    other = page.context.new_page()  # which begins another conversation
    other.goto(page.url)
    other.locator("#welcome h2", has_text="The library’s folder is gone").wait_for(timeout=60_000)
    other.locator("#state .trouble", has_text="Put it back").wait_for()
    assert str(folder) not in other.locator("body").inner_text()  # which is none of a visitor's business
    told = other.request.get(f"{page.url}healthz")
    assert (told.status, told.json()["ok"]) == (503, False)
    assert not folder.exists()  # a new one would stand in the way of the old one
    other.close()
    shutil.move(away, folder)
    page.reload()
    page.wait_for_selector("#documents .documents li", state="attached", timeout=60_000)
    visitor.ask(QUESTION)
    visitor.reply.locator("button.chip").first.wait_for()


def test_who_adds_to_a_library_that_is_gone_begins_a_new_one(alone: tuple[Page, Path], tmp_path: Path) -> None:
    page, folder = alone
    note = tmp_path / "note.md"
    note.write_text("# The sundial\n\nThe sundial was set up by Leontine.\n", encoding="utf-8")
    shutil.rmtree(folder)
    page.set_input_files("#add-files", note)
    page.locator("#work .done", has_text="Added 1 document.").wait_for(timeout=120_000)
    assert page.locator("#documents .document .title").all_inner_texts() == ["The sundial"]
    visitor = Visitor(page)
    visitor.ask("Who set up the sundial?")
    assert "Leontine" in visitor.reply.inner_text()


def test_what_is_refused_says_what_helps(open_page: Callable[..., Visitor], tmp_path: Path) -> None:
    page = open_page().page
    large, odd, empty = tmp_path / "large.txt", tmp_path / "plan.dwg", tmp_path / "empty.pdf"
    large.write_bytes(b"a " * 25_000_001)
    odd.write_bytes(b"AC1027")
    empty.write_bytes(b"no PDF file")
    page.set_input_files("#add-files", [large, odd, empty])
    page.locator("#work .done", has_text="Not added, 3 files").wait_for(timeout=120_000)
    said = page.locator("#work .skipped li").all_inner_texts()
    assert said[0].startswith("empty.pdf: ")
    assert said[1:] == [
        "large.txt: larger than 50 MB. Split it into smaller files.",
        "plan.dwg: unknown type .dwg. Save it as a PDF, Word or text file.",
    ]
    page.get_by_role("button", name="Close this note").click()
    page.wait_for_selector("#work:not(:has(.done))", state="attached")
