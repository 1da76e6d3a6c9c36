"""Whether a page fits into its window: nothing is covered, cut off or scrolled to the side."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

# What can be used and is covered or cut off, once it is scrolled to; a target within another one is part of it.
_COVERED = """(within) => {
  const kinds = "a[href], button, input:not([type=file]), select, textarea, summary";
  const used = [...document.querySelector(within).querySelectorAll(kinds)];
  const seen = used.filter((each) => each.checkVisibility({ visibilityProperty: true, opacityProperty: true }));
  const wrong = [];
  for (const each of seen) {
    each.scrollIntoView({ block: "center", behavior: "instant" });
    const line = [...each.getClientRects()].find(({ width, height }) => width > 1 && height > 1);
    if (!line || each.closest(".unseen, .skip")) continue;
    const found = document.elementFromPoint(line.x + line.width / 2, line.y + line.height / 2);
    if (line.x < -1 || line.right > innerWidth + 1) wrong.push(`cut off: ${each.outerHTML.slice(0, 120)}`);
    else if (!found || !(each.contains(found) || found.contains(each) || each.labels?.[0]?.contains(found)))
      wrong.push(`covered: ${each.outerHTML.slice(0, 120)} by ${found?.outerHTML.slice(0, 80)}`);
  }
  return wrong;
}"""
# Words that end at the edge of a box without a sign that there are more, and cannot be scrolled to.
_CUT = """() => [...document.body.querySelectorAll("*")].filter((each) => {
  if (!each.checkVisibility({ visibilityProperty: true, opacityProperty: true })) return false;
  if (each.clientWidth < 2 || each.closest(".unseen, .skip")) return false;
  const { overflowX, textOverflow } = getComputedStyle(each);
  const hides = ["hidden", "clip"].includes(overflowX) && textOverflow !== "ellipsis";
  return hides && each.scrollWidth > each.clientWidth + 1;
}).map((each) => `${each.scrollWidth} px in ${each.clientWidth}: ${each.outerHTML.slice(0, 160)}`)"""


def fits(page: Page, state: str, within: str = "body") -> None:
    """Nothing is wrong in this state; an open menu covers what is not ``within`` it."""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), state
    wrong = [*page.evaluate(_COVERED, within), *page.evaluate(_CUT)]
    assert not wrong, (state, wrong)
