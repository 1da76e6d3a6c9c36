"""Documents with the same form as one table: a document is a row, a label is a column.

Minutes, invoices and incident reports begin with fields such as "Location: Lake Merrow". Together their forms answer
what none of them can: "which boats were built before 1970?", "how many incidents were there in 2024?". Labels vary from
document to document: "Invoice date" and "Date of invoice" are one column.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Literal

from index import Filter
from rag.retrieval.subject import HEAD, MAX_WORDS
from rag.tables import values
from rag.tables.typed_tables import typed
from rag.tables.types import Row
from rag.tables.words import vocabulary
from rag.tables.words.matching import stem, tokens
from rag.tables.words.vocabulary import meant

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from index import Document, Snapshot
    from index.types.blocks import Block
    from rag.tables.types import Table

Kind = Literal["date", "number", "text"]
# Documents that are looked through at most: those of the library, or else of the folder.
MAX_DOCUMENTS = 300
# Labels that documents of one form share at least, and the share of all their labels.
MIN_LABELS, SHARE = 2, 0.5
# Words of a label at most.
MAX_LABEL = 5
_LABELLED = re.compile(r"\W*(?P<label>[^\W\d_][^:\n]{0,48}?)\s?:\s+(?P<value>\S[^\n]*)")
# Columns of titles, and of the days in them: "the February meeting" may be known by its title alone.
TITLE, DAY = "Title", "Date"


@dataclass(frozen=True, slots=True)
class Field:
    """A label and its value: where both stand together in the text, where the value does, and what sort it is."""

    label: str
    start: int
    end: int
    value: tuple[int, int]
    kind: Kind


@dataclass(frozen=True, slots=True)
class Form:
    """The head of a document.

    Parameters
    ----------
    document
        That it stands in.
    lines
        Each block before the first running text: its words, its place, and whether it is a field.
    fields
        By their labels; a label with two values is none.
    """

    document: Document
    lines: tuple[tuple[str, tuple[int, int], bool], ...]
    fields: dict[str, Field]


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
        labels = () if document.source in seen else form(document).fields
        if len(labels) < MIN_LABELS:
            continue
        neighbours = map(form, _neighbours(snapshot, document))
        alike = [other for other in neighbours if _is_alike(labels, other.fields)]
        seen.update(other.document.source for other in alike)
        if len(alike) > 1:
            tables.append(_table(alike))
    return tables


def _neighbours(snapshot: Snapshot, document: Document) -> list[Document]:
    """Return the documents of the library, or else those of the document's folder; none where there are too many."""
    for folder in dict.fromkeys(("", document.source.rpartition("/")[0])):
        entries = snapshot.page(0, MAX_DOCUMENTS + 1, Filter(folder=folder))
        if len(entries) <= MAX_DOCUMENTS:
            return list(snapshot.documents(entry.source for entry in entries).values())
    return []


def form(document: Document) -> Form:
    """Return the head of a document: what stands before its first running text."""
    fields: dict[str, list[Field]] = defaultdict(list)
    lines = []
    for block in document.blocks[:HEAD]:
        words = document.text[block.start : block.end].split()
        if len(words) > MAX_WORDS:
            break
        field = _field(document, block)
        lines.append((" ".join(words), (block.start, block.end), field is not None))
        if field:
            fields[field.label].append(field)
    said = {label: {document.text[slice(*field.value)] for field in each} for label, each in fields.items()}
    return Form(document, tuple(lines), {label: each[0] for label, each in fields.items() if len(said[label]) == 1})


def _field(document: Document, block: Block) -> Field | None:
    """Return a block as a field: a line or list item "label: value", or a row of two cells without names."""
    label, value = "", (0, 0)
    if block.kind == "form_field" and block.cells:
        label, value = block.columns[0], block.cells[0]
    elif block.kind == "table_row" and len(block.cells) == 2 and not any(block.columns):
        (first, last), value = block.cells
        label = document.text[first:last].rstrip(" :")
    elif block.kind == "list_item" and (found := _LABELLED.fullmatch(document.text, block.start, block.end)):
        label, value = found["label"], (found.start("value"), block.end)
    if not label or len(label.split()) > MAX_LABEL:
        return None
    text = values.without_note(document.text[slice(*value)])
    kind: Kind = "date" if values.find_day(text) else "number" if values.number(text) else "text"
    return Field(label, block.start, block.end, value, kind)


