"""The filter panel above the text box."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode

from index.filters import EVERYTHING, Filter
from index.loaders import SUFFIXES, alike
from ui.templates.environment import html
from ui.text.sanitize import visible

if TYPE_CHECKING:
    from collections.abc import Mapping

# Of what is asked, as a form and a page name them.
PARTS = ("folder", "type", "after", "before")


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
    return html(
        "filter_panel",
        "panel",
        name=f"Only {visible(str(within))}" if within != EVERYTHING else "All documents",
        is_narrowed=within != EVERYTHING,
        typed=dict.fromkeys(PARTS, "") | dict(_parts(within) if typed is None else typed),
        types=_TYPES,
        trouble=trouble,
        tried=time.monotonic_ns(),
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
