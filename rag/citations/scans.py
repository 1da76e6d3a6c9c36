"""Warn about quotes of text that was recognised on pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from index import Snapshot
    from rag.types import Citation


def warnings(snapshot: Snapshot, citations: Iterable[Citation]) -> tuple[str, ...]:
    """Return a sentence for each page whose text was recognised and is quoted."""
    quoted = {(each.source, each.page): each.title for each in citations if _is_recognised(snapshot, each)}
    return tuple(
        f"The text of {title}{'' if page is None else f', page {page},'} was recognised on a picture and may have"
        " mistakes; compare it with the page."
        for (_, page), title in quoted.items()
    )


def _is_recognised(snapshot: Snapshot, citation: Citation) -> bool:
    boxes = snapshot.document(citation.source).boxes
    return any(box.start < citation.end and citation.start < box.end for box in boxes)
