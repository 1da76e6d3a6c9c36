"""Find the statements of documents that may support or contradict a claim."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from rag.retrieval import fusion
from rag.steps import ClaimPair
from rag.text.claim_tokens import parsed
from rag.verification import groundedness

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from index import Document, Snapshot
    from rag.text.claim_tokens import Word
    from rag.verification.claims import Claim
    from rag.verification.groundedness import Place

# Chunks that are searched for a claim.
CHUNKS = 8
# Statements that are judged: so many that fit best as a whole, so many single sentences that share most words, the rare
# ones counting more, and so many of these with the sentences beside them.
WHOLE, SINGLE, BESIDE = 3, 3, 2
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
        return candidates(words, everything, self._context)

    def _context(self, places: Sequence[Place]) -> str:
        lines = [line for place in places for line in (self._subject(place.chunk.source), *place.chunk.headings)]
        return "\n".join(dict.fromkeys(lines))


def candidates(
    claim: Sequence[Word], everything: Sequence[Place], context: Callable[[Sequence[Place]], str]
) -> list[Candidate]:
    """Return the statements that are worth a judgement: those that fit as a whole, single sentences, and passages.

    Parameters
    ----------
    claim
        Its words.
    everything
        Sentences that were found for it, those of a chunk in their order.
    context
        Returns what is known of what sentences are about.
    """

    def quality(candidate: Candidate) -> float:
        return groundedness.quality(without_context(claim, candidate), candidate.places)

    found = [
        Candidate(places, context(places))
        for places in groundedness.evidence(claim, everything)
        if len({place.chunk.source for place in places}) == 1  # two reports together may say what neither does
    ]
    near = _nearest(claim, everything)[:SINGLE]
    passages = [(place,) for place in near] + [_passage(place, everything) for place in near[:BESIDE]]
    whole = sorted(found, key=quality, reverse=True)[:WHOLE]
    return list(dict.fromkeys((*whole, *(Candidate(places, context(places)) for places in passages))))


def _nearest(claim: Sequence[Word], everything: Sequence[Place]) -> list[Place]:
    """Return the sentences by the share of the claim's words that they have, each weighted by how rare it is here."""
    wanted = {word.stem for word in claim if word.is_content}
    stems = [wanted.intersection(word.stem for word in place.words) for place in everything]
    held = Counter(stem for each in stems for stem in each)
    weights = {stem: math.log1p(len(everything) / count) for stem, count in held.items()}
    order = sorted(range(len(everything)), key=lambda number: -sum(weights[stem] for stem in stems[number]))
    return [everything[number] for number in order]


def _passage(place: Place, everything: Sequence[Place]) -> tuple[Place, ...]:
    """Return a sentence with the one before and the one behind it in its chunk."""
    beside = [each for each in everything if each.chunk.id == place.chunk.id]
    at = beside.index(place)
    return tuple(beside[max(0, at - 1) : at + 2])


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
