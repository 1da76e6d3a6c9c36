"""Find the statements of documents that may support or contradict a claim."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from rag.retrieval import fusion
from rag.steps import ClaimPair
from rag.text.claim_tokens import parsed
from rag.verification import groundedness

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index import Document, Snapshot
    from rag.text.claim_tokens import Word
    from rag.verification.claims import Claim
    from rag.verification.groundedness import Place

# Chunks that are searched for a claim.
CHUNKS = 8
# Statements that are judged: so many that fit best as a whole, and so many single sentences that share most words.
WHOLE, SINGLE = 3, 3
# Characters of a document's head that are read as what all of it is about, and of a title or heading.
HEAD, LONGEST_HEADING = 600, 120
# Documents whose head is kept, and chunks whose sentences are.
KEPT = 512


@dataclass(frozen=True, slots=True)
class Candidate:
    """A statement: one to three sentences, and what is known of what they are about.

    Parameters
    ----------
    places
        The sentences, in the order of the document.
    context
        Title, headings and the fields at the head of each document that they stand in.
    """

    places: tuple[Place, ...]
    context: str

    @property
    def words(self) -> tuple[Word, ...]:
        """The words of the sentences."""
        return tuple(word for place in self.places for word in place.words)

    def pair(self, claim: str) -> ClaimPair:
        """Return the statement beside a claim, for a judge."""
        texts = (place.text for place in self.places)
        return ClaimPair(claim, "\n".join(" ".join(text.split()) for text in texts), self.context)


class CandidateFinder:
    """Finds candidates in one snapshot, and keeps what it has read of documents.

    Parameters
    ----------
    snapshot
        The generation to search.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._places = lru_cache(KEPT)(groundedness.places)
        self._subject = lru_cache(KEPT)(lambda source: subject(snapshot.document(source)))

    def find(self, claim: Claim) -> list[Candidate]:
        """Return statements that may say what a claim says, the best first; none where no chunk shares a word."""
        forms = [claim.resolved, *([f"{claim.before} {claim.resolved}"] if claim.before else [])]
        chunks = [hit.chunk for hit in fusion.find(self._snapshot, forms, CHUNKS)]
        once = {
            (place.chunk.source, place.start, place.end): place for chunk in chunks for place in self._places(chunk)
        }
        everything = list(once.values())
        words = groundedness.words_of(claim.resolved, everything)
        found = [
            Candidate(places, self._context(places))
            for places in groundedness.evidence(words, everything)
            if len({place.chunk.source for place in places}) == 1  # two reports together may say what neither does
        ]
        return best(words, found)

    def _context(self, places: Sequence[Place]) -> str:
        lines = [line for place in places for line in (self._subject(place.chunk.source), *place.chunk.headings)]
        return "\n".join(dict.fromkeys(lines))


def best(claim: Sequence[Word], candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return the candidates that are worth a judgement: those that fit as a whole, and single sentences."""

    def quality(candidate: Candidate) -> float:
        return groundedness.quality(without_context(claim, candidate), candidate.places)

    whole = sorted(candidates, key=quality, reverse=True)[:WHOLE]
    single = [each for each in candidates if len(each.places) == 1][:SINGLE]
    return list(dict.fromkeys((*whole, *single)))


def subject(document: Document) -> str:
    """Return what a document is about: its title, and the rows and fields before its first paragraph."""
    lines = [document.title[:LONGEST_HEADING]]
    for block in document.blocks[:12]:
        if block.kind == "paragraph" or block.end > HEAD:
            break
        if block.kind in {"table_row", "form_field"}:
            lines.append(document.text[block.start : block.end])
    return "\n".join(lines)


def without_context(claim: Sequence[Word], candidate: Candidate) -> tuple[Word, ...]:
    """Return a claim's words without the names that only the context has: "at Wausau" of a report on Wausau.

    A name stays where the statement has another in its place. The first word may be one: its capital does not tell.
    """
    known = {word.stem for word in parsed(candidate.context)}
    said = {word.stem for word in candidate.words}
    return tuple(
        word
        for position, word in enumerate(claim)
        if not (word.kind == "name" or (position == 0 and word.is_content and word.text[:1].isupper()))
        or word.stem in said
        or word.stem not in known
        or any(groundedness.rivals(place, groundedness.around(claim, position, 2), claim) for place in candidate.places)
    )
