"""The guide to a document, or to a library: what it is, its outline, and its key sentences with their places."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index import narrowed
from index.filters import EVERYTHING
from index.text.punctuation import LIST_ITEM
from rag.evidence import summaries
from ui.text.layout import count, day, length
from ui.text.sanitize import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from index import Document, Section, Snapshot
    from index.filters import Filter
    from index.types import Entry
    from rag.steps import Support

# Headings of an outline, and how deep they go.
MAX_OUTLINE, MAX_DEPTH = 40, 3
KEY_SENTENCES = 5
# Kinds of files that are named.
MAX_KINDS = 5
# Sources whose kinds and dates are told; of more it is only said how many there are.
MAX_LOOKED = 10_000
# Columns of a table that are named.
MAX_COLUMNS = 8
_CHECKBOX = re.compile(r"\[[ xX]\]\s+")


@dataclass(frozen=True, slots=True)
class KeySentence:
    """A sentence as it stands in a document: ``text[start:end] == quote``."""

    quote: str
    source: str
    title: str
    page: int | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Guide:
    """What a reader wants to know first.

    Parameters
    ----------
    title
        Of the document, or of the library.
    source
        Of the document; "" for a library.
    facts
        Kind, size, date and author; each a few words.
    outline
        The upper headings, in order.
    key
        Sentences, in the order of the document, or one of each of a few documents.
    """

    title: str
    source: str
    facts: tuple[str, ...]
    outline: tuple[Section, ...]
    key: tuple[KeySentence, ...]


def guide_to_document(held: Document) -> Guide:
    """Return the guide to a document."""
    kind = held.source.rpartition("/")[2].rpartition(".")[2].upper() if "." in held.source else "text"
    facts = (
        kind,
        length(len(held.text), len(held.pages)),
        *_rows(held),
        *([day(held.date)] if held.date else []),
        *([f"by {held.author}"] if held.author else []),
    )
    outline = [each for each in held.sections if each.heading != held.title]
    top = min((each.level for each in outline), default=1)
    outline = [each for each in outline if each.level < top + MAX_DEPTH]
    key = _keys(held, summaries.of_document(held, KEY_SENTENCES))
    return Guide(held.title, held.source, facts, tuple(outline[:MAX_OUTLINE]), key)


def guide_to_library(whole: Snapshot, within: Filter = EVERYTHING) -> Guide:
    """Return the guide to the documents of a library that pass a filter."""
    snapshot = narrowed(whole, within)
    total = snapshot.count()
    number = count(total, "source")
    if within != EVERYTHING:
        number = f"{total:,} of {count(whole.count(), 'source')}"
    said = summaries.of_library(snapshot) if total else ()
    key = tuple(one for each in said for one in _keys(snapshot.document(each.chunk.source), [each]))
    facts = _facts(snapshot.page(0, total)) if total <= MAX_LOOKED else ()
    return Guide("Overview", "", (number, *facts), (), key)


def _facts(entries: Sequence[Entry]) -> list[str]:
    kinds = Counter(entry.kind.upper() for entry in entries if entry.kind).most_common(MAX_KINDS)
    days = sorted(entry.date for entry in entries if entry.date)
    facts = [", ".join(f"{number} {kind}" for kind, number in kinds)] if kinds else []
    if days:
        facts.append(day(days[0]) if days[0] == days[-1] else f"{day(days[0])} to {day(days[-1])}")
    return facts


def _rows(held: Document) -> list[str]:
    """Return how many rows of tables a document has, and the columns of the first of them."""
    rows = [block for block in held.blocks if block.kind == "table_row"]
    if not rows:
        return []
    names = [visible(" ".join(name.split())) for name in rows[0].columns if name.strip()]
    more = ", …" if len(names) > MAX_COLUMNS else ""
    return [": ".join(filter(None, (count(len(rows), "row"), f"{', '.join(names[:MAX_COLUMNS])}{more}")))]


def _keys(held: Document, said: Iterable[Support]) -> tuple[KeySentence, ...]:
    """Return sentences without the marks of their lists; a row of a table is no sentence."""
    tables = [block for block in held.blocks if block.kind in {"table_row", "table_header"}]
    kept = []
    for each in said:
        if any(block.start < each.end and each.start < block.end for block in tables):
            continue
        start = each.start
        for mark in (LIST_ITEM, _CHECKBOX):
            if (found := mark.match(held.text, start, each.end)) and found.end() < each.end:
                start = found.end()
        quote = held.text[start : each.end]
        kept.append(KeySentence(quote, held.source, held.title, held.page_at(start), start, each.end))
    return tuple(kept)
