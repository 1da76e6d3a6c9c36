"""Find the names, numbers and units of a claim that a statement does not have."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from rag.text.claim_tokens import parsed
from rag.verification import groundedness

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rag.text.claim_tokens import Word
    from rag.verification.candidates import Candidate
    from rag.verification.groundedness import Place

Fault = Literal["subject", "number", "name", "denial", "opposite", "order", "unit", "scope", "modality"]
# Behind one of these the first word of a sentence is no name that does something.
_PREPOSITIONS = frozenset("of at in on for to from with by and or".split())
UNITS = frozenset(
    word.stem
    for word in parsed(
        "second minute hour day week month year mm cm metre meter km kilometre kilometer mile foot feet inch yard gram "
        "kg kilogram ton tonne pound ounce litre liter gallon percent degree dollar euro cent million billion trillion "
        "thousand hundred watt kilowatt megawatt volt knot"
    )
)


def unsupported_values(claim: Sequence[Word], candidate: Candidate) -> dict[int, Fault]:
    """Return the numbers, units and names that a statement does not have."""
    known = (*candidate.words, *parsed(candidate.context))
    found: dict[int, Fault] = {}
    is_capital = bool(claim) and claim[0].is_content and claim[0].text[:1].isupper() and not claim[0].stands_in(known)
    if is_capital and any(_has_another_subject(claim, place) for place in candidate.places):
        found[0] = "subject"
    for position, word in enumerate(claim):
        is_both = word.stem == "2" and any(other.text.lower() == "both" for other in candidate.words)
        if word.kind == "number" and not is_both and not word.stands_in(candidate.words):
            found[position] = "number"
        elif word.kind == "name" and not word.stands_in(known):
            found[position] = "name"
    found |= dict.fromkeys(borrowed(claim, candidate.places), "name")
    found |= dict.fromkeys(_joined_otherwise(claim, candidate.places), "name")
    found |= dict.fromkeys(_lent(claim, candidate.places), "name")
    found |= dict.fromkeys(_of_another_unit(claim, candidate.words), "unit")
    return found


def _has_another_subject(claim: Sequence[Word], place: Place) -> bool:
    """Tell whether a sentence has another name in the place of a claim's first word, or begins alike but for its own.

    The capital of a first word does not tell whether it is a name: "Meta spent", "Google spent".
    """
    begins_alike = (
        len(claim) > 1
        and len(place.words) > 1
        and place.words[0].is_content
        and not place.words[0].stands_in(claim)
        and claim[1].stem == place.words[1].stem
        and claim[1].text.lower() not in _PREPOSITIONS
    )
    return begins_alike or in_its_place(claim, [0], place, "name")


def _of_another_unit(claim: Sequence[Word], statement: Sequence[Word]) -> set[int]:
    """Return the positions of units that the statement has otherwise behind the same number: 55 hours, 55 minutes."""
    said: dict[str, set[str]] = {}
    for number, unit in pairwise(statement):
        if number.kind == "number" and unit.stem in UNITS:
            said.setdefault(number.stem, set()).add(unit.stem)
    return {
        position
        for position, (number, unit) in enumerate(pairwise(claim), 1)
        if number.kind == "number" and unit.stem in UNITS and unit.stem not in said.get(number.stem, {unit.stem})
    }


def in_its_place(claim: Sequence[Word], positions: Sequence[int], place: Place, kind: str) -> bool:
    """Tell whether the statement has another number or name where the claim has one.

    It stands beside a word that both have there, and not behind another preposition: "by Ada" is not in the place of
    "in Kiel".
    """
    beside = groundedness.around(claim, positions[0], 2) | groundedness.around(claim, positions[-1], 2)
    said = {word.stem for word in claim}
    words = place.words
    for position, word in enumerate(words):
        if word.kind == kind and word.stem not in said and groundedness.around(words, position, 2) & beside:
            first = position
            while first and words[first - 1].kind == kind:
                first -= 1
            before = [each[number - 1] for each, number in ((claim, positions[0]), (words, first)) if number]
            small = {each.text.lower() for each in before if each.kind == "small"}
            if len(small) < 2:
                return True
    return False


def borrowed(claim: Sequence[Word], evidence: Sequence[Place]) -> list[int]:
    """Return the positions of names that stand in one sentence, where another sentence says the rest of somebody else.

    "Google has allocated 65 billion" is not said by "Meta has allocated 65 billion" beside a sentence on Google.
    """
    found, named = list[int](), {word.stem for word in claim if word.kind == "name"}
    for position, word in enumerate(claim):
        beside = groundedness.around(claim, position) - named
        holding = [place for place in evidence if word.stands_in(place.words)]
        if word.kind != "name" or not holding or len(evidence) == len(holding) or not beside:
            continue
        best = max(place.shared(beside) for place in holding)
        rest = [place for place in evidence if place.shared(beside) > max(groundedness.NEAR, best)]
        if any(_begins_otherwise(place, claim) or groundedness.rivals(place, beside, claim) for place in rest):
            found.append(position)
    return found


def _lent(claim: Sequence[Word], evidence: Sequence[Place]) -> list[int]:
    """Return the positions of words that stand in one sentence, where another sentence says the rest of something else.

    "The mail system failed" is not said by "Mail was slow. The phone system failed."
    """
    found = []
    for position, (word, head) in enumerate(pairwise(claim)):
        if word.kind != "word" or head.kind != "word" or word.pause:
            continue
        lending = [place for place in evidence if word.stands_in(place.words)]
        before = [_before(place.words, at) for place in evidence for at in _spots(place.words, head)]
        apart = lending and before and not any(head.stands_in(place.words) for place in lending)
        if apart and all(each is not None and not each.stands_in(claim) for each in before):
            found.append(position)
    return found


def _joined_otherwise(claim: Sequence[Word], evidence: Sequence[Place]) -> list[int]:
    """Return the positions of names that stand beside "and", where a sentence joins the other one with somebody else.

    "Ada and Jon will sing" is not said by "Ada and Eve will sing. Jon is ill."
    """
    found = []
    for position, (one, joint, other) in enumerate(zip(claim, claim[1:], claim[2:], strict=False)):
        if joint.text.lower() != "and" or {one.kind, other.kind} != {"name"}:
            continue
        for place, beside, mine in ((position, one, other), (position + 2, other, one)):
            near = groundedness.around(claim, position + 1, 4) - {one.stem, other.stem}
            saying = [each for each in evidence if mine.stands_in(each.words) and each.shared(near)]
            if saying and not any(beside.stands_in(each.words) and each.shared(near) for each in evidence):
                partners = [_partners(each.words, mine) for each in saying]
                if all(each and not each & {word.stem for word in claim} for each in partners):
                    found.append(place)
    return found


def _partners(words: Sequence[Word], name: Word) -> set[str]:
    """Return the stems of names that "and" joins to a name."""
    found = set()
    for one, joint, other in zip(words, words[1:], words[2:], strict=False):
        if joint.text.lower() == "and" and "name" in {one.kind, other.kind}:
            found |= {other.stem} if one.stem == name.stem else {one.stem} if other.stem == name.stem else set()
    return found


def _spots(words: Sequence[Word], wanted: Word) -> list[int]:
    return [position for position, word in enumerate(words) if word.stem == wanted.stem]


def _before(words: Sequence[Word], position: int) -> Word | None:
    """Return the plain word directly before a place."""
    word = words[position - 1] if position else None
    return word if word is not None and word.kind == "word" and not word.pause else None


def _begins_otherwise(place: Place, claim: Sequence[Word]) -> bool:
    """Tell whether a sentence begins with what may be a name and is none of the claim's."""
    first = place.words[0] if place.words else None
    return first is not None and first.is_content and first.text[:1].isupper() and not first.stands_in(claim)