def _is_alike(labels: Collection[str], others: Collection[str]) -> bool:
    shared = sum(any(_same_label(label, other) for other in others) for label in labels)
    return shared >= max(MIN_LABELS, SHARE * min(len(labels), len(others)))


@lru_cache(maxsize=65_536)
def _same_label(one: str, other: str, *, exactly: bool = False) -> bool:
    """Tell whether each word of the shorter label stands in the other one, or a word that means the same."""
    if one == other:
        return True
    short, long = sorted((_words(one), _words(other)), key=len)
    if exactly or set(short) <= set(long):
        return bool(short) and set(short) <= set(long)
    return all(any(word == each or meant(word) & meant(each) for each in long) for word in short)


def _words(label: str) -> tuple[str, ...]:
    return tuple(
        stem(token.folded) for token in tokens(label) if token.folded not in vocabulary.SMALL | vocabulary.NEVER_ALONE
    )


def _columns(fields: Sequence[dict[str, Field]]) -> list[dict[str, None]]:
    """Return the labels of each column: they mean the same, have values of a kind, and never stand in one document."""
    often = Counter(label for each in fields for label in each)
    kinds = {label: field.kind for each in fields for label, field in each.items()}
    together = {frozenset(pair) for each in fields for pair in combinations(each, 2)}
    columns: list[dict[str, None]] = []
    for label in sorted(often, key=lambda each: -often[each]):
        apart = [
            column
            for column in columns
            if all(frozenset((label, each)) not in together and kinds[label] == kinds[each] for each in column)
        ]
        for exactly in (True, False):
            fitting = [each for each in apart if all(_same_label(label, other, exactly=exactly) for other in each)]
            if fitting:
                break
        if len(fitting) == 1:
            fitting[0][label] = None
        else:
            columns.append({label: None})
    return columns


def _table(forms: Sequence[Form]) -> Table:
    columns = _columns([form.fields for form in forms])
    shared = set.intersection(*({line for line, *_ in form.lines} for form in forms))
    titles = _titles(forms, shared)
    said = [form.document.text[slice(*title)] for form, title in zip(forms, titles, strict=True) if title]
    words = [{word.text for word in tokens(text)} for text in said]
    folders = set.intersection(*({*PurePosixPath(form.document.source).parent.parts} for form in forms))
    context = "\n".join(sorted(shared | folders | (set.intersection(*words) if words else set())))
    added = ([TITLE, DAY] if all(map(values.find_day, said)) else [TITLE]) if said else []
    names = [next(iter(column)) for column in columns]
    rows = [_row(form, title, columns, added) for form, title in zip(forms, titles, strict=True)]
    return typed(context, (*names, *added), rows)


def _titles(forms: Sequence[Form], shared: Collection[str]) -> list[tuple[int, int] | None]:
    """Return where the first line stands that tells each document from the others; None for all where one has none."""
    titles: list[tuple[int, int] | None] = []
    for form in forms:
        first = next(((place, is_field) for line, place, is_field in form.lines if line not in shared), None)
        titles.append(first[0] if first and not first[1] else None)
    said = {form.document.text[slice(*title)] for form, title in zip(forms, titles, strict=True) if title}
    return titles if len(said) == len(forms) else [None] * len(forms)


def _row(form: Form, title: tuple[int, int] | None, columns: Sequence[Collection[str]], added: Sequence[str]) -> Row:
    """Return a document as a row; what its form lacks is empty."""
    own = form.fields
    told = [next((own[label] for label in column if label in own), None) for column in columns]
    start, end = min(field.start for field in own.values()), max(field.end for field in own.values())
    nothing = (start, start)
    cells = [field.value if field else nothing for field in told]
    shown = [(field.start, field.end) if field else nothing for field in told]
    first, last = title or nothing
    day = values.find_day(form.document.text[first:last])
    said = {TITLE: (first, last), DAY: (first + day[0], first + day[1]) if day else nothing}
    cells += [said[name] for name in added]
    shown += [(first, last) for _ in added]
    return Row(form.document, min(start, first), max(end, last), tuple(cells), tuple(shown))
