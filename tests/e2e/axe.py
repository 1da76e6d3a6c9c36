"""Check a page with axe-core, once it is quiet."""

from __future__ import annotations

from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from axe_playwright_python.sync_playwright import Axe

if TYPE_CHECKING:
    from playwright.sync_api import Page, Request

# Requests of each page that are not over; Gradio keeps one open as long as an event has not ended.
_OPEN: WeakKeyDictionary[Page, set[Request]] = WeakKeyDictionary()
# Resolves when nothing of the page has changed for as many milliseconds; half-way through a fade, contrast is too low.
_UNCHANGED = """milliseconds => new Promise(resolve => {
  const still = () => document.getAnimations().every(
    each => each.playState !== "running" || each.effect.getTiming().iterations === Infinity);
  let timer;
  const rest = () => {
    clearTimeout(timer);
    timer = setTimeout(() => (still() ? (changes.disconnect(), resolve()) : rest()), milliseconds);
  };
  // A clock that nobody sees goes on while Gradio waits, and a class may be set that is there.
  const shows = ({ type, target, attributeName, oldValue }) => {
    if (type === "attributes") return target.getAttribute(attributeName) !== oldValue;
    return type === "childList" || target.parentElement?.checkVisibility();
  };
  const changes = new MutationObserver((list) => list.some(shows) && rest());
  changes.observe(document, { subtree: true, childList: true, attributeOldValue: true, characterData: true });
  rest();
})"""
CALM = 250
MAX_WAIT = 60_000


def watch(page: Page) -> None:
    """Follow the requests of a page, before it is opened."""
    going: set[Request] = set()
    _OPEN[page] = going

    def over(request: Request) -> None:
        going.discard(request)

    def begun(request: Request) -> None:
        going.add(request)

    page.on("request", begun)
    page.on("requestfinished", over)
    page.on("requestfailed", over)


def quiet(page: Page, *, answering: bool = False) -> None:
    """Wait until no request is under way and nothing changes; with ``answering`` one stays under way."""
    for _ in range(MAX_WAIT // CALM):
        page.evaluate(_UNCHANGED, CALM)
        if answering or not _OPEN[page]:
            return
    raise AssertionError([each.url for each in _OPEN[page]])


def check(page: Page, state: str, *, answering: bool = False) -> None:
    """Nothing in this state keeps anybody from using the page, or makes it very hard."""
    quiet(page, answering=answering)
    serious = [
        f"{each['id']}: {each['help']}: {[node['html'][:200] for node in each['nodes']]}"
        for each in Axe().run(page).response["violations"]
        if each["impact"] in {"serious", "critical"}
    ]
    assert not serious, (state, serious)
