"""Find the evidence of a language model's sentence, and refuse it where it contradicts the sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rag.verification import groundedness, rules
from rag.verification.candidates import Candidate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rag.steps import Support
    from rag.types import Passage

# Differences that make a sentence with all the right words a contradiction: "profits fell" where they rose.
TURNED = frozenset({"opposite", "order", "unit", "scope", "modality"})


def supporting(claim: str, passages: Sequence[Passage]) -> tuple[Support, ...]:
    """Return the fewest sentences of the passages that support a claim; none when they do not, or contradict it."""
    found = groundedness.find(claim, passages)
    quoted = {(support.chunk.id, support.start) for support in found}
    places = [place for passage in passages for place in groundedness.places(passage.chunk)]
    chosen = tuple(place for place in places if (place.chunk.id, place.start) in quoted)
    faults = rules.unsupported_words(groundedness.words_of(claim, places), Candidate(chosen, "")) if chosen else {}
    return () if TURNED & set(faults.values()) else found
