"""The frame of the page and the documents pane as HTML: pure functions from values to text."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from ui.text.html_escape import as_text, count
from ui.text.sanitize import visible
from ui.web.views.icons import icon

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from index.types import Progress, Skipped
    from ui.documents.service import Changed, Contents, Item

# Skipped files that are named; the command line lists all.
MAX_NAMED = 20
_CLOSE = (
    f'<button type="button" class="remove close" data-event="clear" aria-label="Close this note" title="Close">'
    f"{icon('close')}</button>"
)
_STAGES = {
    "reading": "Reading files",
    "embedding": "Embedding",
    "writing": "Writing",
    "waiting": "Waiting for another change",
}


def header() -> str:
    """Return the name of the program, and the switches of the panes: tabs where only one fits."""
    return (
        '<div class="brand"><h1>citeseed</h1><button type="button" class="skip do">Skip to the question</button></div>'
        '<nav class="switches" aria-label="Panes">'
        '<button type="button" class="switch" data-pane="shelf" aria-pressed="true">Sources</button>'
        '<button type="button" class="switch" data-pane="conversation" aria-pressed="true">Conversation</button>'
        '<button type="button" class="switch" data-pane="reading" aria-pressed="false">Viewer</button></nav>'
    )


def tabs() -> str:
    """Return the two tabs of the left pane."""
    return (
        '<div class="tabs" role="tablist" aria-label="Sources and conversations">'
        '<button type="button" role="tab" id="tab-documents" aria-controls="documents-tab" aria-selected="true">'
        "Documents</button>"
        '<button type="button" role="tab" id="tab-history" aria-controls="history-tab" aria-selected="false" '
        'tabindex="-1">Conversations</button></div>'
    )


def adding(suffixes: Iterable[str], largest: int) -> str:
    """Return the place where files of so many bytes are dropped or chosen, and where their way is shown."""
    known = sorted(suffixes)
    return (
        f'<div class="drop"><p>Drop files or a folder here</p><p class="choose">'
        '<label class="link"><input type="file" id="add-files" class="unseen" multiple '
        f'accept="{",".join(known)}">Choose files</label> '
        '<label class="link"><input type="file" id="add-folder" class="unseen" webkitdirectory>Choose a folder</label>'
        f'</p></div><ul class="arriving" aria-label="Files on their way" data-suffixes="{" ".join(known)}" '
        f'data-largest="{largest}"></ul>'
    )


def filtering() -> str:
    """Return the field that filters the list of documents."""
    return (
        f'<div class="find"><label class="unseen" for="filter-documents">Filter documents</label>{icon("search")}'
        '<input type="search" id="filter-documents" placeholder="Filter documents" autocomplete="off"></div>'
        '<p class="empty" role="status" hidden>No document has these words.</p>'
    )


def state(contents: Contents, step: Progress | None = None) -> str:
    """Return the state of the index; ``step`` when it is being changed."""
    number = count(len(contents.items), "document") if contents.items else "No documents yet"
    if step is not None:
        share, told = "", ""
        if step.total:
            share, told = f' max="{step.total}" value="{step.done}"', f" {step.done:,} of {step.total:,}"
        stage = as_text(_STAGES.get(step.stage, step.stage))
        return (
            f'<div class="state busy"><p><span class="dot"></span>{stage}{told}</p>'
            f'<progress aria-label="{stage}"{share}></progress></div>'
        )
    ready = "ready" if contents.items else "empty"
    index = f'<span class="generation"> · index {contents.generation}</span>' if contents.generation else ""
    return f'<div class="state {ready}"><p><span class="dot"></span>{number}{index}</p></div>'


def documents(contents: Contents) -> str:
    """Return the list of documents; each uploaded one has a button that removes it."""
    if not contents.items:
        return '<p class="empty">None yet: add some above.</p>'
    return f'<ul class="documents">{"".join(_item(item) for item in contents.items)}</ul>'


# The chat never deletes a file that was not uploaded to it.
_REMOVED_BY_HAND = "To remove a document of this folder, take its file out of the folder, then rebuild."


def rebuild(contents: Contents) -> str:
    """Return the button that reads the folders again."""
    name = f"Rebuild from {', '.join(map(visible, contents.folders))}" if contents.folders else "Rebuild"
    shown = f"{icon('again')}<span>{as_text(name)}</span>"
    why = f' title="{_REMOVED_BY_HAND}"' if contents.folders else ""
    return f'<button type="button" class="tool named" data-event="click"{why}>{shown}</button>'


def changed(result: Changed) -> str:
    """Return what a change of the library did, and what it passed over."""
    notes = "".join(f"<p>{as_text(visible(note))}</p>" for note in result.notes)
    undo = (
        f'<button type="button" class="link" data-event="undo" data-source="{as_text(result.removed)}">Undo</button>'
        if result.removed
        else ""
    )
    files = [f'<li class="added"><bdi>{as_text(visible(name))}</bdi>: added</li>' for name in result.added]
    return (
        f'<div class="done" role="status"><div class="note">{notes}{undo}{_CLOSE}</div>{_named(files, "files")}'
        f"{_skipped(result.skipped)}</div>"
    )


def trouble(text: str) -> str:
    """Return why something could not be done."""
    return f'<div class="trouble" role="alert"><div class="note"><p>{as_text(visible(text))}</p>{_CLOSE}</div></div>'


def _item(item: Item) -> str:
    entry, name = item.entry, as_text(visible(item.entry.source))
    stale = '<span class="stale" title="The file could not be read; this is its last good version.">stale</span>'
    unread = f'<span class="stale" title="{as_text(visible(". ".join(entry.unread)))}">in part</span>'
    remove = (
        f'<button type="button" class="remove" data-event="delete" data-source="{as_text(entry.source)}" '
        f'aria-label="Remove {name}" title="Remove">{icon("close")}</button>'
    )
    kind = PurePosixPath(entry.source).suffix.removeprefix(".").upper()
    return (
        f'<li><button type="button" class="open" data-event="select" data-source="{as_text(entry.source)}">'
        f'<span class="title" dir="auto">{as_text(visible(entry.title))}</span>'
        f'<span class="path"><span class="kind">{as_text(visible(kind))}</span> <bdi>{name}</bdi> '
        f'<span class="size">{count(entry.characters, "character")}</span>'
        f"{stale if entry.stale else ''}{unread if entry.unread else ''}</span></button>"
        f"{remove if item.removable else ''}</li>"
    )


def _skipped(skipped: Sequence[Skipped]) -> str:
    if not skipped:
        return ""
    rows = [f"<li><bdi>{as_text(visible(each.source))}</bdi>: {as_text(visible(each.reason))}</li>" for each in skipped]
    return f'<p class="skipped-head">Skipped {count(len(skipped), "file")}:</p>{_named(rows, "skipped")}'


def _named(rows: Sequence[str], kind: str) -> str:
    rest = len(rows) - MAX_NAMED
    more = f"<li>and {count(rest, 'more file')}</li>" if rest > 0 else ""
    return f'<ul class="{kind}">{"".join(rows[:MAX_NAMED])}{more}</ul>' if rows else ""
