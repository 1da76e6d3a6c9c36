"""A finger needs 44 px: everything that is pressed on a phone is as large, but for words within a text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.e2e.axe import quiet
from tests.harness.processes import GOLDEN

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.e2e.conftest import Visitor

# What is pressed 21 px beside its middle, above or below, is something else. Numbers of quotes stand within a text.
_SMALL = """() => {
  const kinds = "a[href], button, input:not([type=file]), select, textarea, summary";
  const small = [];
  for (const each of document.querySelectorAll(kinds)) {
    const isSeen = each.checkVisibility({ visibilityProperty: true, opacityProperty: true });
    if (!isSeen || each.closest(".unseen, .skip")) continue;
    if (each.matches(".chip") || (each.matches(".link, a") && each.closest("p, .state"))) continue;
    each.scrollIntoView({ block: "center", behavior: "instant" });
    const { x, y, width, height } = each.getBoundingClientRect();
    if (!width || !height || x < 0 || x > innerWidth) continue;
    const owner = (at) => at?.closest(kinds) ?? at?.closest("label")?.control;
    const [left, top] = [x + width / 2, y + height / 2];
    const isHit = ([across, down]) => {
      const [atX, atY] = [left + across, top + down];
      return atX < 0 || atX >= innerWidth || owner(document.elementFromPoint(atX, atY)) === each;
    };
    if (![[0, 0], [-21, 0], [21, 0], [0, -21], [0, 21]].every(isHit)) small.push(each.outerHTML.slice(0, 140));
  }
  return small;
}"""


def small(page: Page) -> list[str]:
    """Return what is too small for a finger."""
    quiet(page)
    found: list[str] = page.evaluate(_SMALL)
    return found


def test_nothing_is_too_small_for_a_finger(open_page: Callable[..., Visitor]) -> None:
    visitor = open_page(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True, reduced_motion="reduce")
    page = visitor.page
    page.locator(".welcome .offer").nth(2).wait_for(timeout=60_000)
    found = {"start": small(page)}
    visitor.ask(GOLDEN)
    page.locator("#related .offer").first.wait_for(timeout=60_000)
    found["answer"] = small(page)
    visitor.reply.locator("button.chip").first.tap()
    page.locator("#viewer mark.now").first.wait_for()
    found["viewer"] = small(page)
    page.get_by_role("button", name="Sources", exact=True).tap()
    found["sources"] = small(page)
    boxes = [label.bounding_box() for label in page.locator("#adding .drop label").all()]
    cut = [box for box in boxes if box is None or box["x"] < 0 or box["x"] + box["width"] > 390 or box["height"] > 60]
    assert boxes
    assert not cut  # a link to add files is on the page, on one line
    page.locator(".filters summary").tap()
    found["filter"] = [each for each in small(page) if "filters" in each or "name=" in each]
    page.locator(".filters summary").tap()
    page.locator("#tab-history").tap()
    found["conversations"] = small(page)
    page.locator("#tab-notes").tap()
    page.get_by_role("button", name="New note").tap()
    page.locator("#notes .note-card").wait_for()
    found["notes"] = small(page)
    assert not any(found.values()), "\n".join(f"{state}: {each}" for state, all_of in found.items() for each in all_of)
