"""The frame of the page and the documents pane as HTML: pure functions from values to text."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from ui.templates.environment import html

if TYPE_CHECKING:
    from collections.abc import Iterable

    from index.types import Progress
    from ui.documents.additions import Changed
    from ui.documents.service import Contents

# Characters: a request of the page has 4 MB at most, in which a letter takes up to 6 bytes.
MAX_PASTED = 500_000
# Files of a change that are named; the command line lists all.
MAX_NAMED = 20
_STAGES = {
    "fetching": "Fetching",
    "reading": "Reading files",
    "recognising": "Recognising pages",
    "embedding": "Embedding",
    "writing": "Writing",
    "waiting": "Waiting for another change",
}


def header() -> str:
    """Return the name of the program, and the switches of the panes."""
    return html("documents", "header")


def tabs() -> str:
    """Return the two tabs of the left pane."""
    return html("documents", "tabs")


def adding(suffixes: Iterable[str], largest: int, *, fetches: bool) -> str:
    """Return the place where files of so many bytes are dropped or chosen, and where their way is shown.

    Text can be pasted there too, and with ``fetches`` an address be typed.
    """
    return html("documents", "adding", suffixes=sorted(suffixes), largest=largest, fetches=fetches, longest=MAX_PASTED)


def filtering() -> str:
    """Return the field that filters the list of documents."""
    return html("documents", "filtering")


def state(contents: Contents, step: Progress | None = None) -> str:
    """Return the state of the index; ``step`` when it is being changed."""
    if step is not None:
        return html("documents", "busy", stage=_STAGES.get(step.stage, step.stage), step=step)
    return html("documents", "state", number=len(contents.items), generation=contents.generation)


def documents(contents: Contents) -> str:
    """Return the list of documents; each uploaded one has a button that removes it."""
    items = [(item.entry, _kind(item.entry.source), item.removable) for item in contents.items]
    return html("documents", "documents", items=items)


def rebuild(contents: Contents) -> str:
    """Return the button that reads the folders again."""
    return html("documents", "rebuild", folders=contents.folders)


def changed(result: Changed) -> str:
    """Return what a change of the library did, and what it passed over."""
    added, skipped = result.added[:MAX_NAMED], result.skipped[:MAX_NAMED]
    return html("documents", "changed", result=result, added=added, skipped=skipped)


def trouble(text: str) -> str:
    """Return why something could not be done."""
    return html("documents", "trouble", text=text)


def _kind(source: str) -> str:
    return PurePosixPath(source).suffix.removeprefix(".").upper()
