"""The first documents: what an empty page says until they are read, and where they are found then."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from tests.e2e.conftest import Visitor, Witness
from tests.harness.chat_process import Served, served

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

pytestmark = [pytest.mark.e2e, pytest.mark.slow]

# What the middle pane has said while the sources stood in their list.
RECORD = """() => {
  window.said = new Set();
  const look = () => document.querySelector("#documents .document")
    && window.said.add(document.querySelector("#welcome").innerText);
  new MutationObserver(look).observe(document.documentElement, { childList: true, subtree: true });
}"""


@contextmanager
def empty_chat(folder: Path) -> Iterator[Served]:
    with served("chat", "--index", str(folder / "library"), "--port", "0", cwd=folder) as chat:
        yield chat


@contextmanager
def visit(browser: Browser, chat: Served, **options: Any) -> Iterator[Visitor]:
    context = browser.new_context(**options)
    page, witness = context.new_page(), Witness()
    witness.watch(page)
    page.goto(chat.address)
    page.locator("#documents .empty").wait_for(state="attached", timeout=60_000)
    yield Visitor(page, witness)
    witness.check()
    context.close()


def files(folder: Path) -> Path:
    office = folder / "office"
    (office / "minutes").mkdir(parents=True)
    (office / "minutes" / "may.txt").write_text("Minutes of May\n\nKarin Berg checks the alarm every month.\n")
    (office / "rules.md").write_text("# Rules of the shop\n\nThe fire door was built by Erik Falk in 1999.\n")
    return office


def test_an_empty_page_goes_on_asking_for_documents_that_are_there(browser: Browser, tmp_path: Path) -> None:
    with empty_chat(tmp_path) as chat, visit(browser, chat) as visitor:
        page = visitor.page
        page.locator("#welcome", has_text="Add documents to begin").wait_for()
        told = page.locator("#adding .what")
        told.locator("summary").click()
        for said in ("Up to 50 MB a file.", "answers in English", "Not read: sound, video, archives"):
            told.get_by_text(said).wait_for()
        page.evaluate(RECORD)
        page.set_input_files("#add-files", files(tmp_path) / "rules.md")
        page.locator("#work .done").wait_for(timeout=120_000)
        page.locator(".welcome .offer", has_text="Who built the fire door?").wait_for(timeout=60_000)
        said = page.evaluate("[...window.said]")
        assert said
        assert [each for each in said if "Add documents" in each] == []


def test_an_added_folder_is_not_found_where_it_is_expected(browser: Browser, tmp_path: Path) -> None:
    with empty_chat(tmp_path) as chat, visit(browser, chat) as visitor:
        page = visitor.page
        page.set_input_files("#add-folder", files(tmp_path))
        page.locator("#documents .document").nth(1).wait_for(timeout=120_000)
        folders = page.locator("#documents .folder > .source-row bdi").all_inner_texts()
        assert folders == ["office", "minutes"]
        page.locator(".filters summary").click()
        offered = page.locator("#filters select option").all_inner_texts()
        assert offered == ["Any", "office", "office/minutes"]
        page.locator("#filters select").select_option(label="office/minutes")
        assert page.locator("#documents .document:visible .title").all_inner_texts() == ["Minutes of May"]
        page.keyboard.press("Escape")
        visitor.ask("Who checks the alarm?")
        assert "Karin Berg" in visitor.reply.inner_text()
        visitor.reply.locator("button.chip").first.click()
        page.locator("#viewer mark.now").wait_for()
        assert "uploads" not in page.locator("body").inner_text()


def test_boxes_of_a_phone_stand_beside_their_names(browser: Browser, tmp_path: Path) -> None:
    phone: dict[str, Any] = {"viewport": {"width": 390, "height": 800}, "has_touch": True, "is_mobile": True}
    with empty_chat(tmp_path) as chat, visit(browser, chat, **phone) as visitor:
        page = visitor.page
        page.locator(".switch[data-pane=shelf]").tap()
        page.set_input_files("#add-folder", files(tmp_path))
        page.locator("#documents .document").nth(1).wait_for(timeout=120_000)
        for row in page.locator("#documents .source-row").all():
            box = row.locator(".choose").bounding_box()
            name = row.locator("summary bdi, .open .title").bounding_box()
            assert box
            assert name
            assert name["y"] <= box["y"] + box["height"] / 2 <= name["y"] + name["height"] + 14
            if row.locator("summary").count():
                assert abs(box["y"] + box["height"] / 2 - name["y"] - name["height"] / 2) < 3
