"""The frame of the page and the documents pane as HTML: pure functions from values to text."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from index.types import READABLE
from ui.documents.advice import advice
from ui.templates.environment import html
from ui.text.layout import length

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from index.types import Progress
    from ui.documents.additions import Changed
    from ui.documents.service import Contents, Item

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


@dataclass(slots=True)
class Row:
    """A document in the list.

    ``path`` is where people know it, ``name`` what tells it from others of its title, or "".
    """

    item: Item
    path: str
    kind: str
    size: str
    name: str
    is_hidden: bool


@dataclass(slots=True)
class Folder:
    """A folder in the list, ``shown`` where people know it; ``path`` ends with "/", and is "" for the outermost."""

    path: str
    name: str
    shown: str = ""
    folders: dict[str, Folder] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)

    @property
    def number(self) -> int:
        """Documents in it and deeper."""
        return len(self.rows) + sum(each.number for each in self.folders.values())


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
    read = sorted(suffixes)
    return html(
        "documents", "adding", suffixes=read, largest=largest, fetches=fetches, longest=MAX_PASTED, readable=READABLE
    )


def filtering() -> str:
    """Return what filters the list of documents, and the box that chooses all that it shows."""
    return html("documents", "filtering")


def scope() -> str:
    """Return the line above the text box that says which documents are asked; the browser fills it in."""
    return html("documents", "scope")


def state(contents: Contents, step: Progress | None = None, *, may_change: bool = True) -> str:
    """Return the state of the index; ``step`` when it is being changed.

    Who may not change it is not shown where documents are added.
    """
    if step is not None:
        return html("documents", "busy", stage=_STAGES.get(step.stage, step.stage), step=step)
    return html("documents", "state", number=len(contents.items) + contents.more, may_change=may_change)


def documents(contents: Contents, hidden: frozenset[str] = frozenset(), *, may_change: bool = True) -> str:
    """Return the documents as a tree of folders.

    Each has a box that chooses it. An uploaded one has a button that removes it, for who may; any other one hides it.
    """
    root, number = _tree(contents.items, hidden), len(contents.items)
    return html("documents", "documents", root=root, number=number, more=contents.more, may_change=may_change)


def rebuild(contents: Contents) -> str:
    """Return the button that reads the folders again; "" where there is nothing to read."""
    return "" if not contents.items and not contents.folders else html("documents", "rebuild", folders=contents.folders)


def changed(result: Changed) -> str:
    """Return what a change of the library did, and what it passed over."""
    added = result.added[:MAX_NAMED]
    skipped = [(each, advice(each)) for each in result.skipped[:MAX_NAMED]]
    return html("documents", "changed", result=result, added=added, skipped=skipped)


def trouble(text: str) -> str:
    """Return why something could not be done."""
    return html("documents", "trouble", text=text)


def _tree(items: Sequence[Item], hidden: frozenset[str]) -> Folder:
    """Return the folders of documents. What was added stands where its own folders say, and not in one of uploads."""
    root = Folder("", "")
    titles = Counter(item.entry.title for item in items)
    taken = {item.entry.source.partition("/")[0] for item in items if not item.removable}
    for item in items:
        *names, file = item.entry.source.split("/")
        place, path, shown = root, "", ""
        if item.removable and names:
            path = f"{names.pop(0)}/"
        for depth, name in enumerate(names):
            path, is_known = f"{path}{name}/", item.removable and not depth and name in taken
            shown = f"{shown}/{name}" if shown else f"{name} (added)" if is_known else name
            place = place.folders.setdefault(path, Folder(path, shown.rpartition("/")[2], shown))
        entry = item.entry
        is_told = titles[entry.title] > 1 or PurePosixPath(file).stem.lower() != entry.title.lower()
        size = length(entry.characters, entry.pages)
        place.rows.append(
            Row(
                item,
                "/".join(filter(None, (shown, file))),
                entry.kind.upper(),
                size,
                file if is_told else "",
                entry.source in hidden,
            )
        )
    return root
