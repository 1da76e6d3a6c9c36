"""Print what the page costs: ``python -m bench.page.cost``, in the library of seeds/ and a browser without cache.

Bytes are what came over the connection, compressed where the server compresses. Times are from the beginning of the
navigation; the middle one of several loads. The load of the machine stands beside its processor: times of a busy
machine are an upper limit.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from index.diagnosis import processor
from tests.e2e.conftest import CHROMIUM, EXAMPLE
from tests.harness.chat_process import served
from tests.harness.processes import SEEDS, citeseed

if TYPE_CHECKING:
    from playwright.sync_api import Browser

LOADS = 5
_PAINTED = "performance.getEntriesByName('first-contentful-paint')[0].startTime"
_NOW = "performance.now()"


@dataclass(frozen=True, slots=True)
class Cost:
    """Of one load: requests, bytes, and milliseconds."""

    requests: int
    bytes: int
    painted: float
    usable: float
    listed: float
    sentence: float


def main(loads: int) -> None:
    """Print the middle cost of several loads."""
    busy, cores = os.getloadavg()[0], os.cpu_count()
    sys.stdout.write(f"{processor()}, {cores} cores; a load of {busy:.1f} before\n")
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as playwright:
        library = Path(temporary) / "library"
        made = citeseed("index", str(SEEDS), "--index", str(library), cwd=Path(temporary))
        assert made.returncode == 0, made.stderr
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-background-networking", "--disable-gpu"]
        )
        with served("chat", "--index", str(library), "--port", "0", cwd=SEEDS.parent) as chat:
            _measured(browser, chat.address)  # the first visitor waits for what the server has not read yet
            costs = [_measured(browser, chat.address) for _ in range(loads)]
        browser.close()
    rows = (
        ("requests until the page can be used", "requests", "{:.0f}"),
        ("kilobytes until then", "bytes", "{:.0f}"),
        ("ms to the first paint", "painted", "{:.0f}"),
        ("ms until one can type a question", "usable", "{:.0f}"),
        ("ms until the sources are listed", "listed", "{:.0f}"),
        ("ms from a question to the first sentence", "sentence", "{:.0f}"),
    )
    for name, part, form in rows:
        value = statistics.median(getattr(cost, part) for cost in costs)
        sys.stdout.write(f"{name:<42} {form.format(value / 1000 if part == 'bytes' else value):>7}\n")


def _measured(browser: Browser, address: str) -> Cost:
    context = browser.new_context(viewport={"width": 1280, "height": 860})
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    devtools.send("Network.enable")
    received: list[float] = []
    devtools.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    page.goto(address)
    page.locator("#question textarea").wait_for()
    usable = page.evaluate(_NOW)
    page.locator("#documents .document").first.wait_for()
    listed = page.evaluate(_NOW)
    requests, size = len(received), sum(received)
    painted = page.evaluate(_PAINTED)
    page.locator("#question textarea").fill(EXAMPLE)
    before = page.evaluate(_NOW)
    page.keyboard.press("Enter")
    page.locator("#messages .said").first.wait_for()
    sentence = page.evaluate(_NOW) - before
    context.close()
    return Cost(requests, int(size), painted, usable, listed, sentence)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else LOADS)
