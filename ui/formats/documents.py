"""The JSON of documents: which ones the library holds, and parts of their text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rag.errors import QuestionError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.protocols import Snapshot
    from index.types import Document, Entry, Skipped
    from ui.documents.additions import Addition
    from ui.documents.upload_store import Added
    from ui.formats.records.answers import EntryRecord, ListingRecord, ReadingRecord
    from ui.formats.records.reports import AddedRecord

# Characters of one part: what a language model reads at once without losing the rest of its context.
MAX_CHARACTERS = 20_000
# Characters that a part is longer or shorter for the sake of whole lines.
_NEAR = 1_000


def listing_record(shown: Sequence[Entry], generation: int, start: int, total: int) -> ListingRecord:
    """Return the documents from position ``start`` on, of ``total``."""
    after = start + len(shown)
    return {
        "documents": [entry_record(entry) for entry in shown],
        "total": total,
        "next": after if shown and after < total else None,
        "generation": generation,
    }


def entry_record(entry: Entry) -> EntryRecord:
    """Return a line of the library's table of contents."""
    return {
        "source": entry.source,
        "title": entry.title,
        "kind": entry.kind,
        "characters": entry.characters,
        "pages": entry.pages,
        "date": entry.date,
        "author": entry.author,
        "unread": list(entry.unread),
    }


def added_record(
    additions: Sequence[Addition], skipped: Sequence[Skipped], snapshot: Snapshot, store: Added
) -> AddedRecord:
    """Return what became of documents that were added or compared, and what was skipped."""
    origins = [store.origin(each.source) for each in additions]
    held = snapshot.documents(each.source for each in additions)
    return {
        "documents": [
            {
                "source": each.source,
                "title": held[each.source].title,
                "state": each.state,
                "address": origin.address if origin else "",
                "taken": origin.added if origin else None,
            }
            for each, origin in zip(additions, origins, strict=True)
        ],
        "skipped": [{"source": each.source, "reason": each.reason} for each in skipped],
        "generation": snapshot.generation,
    }


def reading_record(document: Document, generation: int, start: int, end: int | None, around: int) -> ReadingRecord:
    """Return a part of a document: ``text[start:end]``, and with ``around`` as many characters on both sides.

    Surroundings begin and end with a line, which is a paragraph, where one is near. The part is ``MAX_CHARACTERS`` long
    at most.

    Raises
    ------
    QuestionError
        When there is no such part.
    """
    text = document.text
    last = len(text) if end is None else end
    if not 0 <= start <= last <= len(text):
        raise QuestionError(
            f"There are no characters {start} to {last} in '{document.source}'; it has {len(text):,} characters."
        )
    first = start
    if around:
        first = _line_start(text, max(start - around, 0))
        last = _line_end(text, min(last + around, len(text)))
    if last - first > MAX_CHARACTERS:
        last = _line_start(text, first + MAX_CHARACTERS)
    return {
        "source": document.source,
        "title": document.title,
        "fingerprint": document.fingerprint,
        "date": document.date,
        "author": document.author,
        "characters": len(text),
        "start": first,
        "end": last,
        "text": text[first:last],
        "headings": list(document.headings_at(start)),
        "page": document.page_at(start),
        "next": last if last < len(text) else None,
        "generation": generation,
    }


def _line_start(text: str, offset: int) -> int:
    """Return where the line of ``offset`` starts, or ``offset`` when that is far."""
    found = text.rfind("\n", max(offset - _NEAR, 0), offset)
    return found + 1 if found >= 0 else 0 if offset < _NEAR else offset


def _line_end(text: str, offset: int) -> int:
    """Return where the line of ``offset`` ends, or ``offset`` when that is far."""
    found = text.find("\n", offset, offset + _NEAR)
    return found + 1 if found >= 0 else len(text) if len(text) - offset < _NEAR else offset
