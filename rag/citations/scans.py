"""Warn about quotes of text that was recognised on pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from index import Snapshot
    from rag.types import Citation


def warnings(snapshot: Snapshot, citations: Iterable[Citation]) -> tuple[str, ...]:
    """Return a sentence for each page whose text was recognised and is quoted."""
    quoted = dict.fromkeys((each.source, each.page) for each in citations if _is_recognised(snapshot, each))
    return tuple(
        f"The text of {source}{'' if page is None else f', page {page},'} was recognised on a picture and may have"
        " mistakes; compare it with the page."
        for source, page in quoted
    )


def _is_recognised(snapshot: Snapshot, citation: Citation) -> bool:
    boxes = snapshot.document(citation.source).boxes
    return any(box.start < citation.end and citation.start < box.end for box in boxes)
