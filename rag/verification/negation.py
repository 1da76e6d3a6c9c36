"""Tell what one of a claim and a statement denies and the other affirms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rag.text.claim_tokens import denied
from rag.text.denials import LANGUAGES, claim_language, is_denied
from rag.verification import groundedness
from rag.verification.candidates import without_context

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rag.text.claim_tokens import Word
    from rag.verification.candidates import Candidate

_FORBIDDEN = frozenset("forbid forbids forbade forbidden prohibit prohibits prohibited banned".split())
# Behind one of these stands what a sentence does not speak of: "all rooms except the office".
_EXCEPTING = frozenset("except excluding excepting".split())
# Beside one of these a denial is none, or none yet.
_LIMITED = frozenset("except only yet without unless until".split())


def denials(claim: Sequence[Word], candidate: Candidate) -> set[int]:
    """Return the positions of what one of the two denies and the other affirms."""
    found = {*_denied(claim, candidate), *_unmatched_denials(claim, candidate)}
    if groundedness.denials(without_context(claim, candidate), candidate.places):
        denying = {position for position, word in enumerate(claim) if word.kind == "denial"}
        found |= denying or {_last_shared(claim, candidate.words)}
    return found


def foreign_denials(claim: Sequence[Word], candidate: Candidate, language: str) -> list[int]:
    """Return the positions of a claim's denials, or of its last word, where only one of the two denies.

    Claims in other languages than English are compared as a whole, with the sentence that has most of their words.
    """
    nearest = max(candidate.places, key=lambda place: groundedness.covered(claim, place.words))
    mine, theirs = ([word.text.lower() for word in words] for words in (claim, nearest.words))
    if is_denied(mine, language) == is_denied(theirs, language):
        return []
    return [place for place, word in enumerate(claim) if word.kind == "denial"] or [_last_shared(claim, nearest.words)]


def forbids(claim: Sequence[Word], statement: Sequence[Word]) -> bool:
    """Tell whether a statement forbids what a claim denies: "Eating is forbidden", "Nobody may eat"."""
    places = [place for place, word in enumerate(statement) if word.text.lower() in _FORBIDDEN]
    near = set[str]().union(*(groundedness.around(statement, place, 1) for place in places))
    return any(near.intersection(stems) for _, stems in denied(claim)) and not denied(statement)


def denies_the_other(claim: Sequence[Word], statement: Sequence[Word]) -> bool:
    """Tell whether one of two sentences denies what stands in the other; of two denials, no rule tells what is left."""
    mine, theirs = denied(claim), denied(statement)
    if len(mine) + len(theirs) != 1 or _LIMITED & {word.text.lower() for word in claim}:
        return False
    (_, stems), other = (*mine, *theirs)[0], statement if mine else claim
    is_abroad = claim_language(" ".join(word.text for word in claim)) in LANGUAGES  # where verbs stand elsewhere
    return is_abroad or not stems or any(word.stem == stems[0] for word in other)


def _denied(claim: Sequence[Word], candidate: Candidate) -> set[int]:
    """Return the positions of what the claim affirms and every sentence of the statement that has it denies."""
    mine = {stem for _, stems in denied(claim) for stem in stems}
    theirs = [{stems[0] for _, stems in denied(place.words) if stems} for place in candidate.places]
    if not _EXCEPTING & {word.text.lower() for word in claim}:
        theirs = [nots | _excepted(place.words) for nots, place in zip(theirs, candidate.places, strict=True)]
    found = set()
    for position, word in enumerate(claim):
        holding = [nots for place, nots in zip(candidate.places, theirs, strict=True) if word.stands_in(place.words)]
        if word.kind == "word" and word.stem not in mine and holding and all(word.stem in nots for nots in holding):
            found.add(position)
    return found


def _excepted(words: Sequence[Word]) -> set[str]:
    """Return the stem of what a sentence excepts."""
    places = [place for place, word in enumerate(words) if word.text.lower() in _EXCEPTING]
    behind = (next((word.stem for word in words[place + 1 :] if word.is_content), None) for place in places)
    return {stem for stem in behind if stem is not None}


def _unmatched_denials(claim: Sequence[Word], candidate: Candidate) -> list[int]:
    """Return a claim's denials where the statement has an odd number more or less: "do not deny" affirms."""
    own, said = denied(claim), {word.stem for word in claim}
    if len(candidate.places) > 1 and len(own) < 2:  # several sentences may deny the same thing
        return []
    theirs = [stems for _, stems in denied(candidate.words) if said.intersection(stems)]
    return [position for position, _ in own] if len(own) % 2 != len(theirs) % 2 else []


def _last_shared(claim: Sequence[Word], said: Sequence[Word]) -> int:
    stems = {word.stem for word in said}
    return max((position for position, word in enumerate(claim) if word.is_content and word.stem in stems), default=0)
