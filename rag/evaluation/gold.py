"""Compare outcomes with the data set: relevant passages, cited evidence, answers in quotes."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from index.chunking.chunker import split

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from index import Chunk, Document
    from index.chunking.chunker import Splitting
    from rag.evaluation.data import Evidence, Question
    from rag.types import Citation, Passage

# A passage holds a quote, or a quote holds a passage, when this share of the shorter one lies in the other.
HELD = 0.9
# More than this share of a sentence makes "most of its characters".
MIN_OVERLAP = 0.5

_ARTICLE = re.compile(r"\b(?:a|an|the)\b")


class Relevance:
    """Which passages of a library hold the evidence of a question.

    Parameters
    ----------
    documents
        Of the data set.
    splitting
        That the library was made with.
    """

    def __init__(self, documents: Iterable[Document], splitting: Splitting) -> None:
        self._documents = {document.source: document for document in documents}
        self._splitting = splitting
        self._chunks: dict[str, list[Chunk]] = {}

    def texts(self, question: Question) -> set[str]:
        """Return the texts of the relevant passages; by text, because a text that stands twice is found once."""
        return {
            chunk.text
            for evidence in question.evidence
            for chunk in self._chunks_of(evidence.source)
            if any(
                _overlap((chunk.start, chunk.end), place) >= HELD * min(chunk.end - chunk.start, place[1] - place[0])
                for place in evidence.places
            )
        }

    def of_documents(self, question: Question) -> set[str]:
        """Return the texts of all passages of the documents that hold the evidence."""
        return {chunk.text for evidence in question.evidence for chunk in self._chunks_of(evidence.source)}

    def invalid(self, citations: Iterable[Citation], passages: Sequence[Passage]) -> int:
        """Count the citations that do not point to what they quote, or quote what is not shown."""
        shown = {passage.number: passage.chunk for passage in passages}
        return sum(not self._valid(citation, shown.get(citation.passage)) for citation in citations)

    def _valid(self, citation: Citation, chunk: Chunk | None) -> bool:
        document = self._documents.get(citation.source)
        return (
            document is not None
            and chunk is not None
            and citation.fingerprint == document.fingerprint
            and citation.source == chunk.source
            and chunk.start <= citation.start < citation.end <= chunk.end
            and document.text[citation.start : citation.end] == citation.quote
        )

    def _chunks_of(self, source: str) -> list[Chunk]:
        if source not in self._chunks:
            self._chunks[source] = split(self._documents[source], self._splitting)
        return self._chunks[source]


def is_right(citation: Citation, evidence: Iterable[Evidence]) -> bool:
    """Tell whether most of a citation's characters are evidence."""
    covered: set[int] = set()
    for each in evidence:
        if each.source == citation.source:
            for start, end in each.places:
                covered.update(range(max(start, citation.start), min(end, citation.end)))
        elif citation.quote in each.quote:  # the same words in another document
            return True
    return len(covered) > MIN_OVERLAP * (citation.end - citation.start)


def is_cited(evidence: Evidence, citations: Iterable[Citation]) -> bool:
    """Tell whether a citation and the evidence share most of the shorter one."""
    return any(
        citation.quote in evidence.quote
        if citation.source != evidence.source
        else any(
            _overlap((citation.start, citation.end), place)
            > MIN_OVERLAP * min(citation.end - citation.start, place[1] - place[0])
            for place in evidence.places
        )
        for citation in citations
    )


def holds_answer(quotes: Iterable[str], answers: Iterable[str]) -> bool:
    """Tell whether one of the answers stands in one of the quotes, word for word but for case and punctuation."""
    wanted = [f" {words} " for answer in answers if (words := normalised(answer))]
    return any(answer in f" {normalised(quote)} " for quote in quotes for answer in wanted)


def normalised(text: str) -> str:
    """Return a text as SQuAD's evaluation compares it: lower case, no punctuation, no articles, single spaces.

    Unlike there, punctuation parts words, so that "ten" stands in "ten-year" but not in "often".
    """
    lowered = "".join(" " if unicodedata.category(each)[0] in "PS" else each for each in text.lower())
    return " ".join(_ARTICLE.sub(" ", lowered).split())


def _overlap(first: tuple[int, int], second: tuple[int, int]) -> int:
    return max(0, min(first[1], second[1]) - max(first[0], second[0]))
