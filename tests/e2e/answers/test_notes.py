"""Notes in a real browser: keep an answer and a quote, write, reorder, delete, export; by keyboard alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.harness.processes import GOLDEN

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

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


def _reach(page: Page, goal: str) -> None:
    """Go on by the Tab key until what is looked for has the focus."""
    for _ in range(80):
        if page.evaluate("goal => document.activeElement.matches(goal)", goal):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{goal} is not reached")


def _press(page: Page, goal: str, key: str = "Enter") -> None:
    """Go to something from the top of the page, and press it."""
    page.locator("h1").click()
    _reach(page, goal)
    page.keyboard.press(key)


def test_add_choose_ask_cite_note_and_export_by_keyboard_alone(
    open_page: Callable[..., Visitor], tmp_path: Path
) -> None:
    note = tmp_path / "sundial.md"
    note.write_text("# The sundial\n\nThe sundial was set up by Leontine.\n", encoding="utf-8")
    visitor = open_page()
    page = visitor.page
    page.locator("#narrow", has_text="All sources (1)").wait_for()
    with page.expect_file_chooser() as choosing:
        _press(page, "#add-files")
    choosing.value.set_files(note)
    page.locator("#narrow", has_text="All sources (2)").wait_for(timeout=120_000)
    for chosen in ("0 of 2 sources", "All sources (2)"):
        _press(page, "#choose-all", "Space")
        page.locator("#narrow", has_text=chosen).wait_for()
    _press(page, "[aria-label='Ask The sundial']", "Space")
    page.locator("#narrow", has_text="1 of 2 sources").wait_for()
    _reach(page, "#question textarea")
    page.keyboard.type(GOLDEN)
    page.keyboard.press("Enter")
    visitor.wait_for_reply()
    _press(page, "#messages button.chip")
    page.wait_for_function("document.activeElement.matches('#viewer mark.now')")
    _press(page, "#viewer .keep")
    page.locator("#tab-notes", has_text="Notes (1)").wait_for()
    _press(page, ".tabs [role=tab]", "ArrowLeft")
    page.wait_for_function("document.activeElement.id === 'tab-notes'")
    _press(page, "#notes .export summary")
    _reach(page, "#notes a[href='notes.docx']")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert download.value.suggested_filename == "notes.docx"
    _press(page, ".tabs [role=tab]", "ArrowRight")
    _press(page, "[aria-label='Remove The sundial']")
    page.locator("#narrow", has_text="All sources (1)").wait_for(timeout=120_000)
