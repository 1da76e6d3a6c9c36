"""Documents with the same form as one table: a document is a row, a label is a column.

Minutes, invoices and incident reports begin with fields such as "Location: Lake Merrow". Together their forms answer
what none of them can: "which boats were built before 1970?", "how many incidents were there in 2024?".
"""

from __future__ import annotations

from collections import Counter
from itertools import takewhile
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from index import Filter
from rag.retrieval.subject import HEAD, MAX_WORDS
from rag.tables import values
from rag.tables.typed_tables import typed
from rag.tables.types import Row
from rag.tables.words.matching import tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index import Document, Snapshot
    from index.blocks import Block
    from rag.tables.types import Table

# Documents that are looked through at most: those of the library, or else of the folder.
MAX_DOCUMENTS = 300
# Labels that documents of one form share at least, and the share of all their labels.
MIN_LABELS, SHARE = 2, 0.5
# Columns of titles, and of the days in them: "the February meeting" may be known by its title alone.
TITLE, DAY = "Title", "Date"


def forms(snapshot: Snapshot, found: Sequence[Document]) -> list[Table]:
    """Return a table for each form that a found document has; none where there are too many documents to look through.

    Parameters
    ----------
    snapshot
        Holds the documents of the same form.
    found
        The documents that were found for a question.
    """
    tables: list[Table] = []
    seen: set[str] = set()
    for document in found:
        labels = _fields(document)
        if document.source in seen or len(labels) < MIN_LABELS:
            continue
        alike = [other for other in _neighbours(snapshot, document) if _is_alike(labels, _fields(other))]
        seen.update(other.source for other in alike)
        if len(alike) > 1:
            tables.append(_table(alike, labels))
    return tables


def _neighbours(snapshot: Snapshot, document: Document) -> list[Document]:
    for folder in ("", str(PurePosixPath(document.source).parent)):
        entries = snapshot.page(0, MAX_DOCUMENTS + 1)
        if folder:
            entries = tuple(entry for entry in entries if Filter(folder).admits(entry))
        if len(entries) <= MAX_DOCUMENTS:
            return list(snapshot.documents(entry.source for entry in entries).values())
    return []


def _head(document: Document) -> list[Block]:
    """Return the blocks before the first running text."""
    head = document.blocks[:HEAD]
    return list(takewhile(lambda block: len(document.text[block.start : block.end].split()) <= MAX_WORDS, head))


def _fields(document: Document) -> dict[str, Block]:
    """Return the fields at the head of a document by their labels; a label that stands there twice is none."""
    fields = [block for block in _head(document) if block.kind == "form_field" and block.cells]
    often = Counter(block.columns[0] for block in fields)
    return {block.columns[0]: block for block in fields if often[block.columns[0]] == 1}


def _is_alike(labels: dict[str, Block], others: dict[str, Block]) -> bool:
    shared = len(labels.keys() & others.keys())
    return shared >= max(MIN_LABELS, SHARE * max(len(labels), len(others)))


def _table(documents: Sequence[Document], labels: dict[str, Block]) -> Table:
    names = tuple(dict.fromkeys((*labels, *(label for document in documents for label in _fields(document)))))
    lines = [{" ".join(_text(each, block).split()) for block in _head(each)} for each in documents]
    titles = {document.title for document in documents}
    shared = set.intersection(*({word.text for word in tokens(title)} for title in titles))
    context = "\n".join((*sorted(set.intersection(*lines)), *sorted(shared)))
    added = [] if len(titles) == 1 else [TITLE]
    if added and all(values.find_day(title) for title in titles):
        added.append(DAY)
    return typed(context, (*names, *added), [_row(document, names, added) for document in documents])


def _row(document: Document, names: Sequence[str], added: Sequence[str]) -> Row:
    fields = _fields(document)
    cells = [fields[name].cells[0] if name in fields else None for name in names]
    shown = [(fields[name].start, fields[name].end) if name in fields else None for name in names]
    start, end = min(block.start for block in fields.values()), max(block.end for block in fields.values())
    place = document.text.find(document.title, 0, start)
    title = (place, place + len(document.title)) if place >= 0 else None
    day = values.find_day(document.title) if title else None
    said = {TITLE: title, DAY: (place + day[0], place + day[1]) if day else None}
    start = min(start, title[0]) if title and added else start
    everything = [*cells, *(said[name] for name in added)], [*shown, *(title for _ in added)]
    return Row(document, start, end, *(tuple(each or (start, start) for each in part) for part in everything))


def _text(document: Document, block: Block) -> str:
    return document.text[block.start : block.end]
