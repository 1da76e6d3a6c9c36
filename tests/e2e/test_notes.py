"""Notes in a real browser: keep an answer and a quote, write, reorder, delete, export; by keyboard alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.processes import GOLDEN

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.e2e.conftest import Visitor


def test_an_answer_and_a_quote_are_kept_written_to_reordered_and_exported(open_page: Callable[..., Visitor]) -> None:
    visitor = open_page()
    page = visitor.page
    visitor.ask(GOLDEN)
    page.get_by_role("button", name="Keep as a note").click()
    page.locator("#tab-notes", has_text="Notes (1)").wait_for()
    visitor.reply.locator("button.chip").first.click()
    page.locator("#viewer .keep").click()
    page.locator("#tab-notes", has_text="Notes (2)").wait_for()
    page.locator("#tab-notes").click()
    page.get_by_label("Your words").first.fill("Send this to Kim.")
    with page.expect_response("**/gradio_api/**"):
        page.get_by_label("Your words").nth(1).fill("And this <b>too</b>.")
    page.wait_for_timeout(1500)
    page.locator("#notes").get_by_role("button", name="Move down").click()
    page.wait_for_function("document.querySelector('#notes textarea').value === 'And this <b>too</b>.'")
    page.locator("#notes .note-sources .source").last.click()
    page.locator("#viewer mark.now").first.wait_for()
    written = page.request.get(f"{page.url}notes.md")
    assert written.ok
    assert written.text().index("And this") < written.text().index("Send this to Kim.")
    assert "[^1]: " in written.text()
    assert "<b>" not in page.request.get(f"{page.url}notes.html").text()
    assert page.request.get(f"{page.url}notes.docx").body()[:2] == b"PK"
    page.locator("#notes").get_by_role("button", name="Delete this note").first.click()
    page.locator("#tab-notes", has_text="Notes (1)").wait_for()
    page.locator("#notes").get_by_role("button", name="Undo").click()
    page.locator("#tab-notes", has_text="Notes (2)").wait_for()


def test_notes_are_a_persons_own(open_page: Callable[..., Visitor]) -> None:
    ada, bob = open_page(), open_page()
    ada.page.locator("#tab-notes").click()
    ada.page.get_by_role("button", name="New note").click()
    ada.page.locator("#tab-notes", has_text="Notes (1)").wait_for()
    bob.page.reload()
    bob.page.locator("#tab-notes").click()
    bob.page.get_by_text("Only you see your notes.").wait_for()
    assert "Kim" not in bob.page.request.get(f"{bob.page.url}notes.md").text()


def test_choose_ask_cite_note_and_export_by_keyboard_alone(open_page: Callable[..., Visitor]) -> None:
    visitor = open_page()
    page = visitor.page

    def reach(goal: str) -> None:
        for _ in range(80):
            if page.evaluate("goal => document.activeElement.matches(goal)", goal):
                return
            page.keyboard.press("Tab")
        raise AssertionError(f"{goal} is not reached")

    page.locator("#narrow", has_text="All sources (1)").wait_for()
    page.locator("h1").click()
    reach("#choose-all")
    page.keyboard.press("Space")
    page.locator("#narrow", has_text="0 of 1 sources").wait_for()
    page.keyboard.press("Space")
    page.locator("#narrow", has_text="All sources (1)").wait_for()
    reach("#question textarea")
    page.keyboard.type(GOLDEN)
    page.keyboard.press("Enter")
    visitor.wait_for_reply()
    page.locator("h1").click()
    reach("#messages button.chip")
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.matches('#viewer mark.now')")
    page.locator("h1").click()
    reach("#viewer .keep")
    page.keyboard.press("Enter")
    page.locator("#tab-notes", has_text="Notes (1)").wait_for()
    page.locator("h1").click()
    reach(".tabs [role=tab]")
    page.keyboard.press("ArrowLeft")
    page.wait_for_function("document.activeElement.id === 'tab-notes'")
    reach("#notes .export summary")
    page.keyboard.press("Enter")
    reach("#notes a[href='notes.docx']")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert download.value.suggested_filename == "notes.docx"
