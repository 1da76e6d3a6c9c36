"""Warn about documents that answer a question differently, each with its source and date."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index import Snapshot
    from rag.steps import Support


def warnings(snapshot: Snapshot, differing: Sequence[Support]) -> tuple[str, ...]:
    """Return a sentence that names the differing answers, the latest first; nothing where there are none."""
    if not differing:
        return ()
    held = snapshot.documents(support.chunk.source for support in differing)
    dated = [(held[support.chunk.source], support) for support in differing]
    told = sorted(dated, key=lambda each: each[0].date or "", reverse=True)
    answers = [f"“{support.answer}” in {document.source} ({_of(document.date)})" for document, support in told]
    return (f"The documents answer differently: {', '.join(answers[:-1])} and {answers[-1]}.",)


def _of(date: str | None) -> str:
    return f"of {date}" if date else "without a date"
