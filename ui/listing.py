"""The header and the documents panel as HTML: pure functions from values to text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.escaping import visible
from ui.markup import as_text, count

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.documents import Progress, Skipped
    from ui.shelf import Changed, Contents, Item

# A panel that names a thousand skipped files helps nobody; the command line lists them all.
MOST_SKIPPED = 20
_STAGES = {"reading": "Reading files", "embedding": "Embedding", "writing": "Writing"}


def header(contents: Contents) -> str:
    """Return the name of the program and the state of the library."""
    number = count(len(contents.items), "document") if contents.items else "no documents yet"
    return (
        f'<div class="brand"><h1>citeseed</h1><p class="state">{number}'
        f'<span class="generation"> · generation {contents.generation}</span></p>'
        '<a class="to-shelf" href="#shelf">Documents</a></div>'
    )


def documents(contents: Contents) -> str:
    """Return the list of documents; each uploaded one has a button whose ``data-source`` says what it removes."""
    if not contents.items:
        return '<h2>Documents</h2><p class="empty">None yet. Add text, Markdown or HTML files below.</p>'
    return f'<h2>Documents</h2><ul class="documents">{"".join(_item(item) for item in contents.items)}</ul>'


def rebuild(contents: Contents) -> str:
    """Return what the button says that reads the folders again; plain text."""
    return f"Rebuild from {', '.join(map(visible, contents.folders))}" if contents.folders else "Rebuild"


def progress(step: Progress) -> str:
    """Return how far a long work has come."""
    share = f'max="{step.total}" value="{step.done}"' if step.total else ""
    stage = _STAGES.get(step.stage, step.stage)
    return (
        f'<div class="work"><p>{as_text(stage)} {step.done:,} of {step.total:,}</p><progress {share}></progress></div>'
    )


def changed(result: Changed) -> str:
    """Return what a change of the shelf did, and what it passed over."""
    notes = "".join(f"<p>{as_text(visible(note))}</p>" for note in result.notes)
    return f'<div class="done" role="status">{notes}{_skipped(result.skipped)}</div>'


def trouble(text: str) -> str:
    """Return why something could not be done."""
    return f'<div class="trouble" role="alert"><p>{as_text(visible(text))}</p></div>'


def _item(item: Item) -> str:
    entry, name = item.entry, as_text(visible(item.entry.source))
    stale = '<span class="stale" title="The file could not be read; this is its last good version.">stale</span>'
    remove = (
        f'<button type="button" class="remove" data-source="{as_text(item.entry.source)}" aria-label="Remove {name}" '
        f'title="Remove">×</button>'
    )
    return (
        f'<li><div class="document"><span class="title" dir="auto">{as_text(visible(entry.title))}</span>'
        f'<span class="path"><bdi>{name}</bdi> <span class="size">{count(entry.characters, "character")}</span></span>'
        f"{stale if entry.stale else ''}</div>{remove if item.removable else ''}</li>"
    )


def _skipped(skipped: Sequence[Skipped]) -> str:
    if not skipped:
        return ""
    shown = "".join(
        f"<li><bdi>{as_text(visible(each.source))}</bdi>: {as_text(visible(each.reason))}</li>"
        for each in skipped[:MOST_SKIPPED]
    )
    rest = len(skipped) - MOST_SKIPPED
    more = f"<li>and {count(rest, 'more file')}</li>" if rest > 0 else ""
    return f'<p class="skipped-head">Skipped {count(len(skipped), "file")}:</p><ul class="skipped">{shown}{more}</ul>'
