"""Judge claims by rules: words, numbers, names, denials, opposites, and who does what to whom."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise, takewhile
from typing import TYPE_CHECKING, Literal

from index import Chunk
from rag.steps import Judgement
from rag.text.claim_tokens import denied, parsed
from rag.verification import groundedness
from rag.verification.candidates import Candidate, without_context
from rag.verification.opposites import opposed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rag.steps import ClaimPair
    from rag.text.claim_tokens import Word
    from rag.verification.groundedness import Place

# Share of the other words of a claim that a statement must have to say otherwise.
OTHERWISE = 0.7
# Share that a statement must have to support it; `python -m bench.verdicts` prints what is kept and found.
COVERED = 0.8
Fault = Literal["subject", "number", "name", "denial", "opposite", "order", "unit", "scope", "replaced"]
# Probability that a statement which differs so contradicts; what the rules know no better than this.
CONTRADICTED = 0.8
# Words that say of how many something holds; a statement that has none of a group does not say it of so many.
SCOPES = tuple(
    frozenset(words.split())
    for words in (
        "all every each everyone everybody everything entire whole",
        "only sole solely alone exclusively",
        "first initial initially",
        "last final finally",
        "always",
        "both two",
    )
)
# Beside one of these a denial is none, or none yet.
_LIMITED = frozenset("except only yet without unless until".split())
_TO_BE = frozenset("is are was were be been being".split())
UNITS = frozenset(
    word.stem
    for word in parsed(
        "second minute hour day week month year mm cm metre meter km kilometre kilometer mile foot feet inch yard gram "
        "kg kilogram ton tonne pound ounce litre liter gallon percent degree dollar euro cent million billion trillion "
        "thousand hundred watt kilowatt megawatt volt knot"
    )
)


@dataclass(frozen=True, slots=True)
class _Sides:
    """The positions of what stands on both sides of a verb, names whole, and whether it is a passive.

    None where "by" stands behind it without a form of "to be" before it: "rose by 5 percent" is none.
    """

    left: list[int]
    right: list[int]
    passive: bool | None


class RuleJudge:
    """Judges by the words of both: ``groundedness`` finds support, and one thing that differs is a contradiction."""

    def judge(self, pairs: Sequence[ClaimPair]) -> list[Judgement]:
        """Judge each pair."""
        return [_judged(pair) for pair in pairs]


def is_misplaced(pair: ClaimPair) -> bool:
    """Tell whether several sentences lend a claim names: Google of one, 65 billion of another."""
    words, candidate = _parsed(pair)
    return len(candidate.places) > 1 and bool(
        groundedness.misplaced(without_context(words, candidate), candidate.places)
    )


def _parsed(pair: ClaimPair) -> tuple[tuple[Word, ...], Candidate]:
    chunk = Chunk("", "", 0, 0, len(pair.statement), tuple(pair.context.splitlines()), pair.statement)
    candidate = Candidate(tuple(groundedness.places(chunk)), pair.context)
    return groundedness.words_of(pair.claim, candidate.places), candidate


def _judged(pair: ClaimPair) -> Judgement:
    words, candidate = _parsed(pair)
    if unmet(words, candidate):
        return Judgement(0.0, CONTRADICTED if otherwise(words, candidate) else 0.0)
    own = without_context(words, candidate)
    share = groundedness.covered(own, candidate.words)
    if share < COVERED or groundedness.faults(own, candidate.places):
        return Judgement(0.0, 0.0)
    return Judgement(groundedness.SAID_WHOLLY if share == 1 else groundedness.SAID_PARTLY, 0.0)


def unmet(claim: Sequence[Word], candidate: Candidate) -> dict[int, Fault]:
    """Return the positions of words of a claim that a statement does not bear out, each with what is wrong.

    Whoever judges, a claim with any of them is not supported by the statement.
    """
    known = (*candidate.words, *parsed(candidate.context))
    own = without_context(claim, candidate)
    found: dict[int, Fault] = {}
    if claim and claim[0].meant and not claim[0].stands_in(known):
        found[0] = "subject"  # who or what it is about; its capital does not tell whether it is a name
    for position, word in enumerate(claim):
        if word.kind == "number" and not word.stands_in(candidate.words):
            found[position] = "number"
        elif word.kind == "name" and not word.stands_in(known):
            found[position] = "name"
    if groundedness.denials(own, candidate.places):
        denying = [position for position, word in enumerate(claim) if word.kind == "denial"]
        found |= dict.fromkeys(denying or [_last_shared(claim, candidate.words)], "denial")
    found |= dict.fromkeys((*_denied(claim, candidate), *_oddly_denied(claim, candidate)), "denial")
    found |= dict.fromkeys((mine for mine, _ in _opposites(claim, candidate)), "opposite")
    found |= dict.fromkeys((each for place in candidate.places for each in _exchanged(claim, place.words)), "order")
    found |= dict.fromkeys(_of_another_unit(claim, candidate.words), "unit")
    found |= dict.fromkeys(_of_another_scope(claim, candidate.words), "scope")
    replaced = [place for each in candidate.places for place in _replaced(claim, each.words)]
    for place in replaced:
        found.setdefault(place, "replaced")
    return found


def otherwise(claim: Sequence[Word], candidate: Candidate) -> bool:
    """Tell whether a statement says otherwise: the same but for one number, name, denial, opposite, unit, or order."""
    wrong = unmet(claim, candidate)
    rest = [word for position, word in enumerate(claim) if position not in wrong]
    said = (*candidate.words, *parsed(candidate.context))
    if len(candidate.places) != 1 or len(set(wrong.values())) != 1 or groundedness.covered(rest, said) < OTHERWISE:
        return False
    (place,), (fault, *_) = candidate.places, wrong.values()
    positions = sorted(wrong)
    if fault in {"number", "name"} and positions[-1] - positions[0] >= len(positions):  # two things that differ
        return False
    if fault in {"number", "name"}:
        return _in_its_place(claim, positions, place, fault)
    if fault == "subject":  # "Google" at the beginning may be a name or not
        return not claim[0].text[1:].islower() and _in_its_place(claim, positions, place, "name")
    if fault == "denial":  # of two denials, neither rules tell what is left
        return len(denied(claim)) + len(denied(place.words)) == 1 and not _LIMITED & {
            word.text.lower() for word in claim
        }
    return fault not in {"scope", "replaced"}


def _denied(claim: Sequence[Word], candidate: Candidate) -> set[int]:
    """Return the positions of what the claim affirms and every sentence of the statement that has it denies."""
    mine = {stem for _, stems in denied(claim) for stem in stems}
    theirs = [{stems[0] for _, stems in denied(place.words) if stems} for place in candidate.places]
    found = set()
    for position, word in enumerate(claim):
        holding = [nots for place, nots in zip(candidate.places, theirs, strict=True) if word.stands_in(place.words)]
        if word.kind == "word" and word.stem not in mine and holding and all(word.stem in nots for nots in holding):
            found.add(position)
    return found


def _oddly_denied(claim: Sequence[Word], candidate: Candidate) -> list[int]:
    """Return the positions of a claim's denials where they are not even with the statement's: "do not deny" affirms."""
    own, said = denied(claim), {word.stem for word in claim}
    if len(candidate.places) > 1 and len(own) < 2:  # several sentences may deny the same thing
        return []
    theirs = [stems for _, stems in denied(candidate.words) if said.intersection(stems)]
    return [position for position, _ in own] if len(own) % 2 != len(theirs) % 2 else []


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


def _replaced(claim: Sequence[Word], statement: Sequence[Word]) -> list[int]:
    """Return the position of a claim's last word where the statement ends with another behind the same word.

    "Critics called the sale a triumph" is not said by "Critics called the sale a mistake".
    """
    mine, theirs = ([(place, word) for place, word in enumerate(each) if word.meant] for each in (claim, statement))
    if len(mine) < 2 or len(theirs) < 2:
        return []
    ((_, before), (place, last)), ((_, other), (_, end)) = mine[-2:], theirs[-2:]
    new = not last.stands_in(statement) and not end.stands_in(claim)
    return [place] if before.stem == other.stem and new else []


def _of_another_scope(claim: Sequence[Word], statement: Sequence[Word]) -> set[int]:
    """Return the positions of words such as "all", "only" and "first" of which the statement has no like."""
    said = {word.text.lower() for word in statement}
    return {
        position
        for position, word in enumerate(claim)
        for group in SCOPES
        if word.text.lower() in group and not group & said
    }


def _opposites(claim: Sequence[Word], candidate: Candidate) -> list[tuple[int, int]]:
    """Return pairs of opposites that stand by the same words."""
    return [
        (mine, theirs)
        for place in candidate.places
        for mine, theirs in opposed(claim, place.words)
        if groundedness.around(claim, mine, 2) & groundedness.around(place.words, theirs, 3)
    ]


def _in_its_place(claim: Sequence[Word], positions: Sequence[int], place: Place, kind: str) -> bool:
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


def _exchanged(claim: Sequence[Word], statement: Sequence[Word]) -> list[int]:
    """Return the positions of what stands on both sides of a word in the claim, and the other way in the statement.

    "Bob sued Alice" says otherwise than "Alice sued Bob"; "Alice was sued by Bob" says the same. So does "30 instead of
    10" than "10 instead of 30".
    """
    numbers = [position for position, word in enumerate(claim) if word.kind == "number"]
    there = {word.stem: position for position, word in enumerate(statement) if word.kind == "number"}
    places = [there.get(claim[position].stem, -1) for position in numbers]
    contrast = {"instead", "rather", "from", "than"} & {word.text.lower() for word in claim}
    if len(numbers) == 2 and -1 not in places and places[0] > places[1] and contrast:
        return numbers
    for stem, mine in _sides(claim).items():
        for verb, theirs in _sides(statement).items():
            own, other = _stems(claim, mine), _stems(statement, theirs)
            turned = own[::-1] if mine.passive == theirs.passive else own
            of_names = all(_is_name(claim, side[0]) for side in (mine.left, mine.right))
            of_names = of_names and all(_is_name(statement, side[0]) for side in (theirs.left, theirs.right))
            known = None not in {mine.passive, theirs.passive}
            voiced = of_names and mine.passive != theirs.passive  # "was taken over by" is "bought" the other way
            if known and (stem == verb or voiced) and other == turned and own[0] != own[1]:
                return [*mine.left, *mine.right]
    return []


def _stems(words: Sequence[Word], sides: _Sides) -> tuple[frozenset[str], frozenset[str]]:
    left, right = (frozenset(words[each].stem for each in side) for side in (sides.left, sides.right))
    return left, right


def _sides(words: Sequence[Word]) -> dict[str, _Sides]:
    """Return for each word what stands on its two sides."""
    meant = [position for position, word in enumerate(words) if word.meant]
    found: dict[str, _Sides] = {}
    for place in range(1, len(meant) - 1):
        if words[meant[place]].kind != "word":
            continue
        left, right = _whole(words, meant[:place][::-1]), _whole(words, meant[place + 1 :])
        between = {word.text.lower() for word in words[left[0] : right[-1]]}
        if not between & {"and", "or"}:  # a list may have any order
            passive = None if "by" in between and not between & _TO_BE else "by" in between
            found.setdefault(words[meant[place]].stem, _Sides(left, right, passive))
    return found


def _whole(words: Sequence[Word], places: Sequence[int]) -> list[int]:
    """Return the first place, and where it is a name those that are part of it, in order."""
    near = (place for number, place in enumerate(places) if abs(place - places[0]) == number)
    return sorted(list(takewhile(lambda place: _is_name(words, place), near)) or places[:1])


def _is_name(words: Sequence[Word], place: int) -> bool:
    """Tell whether a word is a name; what begins a sentence and stands before a name is one too."""
    begins = place == 0 and words[0].text[0].isupper() and len(words) > 1 and words[1].kind == "name"
    return words[place].kind == "name" or begins


def _last_shared(claim: Sequence[Word], said: Sequence[Word]) -> int:
    stems = {word.stem for word in said}
    return max((position for position, word in enumerate(claim) if word.meant and word.stem in stems), default=0)
