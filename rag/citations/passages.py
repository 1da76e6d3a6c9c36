"""Choose and number the passages that are shown: those that are cited, and the best others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rag.types import Passage

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from index import Hit


def pack(hits: Sequence[Hit], limit: int, needed: Collection[int] = ()) -> tuple[Passage, ...]:
    """Return the hits whose chunk id is ``needed`` and the best others, numbered from 1, at most ``limit``."""
    room = limit - sum(hit.chunk.id in needed for hit in hits)
    kept: list[Hit] = []
    for hit in hits:
        if hit.chunk.id in needed:
            kept.append(hit)
        elif room > 0:
            kept.append(hit)
            room -= 1
    return tuple(Passage(number, hit.chunk, hit.score) for number, hit in enumerate(kept, 1))
