"""Take a picture of every state of the page: ``make screens``, or ``python -m tests.e2e.screens FOLDER``."""

from __future__ import annotations

import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image
from playwright.sync_api import sync_playwright

from tests.e2e.conftest import CHROMIUM, EXAMPLE, Visitor
from tests.harness.chat_process import served
from tests.harness.model_server import Script, model_server
from tests.harness.processes import SEEDS, citeseed
from tests.samples.pdf_files import Ink, column, paper
from tests.samples.scans import HANDBOOK, scan, sheets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

DESK, PHONE = {"width": 1360, "height": 850}, {"width": 390, "height": 800}
REPORT = (
    "The lighthouse at Cape Arran was repaired in the spring. The new lamp burns 40 percent less oil than the old one. "
    "Keeper Isolde Marsh wrote the weather down every morning. The repair cost 12,400 crowns, paid by the harbour."
)
SCANNED = "Who caught the largest pike?"
LETTERS = {
    "harbour/letter.md": "---\ndate: 2021-04-02\n---\n# The harbour's letter\n\nThe harbour master is Tom Ekdal.\n",
    "harbour/news.md": "---\ndate: 2024-09-15\n---\n# News of the harbour\n\nThe harbour master is Vera Lind.\n",
}


def main(folder: Path) -> None:
    """Write the pictures into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as playwright:
        work = Path(temporary)
        _write(work)
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-background-networking", "--disable-gpu"]
        )
        nothing = ("chat", "--index", str(work / "none"), "--port", "0")
        with served(*nothing, cwd=SEEDS.parent) as chat, _page(browser, chat.address) as page:
            _take(page, folder / "empty.png")
        arguments = ("chat", "--index", str(work / "library"), "--port", "0", "--example", EXAMPLE)
        with served(*arguments, cwd=SEEDS.parent) as chat:
            for look in ("light", "dark"):
                with _page(browser, chat.address, color_scheme=look) as page:
                    _desk(page, folder, look)
                    _shelf(page, folder, look, work)
            with _page(browser, chat.address, viewport=PHONE, has_touch=True, is_mobile=True) as page:
                _phone(page, folder)
        _scan(browser, folder, work)
        script = Script(["The repair was paid by the harbour and cost 12,400 crowns [1]. It took two years."])
        with model_server(script) as address:
            model = ("--reader", "generative", "--language-model", "m", "--language-model-url", address)
            with served(*arguments, *model, cwd=SEEDS.parent) as chat:
                with _page(browser, chat.address) as page:
                    Visitor(page).ask("How much did the repair of the lighthouse cost?")
                    _take(page, folder / "written-light.png")
                script.pieces = [30.0]  # what the documents' own words take is too short for a picture
                for look in ("light", "dark"):
                    with _page(browser, chat.address, color_scheme=look) as page:
                        Visitor(page).send(EXAMPLE)
                        page.locator("#messages .working").wait_for()
                        _take(page, folder / f"answering-{look}.png")
        browser.close()


def _scan(browser: Browser, folder: Path, work: Path) -> None:
    """Ask a library of one scan of ten pages, and open the quote on the picture of its page."""
    (work / "scans").mkdir()
    (work / "scans" / "handbook.pdf").write_bytes(scan(sheets(HANDBOOK)))
    made = citeseed("index", str(work / "scans"), "--index", str(work / "scanned"), cwd=work)
    assert made.returncode == 0, made.stderr
    arguments = ("chat", "--index", str(work / "scanned"), "--port", "0", "--example", SCANNED)
    with served(*arguments, cwd=work) as chat, _page(browser, chat.address) as page:
        visitor = Visitor(page)
        visitor.ask(SCANNED)
        visitor.reply.locator("button.chip").first.click()
        page.wait_for_selector("#viewer .paper .box")
        page.mouse.move(700, 5)
        _take(page, folder / "scan.png")


def _write(work: Path) -> None:
    """Make a library of the seeds, a printed report and two letters that disagree."""
    documents = work / "documents"
    ink = [
        Ink(60, 740, "Cape Arran: report of the year", 18, bold=True),
        *column(REPORT, 60, 700, characters=60, size=12),
    ]
    (documents / "harbour").mkdir(parents=True)
    (documents / "report.pdf").write_bytes(paper([ink], {"Title": "Cape Arran: report of the year"}))
    for name, text in LETTERS.items():
        (documents / name).write_text(text, encoding="utf-8")
    made = citeseed("index", str(SEEDS), str(documents), "--index", str(work / "library"), cwd=work)
    assert made.returncode == 0, made.stderr


@contextmanager
def _page(browser: Browser, address: str, **options: object) -> Iterator[Page]:
    context = browser.new_context(**{"viewport": DESK, "reduced_motion": "reduce", **options})  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(address)
    page.wait_for_selector("#state .state", state="attached", timeout=60_000)
    yield page
    context.close()


def _take(page: Page, path: Path, after: int = 500) -> None:
    """Take a picture after so many milliseconds, in 256 colours: a third of the bytes, and no eye sees it."""
    page.wait_for_timeout(after)
    page.screenshot(path=path)
    with Image.open(path) as picture:
        few = picture.convert("RGB").quantize(256, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    few.save(path, optimize=True)


def _taking(page: Page, folder: Path, look: str) -> Callable[[str], None]:
    def take(state: str) -> None:
        page.mouse.move(700, 5)
        _take(page, folder / f"{state}-{look}.png")

    return take


def _desk(page: Page, folder: Path, look: str) -> None:
    visitor, take = Visitor(page), _taking(page, folder, look)
    page.locator(".welcome .offer").nth(2).wait_for(timeout=60_000)
    take("start")
    visitor.ask(EXAMPLE)
    take("answered")
    page.locator("button.chip").nth(1).hover()
    _take(page, folder / f"glance-{look}.png")
    page.locator("button.chip").first.click()
    page.wait_for_selector("#viewer mark.now")
    take("viewer")
    page.locator(".all-quotes summary").click()
    take("quotes")
    page.keyboard.press("Escape")
    page.locator(".judge summary").click()
    take("judging")
    page.keyboard.press("Escape")
    visitor.ask("What is the capital of Mongolia?")
    take("refused")
    visitor.ask("Who made the new lamp?")
    take("unsure")
    visitor.ask("Who is the harbour master?")
    take("differing")
    visitor.ask("How much did the repair of the lighthouse cost?")
    visitor.reply.locator("button.chip").first.click()
    page.wait_for_selector("#viewer .paper .box")
    take("printed")
    page.get_by_role("button", name="Keep as a note").last.click()
    page.locator("#tab-notes").click()
    page.locator("#notes .note-card").first.wait_for()
    take("notes")
    page.locator("#tab-documents").click()
    page.locator("#documents .open", has_text="Speculative").click()
    page.locator("#viewer .guide .offer").first.wait_for(timeout=60_000)
    take("guide")
    page.get_by_label("Ask the folder harbour").uncheck()
    page.locator("#narrow", has_text="2 of 4").wait_for()
    page.locator(".filters summary").click()
    take("choosing")
    page.keyboard.press("Escape")
    page.locator("#widen").click()


def _shelf(page: Page, folder: Path, look: str, work: Path) -> None:
    visitor, take = Visitor(page), _taking(page, folder, look)
    page.locator("#tab-history").click()
    take("conversations")
    page.locator("#tab-documents").click()
    page.locator(".switch[data-pane=reading]").click()
    note = work / f"note-{look}.md"
    note.write_text(f"# A note about {look}\n\n" + "The heron stands in the reeds at dawn. " * 2000, encoding="utf-8")
    odd = work / "picture.xyz"
    odd.write_text("?", encoding="utf-8")
    page.set_input_files("#add-files", [note, odd])
    page.wait_for_selector(".state.busy", timeout=60_000)
    _take(page, folder / f"uploading-{look}.png", after=0)
    page.wait_for_selector("#work .done", timeout=120_000)
    take("added")
    page.locator("#documents .document", has_text="A note about").hover()
    page.locator("#documents .document", has_text="A note about").get_by_role("button", name="Remove ").click()
    page.wait_for_selector("#work .link", timeout=120_000)
    take("removed")
    letter = work / "documents" / "harbour" / "letter.md"
    letter.write_text(f"# The harbour's letter\n\nThe harbour master is Ada Berg, in the {look}.\n", encoding="utf-8")
    page.get_by_role("button", name="Refresh").click()
    page.locator("#work .done", has_text="1 changed").wait_for(timeout=120_000)
    page.locator("button.chip[data-where*='letter.md']").first.click()
    page.locator("#viewer .changed").wait_for()
    take("changed")
    page.locator(".switch[data-pane=reading]").click()
    visitor.send("How much did the repair of the lighthouse at Cape Arran cost? " * 400)
    page.wait_for_selector("#messages .notice", timeout=60_000)
    take("error")


def _phone(page: Page, folder: Path) -> None:
    visitor = Visitor(page)
    page.locator(".welcome .offer").nth(2).wait_for(timeout=60_000)
    _take(page, folder / "start-phone.png")
    visitor.ask(EXAMPLE)
    _take(page, folder / "answered-phone.png")
    page.locator("button.chip").first.tap()
    page.wait_for_selector("#viewer mark.now")
    _take(page, folder / "viewer-phone.png")
    page.get_by_role("button", name="Sources", exact=True).tap()
    _take(page, folder / "sources-phone.png")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
