"""Make and check citations: pointers to verbatim quotes in documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rag.types import Citation

if TYPE_CHECKING:
    from index import Document, Snapshot
    from rag.types import Passage


def cite(snapshot: Snapshot, passage: Passage, start: int, end: int, score: float) -> Citation | None:
    """Make a citation of ``[start, end)`` in the passage's document; None when it would be invalid.

    It is valid when the document is of the version that the passage was cut from, and the quote is a piece of the
    passage, the same in the document's canonical text.

    Parameters
    ----------
    snapshot
        The generation that the passage was found in.
    passage
        That the quote stands in.
    start, end
        Offsets into the document's text.
    score
        Probability, 0 to 1, that the quote supports what it is cited for.
    """
    chunk = passage.chunk
    document = snapshot.document(chunk.source)
    quote = chunk.text[max(start - chunk.start, 0) : max(end - chunk.start, 0)]
    citation = Citation(
        passage=passage.number,
        source=document.source,
        fingerprint=document.fingerprint,
        title=document.title,
        headings=document.headings_at(start),
        page=document.page_at(start),
        start=start,
        end=end,
        quote=quote,
        score=score,
        date=document.date,
        cells=_cells(document, start, end),
    )
    return citation if document.fingerprint == chunk.fingerprint and holds(snapshot, citation) else None


def _cells(document: Document, start: int, end: int) -> tuple[tuple[str, str], ...]:
    """Return the cells of the row that a quote is, each with the name of its column; none where it is no whole row."""
    block = next(iter(document.blocks.within(start, end)), None)
    if block is None or block.kind != "table_row" or (block.start, block.end) != (start, end):
        return ()
    if len(block.columns) != len(block.cells):
        return ()
    return tuple((name, document.text[low:high]) for name, (low, high) in zip(block.columns, block.cells, strict=True))


def holds(snapshot: Snapshot, citation: Citation) -> bool:
    """Tell whether the citation's quote stands verbatim at its offsets, in the version that it names."""
    document = snapshot.document(citation.source)
    return (
        document.fingerprint == citation.fingerprint
        and 0 <= citation.start < citation.end <= len(document.text)
        and document.text[citation.start : citation.end] == citation.quote
    )
