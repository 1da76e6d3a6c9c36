"""The extractive reader: answers consist of the documents' own sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rag.citations.quotes import cite
from rag.types import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from index import Snapshot
    from rag.steps import Verdict
    from rag.types import Passage


class ExtractiveReader:
    """Returns the supporting sentences verbatim, each with its citation."""

    name = "extractive"

    def read(
        self,
        question: str,  # noqa: ARG002 (the verdict is its answer)
        snapshot: Snapshot,
        passages: Sequence[Passage],
        verdict: Verdict,
    ) -> Iterator[Sentence]:
        """Yield a sentence for each support whose citation holds."""
        by_chunk = {passage.chunk.id: passage for passage in passages}
        for support in verdict.supports:
            citation = cite(snapshot, by_chunk[support.chunk.id], support.start, support.end, support.score)
            if citation is None:
                continue
            span = support.span and (support.span[0] - support.start, support.span[1] - support.start)
            yield Sentence(citation.quote, (citation,), span)
