"""A chat over the seeds in a process of its own, and a browser that records what a page does."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from tests.e2e import axe
from tests.harness.chat_process import Served, served
from tests.harness.processes import SEEDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext, Page, Request

CHROMIUM = Path("/usr/bin/chromium")
EXAMPLE = "Why is Alibaba's plan considered risky?"
# Whether the quote that was opened stands in the viewer where it can be read.
IN_VIEW = """() => {
  const mark = document.querySelector('#viewer mark.now');
  if (!mark) return false;
  const box = mark.getBoundingClientRect();
  const pane = document.querySelector('#viewer').getBoundingClientRect();
  const head = document.querySelector('#viewer .view-head').getBoundingClientRect();
  return box.height > 0 && box.top >= head.bottom && box.bottom <= pane.bottom && pane.left < innerWidth;
}"""


@pytest.fixture(scope="session")
def library(seeds_library: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a copy of the library that was made from seeds/."""
    folder = tmp_path_factory.mktemp("chat") / "library"
    shutil.copytree(seeds_library, folder)
    return folder


@pytest.fixture(scope="session")
def chat(library: Path) -> Iterator[Served]:
    """Return a chat over that library."""
    arguments = ("chat", "--index", str(library), "--port", "0", "--example", EXAMPLE)
    with served(*arguments, cwd=SEEDS.parent) as running:
        yield running
        assert "Traceback" not in running.errors.read_text()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Return Chromium, for machines that have it; for a module alone, since while it is open an event loop runs."""
    if not CHROMIUM.exists():
        if os.environ.get("CI") == "true":
            pytest.fail(f"{CHROMIUM} is missing; CI has to have it")
        pytest.skip(f"{CHROMIUM} is missing: install Debian's chromium to run this test")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-gpu"],
        )
        yield opened
        opened.close()


@dataclass
class Witness:
    """What a page asked for and complained of."""

    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def watch(self, page: Page) -> None:
        axe.watch(page)
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", lambda said: self.errors.append(said.text) if said.type == "error" else None)
        page.on("requestfailed", self._note_failure)

    def _note_failure(self, request: Request) -> None:
        # The page itself hangs up on a stream of events once it has heard the last one.
        if request.failure != "net::ERR_ABORTED":
            self.errors.append(f"{request.url}: {request.failure}")

    def check(self) -> None:
        """Nothing was asked of another machine, and nothing went wrong."""
        assert self.requests
        hosts = {urlsplit(url).hostname for url in self.requests if urlsplit(url).scheme not in {"data", "blob"}}
        assert hosts == {"127.0.0.1"}
        assert self.errors == []


class Visitor:
    """Someone who uses the page; everything waits until the page has done it."""

    def __init__(self, page: Page, witness: Witness | None = None) -> None:
        self.page = page
        self._witness = witness or Witness()

    def ask(self, question: str) -> None:
        """Ask, and wait for the whole answer."""
        before = self.page.locator("#messages .reply").count()
        self.send(question)
        self.wait_for_reply(before)

    def send(self, question: str) -> None:
        """Ask, and wait for nothing."""
        self.page.locator("#question textarea").fill(question)
        self.page.keyboard.press("Enter")

    def wait_for_reply(self, before: int = 0) -> None:
        """Wait until there are more than ``before`` replies, the last of them complete."""
        complete = "#messages .reply:not(:has(.working))"
        self.page.wait_for_function(f"document.querySelectorAll('{complete}').length > {before}", timeout=60_000)

    def come_back(self) -> None:
        """Leave the page and open it again."""
        address, before = self.page.url, len(self._witness.errors)
        self.page.goto("about:blank")
        # A page that is left breaks off what it still waits for, and says so.
        del self._witness.errors[before:]
        self.page.goto(address)
        self.page.wait_for_selector("#documents .documents li", state="attached", timeout=60_000)

    @property
    def reply(self) -> Any:
        return self.page.locator("#messages .reply").last


@pytest.fixture
def open_page(browser: Browser, chat: Served) -> Iterator[Any]:
    """Return a function that opens the chat as a visitor of its own; what they saw is checked at the end."""
    opened: list[tuple[BrowserContext, Witness]] = []

    def visit(**options: Any) -> Visitor:
        context = browser.new_context(viewport=options.pop("viewport", {"width": 1280, "height": 860}), **options)
        page, witness = context.new_page(), Witness()
        witness.watch(page)
        opened.append((context, witness))
        page.goto(chat.address)
        page.wait_for_selector("#documents .documents li", state="attached", timeout=60_000)
        return Visitor(page, witness)

    yield visit
    for context, witness in opened:
        witness.check()
        context.close()
