"""Let a new user do ten tasks with 25 mixed files, in a real Chromium: ``python -m bench.page.trial [PICTURES]``.

A task is done when what it asks for is on the page, the clipboard or in the file. What a person would do next is the
second try. With a folder, a picture of the page is kept after each task, at three widths.
"""

from __future__ import annotations

import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import Error, sync_playwright

from bench.page.office import NUMBER, write
from tests.e2e.conftest import CHROMIUM, Visitor
from tests.harness.chat_process import served

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

WIDTHS = {"desk": (1360, 850), "laptop": (1024, 700), "phone": (390, 800)}


@dataclass(frozen=True, slots=True)
class Task:
    """A task, and what is tried one after the other until it is done."""

    name: str
    tries: tuple[Callable[[Visitor], bool], ...]


def _asks(question: str, *expected: str) -> Callable[[Visitor], bool]:
    """Ask, and look for what the first lines of the reply should say, with a quote."""

    def tried(visitor: Visitor) -> bool:
        visitor.ask(question)
        said = visitor.reply.inner_text()
        return all(each in said for each in expected) and visitor.reply.locator("button.chip").count() > 0

    return tried


def _sends(visitor: Visitor) -> bool:
    """Copy the rule about parental leave with its source, for a mail."""
    if not _asks("What is the rule about parental leave?", "16 weeks")(visitor):
        return False
    visitor.page.get_by_role("button", name="Copy").last.click()
    visitor.page.wait_for_timeout(300)
    copied = visitor.page.evaluate("navigator.clipboard.readText()")
    return "16 weeks" in copied and "handbook.docx" in copied


def _reads_the_page(visitor: Visitor) -> bool:
    if not _asks("When does the lease of the shop end?", "30 April 2027")(visitor):
        return False
    visitor.reply.locator("button.chip").first.click()
    visitor.page.locator("#viewer .paper .box.now").first.wait_for(timeout=20_000)
    return True


def _only_minutes(visitor: Visitor) -> bool:
    page = visitor.page
    page.get_by_role("checkbox", name="Ask the folder minutes").scroll_into_view_if_needed()
    page.locator("#documents .folder", has_text="minutes").first.hover()
    page.get_by_role("button", name="Only the folder minutes").click()
    done = _asks("Who takes care of the summer sale?", "Amira", "Searched 3 of")(visitor)
    page.get_by_role("button", name="Ask all sources").click()
    return done


def _keeps(visitor: Visitor) -> bool:
    page = visitor.page
    for _ in range(2):
        page.get_by_role("button", name="Keep as a note").last.click()
        page.wait_for_timeout(700)
    page.locator("#tab-notes").click()
    page.locator("#notes .note-card").nth(1).wait_for(timeout=10_000)
    page.locator("#notes .export summary").click()
    with page.expect_download() as saving:
        page.locator("#notes a[href='notes.docx']").click()
    page.locator("#tab-documents").click()
    return saving.value.path().stat().st_size > 1000


def _counts(visitor: Visitor) -> bool:
    page = visitor.page
    visitor.ask("Which documents mention the van?")
    page.get_by_role("button", name="Ask every document").last.click()
    page.locator(".sum").wait_for(timeout=120_000)
    found = page.locator("tr.done", has_text="accident").count() > 0
    page.go_back()
    page.wait_for_selector("#documents .documents li", state="attached", timeout=60_000)
    return found


TASKS = (
    Task("send a colleague the rule about parental leave, with its source", (_sends,)),
    Task(
        "the telephone number of the warehouse",
        (_asks("What is the phone number of the warehouse?", "55 20 11 09"), _asks("Karin Berg phone", "55 20 11 09")),
    ),
    Task("what the hotel in Voss cost", (_asks("How much did the hotel in Voss cost?", "1240"),)),
    Task("the end of the lease, on the page of the contract", (_reads_the_page,)),
    Task(
        "what Mr Falk complains about",
        (
            _asks("What does Erik Falk complain about?", "leaks gas"),
            _asks("What is wrong with the stove of Erik Falk?", "leaks gas"),
        ),
    ),
    Task(
        "the warranty of tents and of backpacks",
        (
            _asks("How long is the warranty for tents and for backpacks?", "three years", "five years"),
            _asks("What is the difference between the warranty of tents and backpacks?", "three years", "five years"),
        ),
    ),
    Task("who does the summer sale, from the minutes alone", (_only_minutes,)),
    Task(
        "the total of a receipt that was scanned",
        (
            _asks("What was the total of the receipt from Malermester Strand?", "1,335"),
            _asks("Total on receipt 5512?", "1,335"),
        ),
    ),
    Task("two notes as a Word file", (_keeps,)),
    Task("all documents that mention the van", (_counts,)),
)


def main(pictures: Path | None) -> int:
    """Print how many tries each task took; return how many were not done."""
    failed = 0
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as playwright:
        office = Path(temporary) / "office"
        write(office)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        with served("chat", "--index", f"{temporary}/library", "--port", "0", cwd=Path(temporary)) as chat:
            context = browser.new_context(
                viewport={"width": 1360, "height": 850}, permissions=["clipboard-read", "clipboard-write"]
            )
            page = context.new_page()
            page.set_default_timeout(30_000)
            page.goto(chat.address)
            page.locator("#documents .empty").wait_for(timeout=60_000)
            _keep(page, pictures, "00-empty")
            page.set_input_files("#add-folder", office)
            page.wait_for_selector("#work .done", timeout=300_000)
            print(f"added {NUMBER} files: {page.inner_text('#work')}\n")
            _keep(page, pictures, "01-added")
            visitor = Visitor(page)
            for number, task in enumerate(TASKS, 2):
                taken = _taken(task, visitor)
                failed += taken == 0
                print(f"{taken or 'not done':>8}  {task.name}", flush=True)
                _keep(page, pictures, f"{number:02}")
        browser.close()
    return failed


def _taken(task: Task, visitor: Visitor) -> int:
    """Return how many tries a task took; 0 where none of them did it."""
    for number, tried in enumerate(task.tries, 1):
        try:
            if tried(visitor):
                return number
        except Error as trouble:
            print(f"          {task.name}: {trouble.message.splitlines()[0]}")
        said = visitor.reply.inner_text() if visitor.page.locator("#messages .reply").count() else ""
        print(f"          try {number} said: {' '.join(said.split())[:300]}")
    return 0


def _keep(page: Page, folder: Path | None, name: str) -> None:
    if folder is None:
        return
    folder.mkdir(parents=True, exist_ok=True)
    before = page.viewport_size
    for width, (across, down) in WIDTHS.items():
        page.set_viewport_size({"width": across, "height": down})
        page.wait_for_timeout(400)
        page.screenshot(path=folder / f"{name}-{width}.png")
    if before:
        page.set_viewport_size(before)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
