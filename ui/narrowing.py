"""Which documents the questions of a page are for: the panel above the text box, and what it says as text."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode

from index.filters import EVERYTHING, Filter
from index.loaders import SUFFIXES, alike
from ui.escaping import visible
from ui.icons import icon
from ui.markup import as_text

_DAYS = (("after", "From"), ("before", "Until"))


# File types that are read alike, such as "htm, html"; the first of each stands for all.
_TYPES = sorted({tuple(sorted(each.removeprefix(".") for each in alike(suffix))) for suffix in SUFFIXES})


def panel(within: Filter = EVERYTHING, trouble: str = "") -> str:
    """Return the panel: what is asked of the documents now, and a form that asks for something else.

    The folders to choose from are known to the page, which lists the documents.

    Parameters
    ----------
    within
        Asked of them now.
    trouble
        Why something else cannot be asked.
    """
    name = f"Only {visible(str(within))}" if within != EVERYTHING else "All documents"
    chosen = min(within.types, default="")
    kinds = "".join(
        f'<option value="{first}"{" selected" if first == chosen else ""}>{", ".join((first, *others))}</option>'
        for first, *others in _TYPES
    )
    days = "".join(
        f'<label>{label}<input type="date" name="{day}" value="{as_text(getattr(within, day))}"></label>'
        for day, label in _DAYS
    )
    everything = (
        '<button type="button" class="remove" data-event="clear" aria-label="Ask all documents" '
        f'title="Ask all documents">{icon("close")}</button>'
        if within != EVERYTHING
        else ""
    )
    told = f'<p class="trouble" role="alert">{as_text(visible(trouble))}</p>' if trouble else ""
    return (
        f'<div class="narrow"><details class="menu"{" open" if trouble else ""}><summary>'
        f'<span class="unseen">Asked: </span><bdi>{as_text(name)}</bdi></summary><form data-event="edit">'
        f'<label>Folder<input type="text" name="folder" value="{as_text(within.folder)}" list="folders" '
        'placeholder="Any" autocomplete="off"></label>'
        f'<datalist id="folders"></datalist><label>Type<select name="type"><option value="">Any</option>{kinds}'
        f'</select></label>{days}{told}<button type="submit" class="do">Ask only these</button></form></details>'
        f"{everything}</div>"
    )


def note(within: str) -> str:
    """Return the sentence that says with an answer what was asked of the documents; "" for all of them."""
    return f"Only documents of {within} were asked." if within else ""


def to_text(within: Filter) -> str:
    """Return a filter as the page keeps it; "" for all documents."""
    parts = {"folder": within.folder, "type": min(within.types, default="")}
    parts |= {day: getattr(within, day) for day, _ in _DAYS}
    return urlencode({name: value for name, value in parts.items() if value})


def from_text(text: str) -> Filter:
    """Return the filter that a page keeps, whoever wrote it; raise ``FilterError`` where no document can pass."""
    said = dict(parse_qsl(text))
    return Filter.parse(
        said.get("folder", ""), [said["type"]] if said.get("type") else [], *(said.get(day, "") for day, _ in _DAYS)
    )
