"""What has the focus is ringed evenly: the same line everywhere, on all four sides, cut off nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.e2e.axe import quiet
from tests.harness.processes import GOLDEN

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.e2e.conftest import Visitor

# The ring around what has the focus, and which of its sides are outside of the window or of a box that cuts them off.
# A field to choose files has it on its label, the text box of questions on the frame around box and button.
_RING = """() => {
  const focused = document.activeElement;
  if (focused === document.body) return null;
  const frame = focused.closest("#question .input-container");
  const ringed = focused.matches(".unseen") ? focused.closest("label") : focused;
  const style = getComputedStyle(frame && focused.matches("textarea") ? frame : ringed);
  const told = { what: focused.outerHTML.slice(0, 150), cut: [] };
  if (frame && focused.matches("textarea")) {
    const line = getComputedStyle(focused).outlineStyle === "none" ? style.boxShadow : "two rings";
    return { ...told, line: line.endsWith("0px 0px 0px 1px inset") ? `frame ${style.borderColor}` : line };
  }
  const around = parseFloat(style.outlineWidth) + parseFloat(style.outlineOffset);
  for (const { left, right, top, bottom, width, height } of ringed.getClientRects()) {
    if (width < 1 || height < 1) continue;
    const ring = { left: left - around, right: right + around, top: top - around, bottom: bottom + around };
    const cut = (box, [x, y]) => {
      if (x && ring.left < box.left - 0.6) told.cut.push("left");
      if (x && ring.right > box.right + 0.6) told.cut.push("right");
      if (y && ring.top < box.top - 0.6) told.cut.push("top");
      if (y && ring.bottom > box.bottom + 0.6) told.cut.push("bottom");
    };
    cut({ left: 0, top: 0, right: innerWidth, bottom: innerHeight }, [true, true]);
    for (let each = ringed.parentElement; each && each !== document.documentElement; each = each.parentElement) {
      const { overflowX, overflowY, position } = getComputedStyle(each);
      if ([overflowX, overflowY].every((one) => one === "visible")) continue;
      cut(each.getBoundingClientRect(), [overflowX !== "visible", overflowY !== "visible"]);
    }
  }
  return { ...told, line: `${style.outlineStyle} ${style.outlineWidth} ${style.outlineOffset} ${style.outlineColor}` };
}"""
MAX_STOPS = 150


def rings(page: Page) -> list[dict[str, object]]:
    """Return the rings of all that the Tab key leads to."""
    quiet(page)
    page.locator("h1").click()
    found: list[dict[str, object]] = []
    for _ in range(MAX_STOPS):
        page.keyboard.press("Tab")
        ring = page.evaluate(_RING)
        if ring is None or (found and ring["what"] == found[0]["what"]):
            return found
        found.append(ring)
    raise AssertionError(found[-1])


@pytest.mark.parametrize(("look", "green"), [("light", "rgb(44, 97, 72)"), ("dark", "rgb(143, 205, 170)")])
def test_the_ring_is_the_same_everywhere_and_cut_off_nowhere(
    open_page: Callable[..., Visitor], look: str, green: str
) -> None:
    visitor = open_page(color_scheme=look, reduced_motion="reduce")
    page = visitor.page
    page.locator(".welcome .offer").nth(2).wait_for(timeout=60_000)
    found = {"start": rings(page)}
    visitor.ask(GOLDEN)
    page.locator("#related .offer").first.wait_for(timeout=60_000)
    visitor.reply.locator("button.chip").first.click()
    page.locator("#viewer mark.now").first.wait_for()
    found["quote"] = rings(page)
    page.locator(".filters summary").click()
    found["filter"] = rings(page)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Keep as a note").first.click()
    page.locator("#tab-notes").click()
    page.locator("#notes .note-card").wait_for()
    found["notes"] = rings(page)
    assert min(map(len, found.values())) > 10
    even = {f"solid 2px {offset} {green}" for offset in ("2px", "-2px")} | {f"frame {green}"}
    wrong = [
        (state, each) for state, all_of in found.items() for each in all_of if each["line"] not in even or each["cut"]
    ]
    assert not wrong, "\n".join(map(str, wrong))
