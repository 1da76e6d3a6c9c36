"""The filter panel above the text box."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode

from index.filters import EVERYTHING, Filter
from index.loaders import SUFFIXES, alike
from ui.text.html_escape import as_text
from ui.text.sanitize import visible
from ui.web.views.icons import icon

if TYPE_CHECKING:
    from collections.abc import Mapping

# Of what is asked, as a form and a page name them.
PARTS = ("folder", "type", "after", "before")
_DAYS = (("after", "From"), ("before", "Until"))


# File types that are read alike, such as "htm, html"; the first of each stands for all.
_TYPES = sorted({tuple(sorted(each.removeprefix(".") for each in alike(suffix))) for suffix in SUFFIXES})


def panel(within: Filter = EVERYTHING, typed: Mapping[str, str] | None = None, trouble: str = "") -> str:
    """Return the panel: what is asked of the documents now, and a form that asks for something else.

    The folders to choose from are known to the page, which lists the documents.

    Parameters
    ----------
    within
        Asked of them now.
    typed
        What the form holds; what is asked now when None.
    trouble
        Why that cannot be asked.
    """
    held = _parts(within) if typed is None else typed
    name = f"Only {visible(str(within))}" if within != EVERYTHING else "All documents"
    chosen = held.get("type", "")
    kinds = "".join(
        f'<option value="{first}"{" selected" if first == chosen else ""}>{", ".join((first, *others))}</option>'
        for first, *others in _TYPES
    )
    days = "".join(
        f'<label>{label}<input type="date" name="{day}" value="{as_text(held.get(day, ""))}"></label>'
        for day, label in _DAYS
    )
    everything = (
        '<button type="button" class="remove" data-event="clear" aria-label="Ask all documents" '
        f'title="Ask all documents">{icon("close")}</button>'
        if within != EVERYTHING
        else ""
    )
    told = f'<p class="trouble" role="alert">{as_text(visible(trouble))}</p>' if trouble else ""
    # The same trouble twice is shown twice: a page draws nothing anew that is the same.
    is_open = f' open data-tried="{time.monotonic_ns()}"' if trouble else ""
    return (
        f'<div class="narrow"><details class="menu"{is_open}><summary>'
        f'<span class="unseen">Asked: </span><bdi>{as_text(name)}</bdi></summary><form data-event="edit">'
        f'<label>Folder<input type="text" name="folder" value="{as_text(held.get("folder", ""))}" list="folders" '
        'placeholder="Any" autocomplete="off"></label>'
        f'<datalist id="folders"></datalist><label>Type<select name="type"><option value="">Any</option>{kinds}'
        f'</select></label>{days}{told}<button type="submit" class="do">Ask only these</button></form></details>'
        f"{everything}</div>"
    )


def to_text(within: Filter) -> str:
    """Return a filter as the page keeps it; "" for all documents."""
    return urlencode({name: value for name, value in _parts(within).items() if value}, errors="replace")


def from_text(text: str) -> Filter:
    """Return the filter that a page keeps, whoever wrote it; raise ``FilterError`` where no document can pass."""
    return from_parts(dict(parse_qsl(text)))


def from_parts(said: Mapping[str, str]) -> Filter:
    """Return the filter that a form says; raise ``FilterError`` where no document can pass."""
    folder, kind, *days = (said.get(part, "") for part in PARTS)
    return Filter.parse(folder, [kind] if kind else [], *days)


def _parts(within: Filter) -> dict[str, str]:
    values = (within.folder, min(within.types, default=""), within.after, within.before)
    return dict(zip(PARTS, values, strict=True))
