"""Judge claims by rules: words, numbers, names, denials, opposites, and who does what to whom."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from index import Chunk
from rag.steps import Judgement
from rag.text.claim_tokens import AT_LEAST, AT_MOST, denied, parsed
from rag.text.denials import LANGUAGES, claim_language
from rag.verification import groundedness, negation, values
from rag.verification.candidates import Candidate, without_context
from rag.verification.meaning import clauses, modality, neighbours, relations, scope, sequence
from rag.verification.meaning.opposites import opposed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rag.steps import ClaimPair
    from rag.text.claim_tokens import Word
    from rag.verification.groundedness import Place
    from rag.verification.values import Fault

# Share of the other words of a claim that a statement must have to contradict it.
OTHERWISE = 0.7
# Share that a statement must have to support it; `python -m bench.verdicts` prints what is kept and found.
COVERED = 0.75
# Probability that a statement which differs so contradicts; what the rules know no better than this.
CONTRADICTED = 0.8
_COMPARATIVES = frozenset("higher lower larger smaller longer shorter other further more".split())


@dataclass(frozen=True, slots=True)
class Comparison:
    """What rules see of a claim and a statement.

    Parameters
    ----------
    share
        Of the words of the claim that stand in the statement, names and numbers counting twice.
    is_wrong
        Whether a number, a name, a denial, an order or the like differs.
    is_contradiction
        Whether nothing else differs, so that the statement contradicts the claim.
    is_doubtful
        Whether the claim adds words in a row, puts another word at its end, or takes its names and numbers from several
        sentences.
    is_distant
        Whether only one of the two denies something, or the claim takes for done what the statement only expects.
    """

    share: float
    is_wrong: bool
    is_contradiction: bool
    is_doubtful: bool
    is_distant: bool

    @property
    def judgement(self) -> Judgement:
        """What rules alone say."""
        if self.is_wrong:
            return Judgement(0.0, CONTRADICTED if self.is_contradiction else 0.0)
        if self.share < COVERED or self.is_doubtful or (self.is_distant and self.share < 1):
            return Judgement(0.0, 0.0)
        return Judgement(groundedness.SAID_WHOLLY if self.share == 1 else groundedness.SAID_PARTLY, 0.0)


class RuleJudge:
    """Judges by the words of both: most of a claim's must stand in a statement, and nothing may turn its sense."""

    def judge(self, pairs: Sequence[ClaimPair]) -> list[Judgement]:
        """Judge each pair."""
        return [compared(pair).judgement for pair in pairs]


def compared(pair: ClaimPair) -> Comparison:
    """Compare a claim with a statement."""
    words, candidate = _parsed(pair)
    own = without_context(words, candidate)
    wrong = unsupported_words(words, candidate)
    return Comparison(
        groundedness.covered(own, candidate.words),
        bool(wrong),
        bool(wrong) and contradicts(words, candidate),
        bool(groundedness.additions(own, candidate.places))
        or any(_replaces(words, place.words) for place in candidate.places)
        or (len(candidate.places) > 1 and bool(groundedness.misplaced(own, candidate.places)))
        or _is_by_chance(own, candidate.places),
        bool(candidate.places) and _is_distant(words, candidate),
    )


def _is_by_chance(claim: Sequence[Word], places: Sequence[Place]) -> bool:
    """Tell whether a further sentence has one plain word of the claim alone, which no other sentence has."""
    for place in places if len(places) > 1 else ():
        held = {word.stem: word for word in claim if word.is_content and word.stands_in(place.words)}
        others = [word for other in places if other is not place for word in other.words]
        if len(held) == 1 and all(word.kind == "word" and not word.stands_in(others) for word in held.values()):
            return True
    return False


def _is_distant(claim: Sequence[Word], candidate: Candidate) -> bool:
    """Tell whether the sentence nearest to an English claim denies, expects or demands what the claim affirms."""
    if claim_language(" ".join(word.text for word in claim)) in LANGUAGES:
        return False
    nearest = max(candidate.places, key=lambda place: groundedness.covered(claim, place.words)).words
    if modality.exceeds(claim, nearest):
        return True
    mine, theirs = scope.scope_of(claim), scope.scope_of(nearest)
    is_told = scope.compared(mine, theirs) is not None or sequence.reversed_order(claim, nearest) is not None
    is_odd = len(denied(claim)) % 2 != len(denied(nearest)) % 2
    return is_odd and not is_told and mine.quantity != "part"


def _parsed(pair: ClaimPair) -> tuple[tuple[Word, ...], Candidate]:
    chunk = Chunk("", "", 0, 0, len(pair.statement), tuple(pair.context.splitlines()), pair.statement)
    candidate = Candidate(tuple(groundedness.places(chunk)), pair.context)
    return groundedness.words_of(pair.claim, candidate.places), candidate


def unsupported_words(claim: Sequence[Word], candidate: Candidate) -> dict[int, Fault]:
    """Return the positions of words of a claim that a statement does not support, each with what is wrong.

    Whoever judges, a claim with any of them is not supported by the statement.
    """
    found = values.unsupported_values(claim, candidate)
    if not candidate.places:
        return found
    language = claim_language(" ".join(word.text for word in claim))
    if language in LANGUAGES:
        found |= dict.fromkeys(negation.foreign_denials(claim, candidate, language), "denial")
    else:
        found |= _turns(claim, candidate)
        nearest = max(candidate.places, key=lambda place: groundedness.covered(claim, place.words)).words
        exchanged = (*clauses.exchanged(claim, nearest), *relations.paired_otherwise(claim, nearest))
        found |= dict.fromkeys(exchanged, "order")
        found |= dict.fromkeys(relations.renumbered(claim, nearest), "number")
    return found


def _turns(claim: Sequence[Word], candidate: Candidate) -> dict[int, Fault]:
    """Return what reverses an English claim: a denial, an opposite, another order, other parts, more of all.

    Two of them leave the sense as it was: who lost to the other was beaten by it, and what is not shut is open.
    """
    nearest = max(candidate.places, key=lambda place: groundedness.covered(claim, place.words))
    opposites = {mine for mine, _ in _opposites(claim, candidate)}
    limits = _limits(nearest.words)
    if _both_sides(nearest.words):
        limits, opposites = {}, {place for place in opposites if claim[place].stem not in {AT_MOST, AT_LEAST}}
    opposites |= {
        place for number, (place, limit) in _limits(claim).items() if limits.get(number, (0, limit))[1] != limit
    }
    denials = set() if negation.forbids(claim, nearest.words) else negation.denials(claim, candidate)
    found: dict[int, Fault] = dict.fromkeys(neighbours.exchanged(claim, nearest.words), "order")
    for place in candidate.places:
        found |= dict.fromkeys(modality.overstated(claim, place.words), "modality")
    parts, order = relations.turned(claim, nearest.words), sequence.reversed_order(claim, nearest.words)
    if order is not None:
        denials -= set(order[1])
    for turn in (parts, order):
        if turn is not None:
            is_turned, said = turn
            opposites -= set(said)
            found = {place: fault for place, fault in found.items() if fault != "order"}
            found |= dict.fromkeys(said if is_turned else (), "order")
    theirs = scope.scope_of(nearest.words)
    difference = scope.compared(scope.scope_of(claim), theirs)
    if difference is not None:
        denials = set()
    if difference == "more" or scope.of_a_number(claim, nearest.words):
        found |= dict.fromkeys(_quantities(claim), "scope")
    elif difference == "otherwise":
        found |= dict.fromkeys(_quantities(claim), "opposite")
    is_of_others = theirs.alone and len(opposites) > 1  # "small ones are exempt": "only large ones are covered"
    if not is_of_others and not (opposites and denials):
        found |= dict.fromkeys(opposites, "opposite")
        found |= dict.fromkeys(denials, "denial")
    return found


def _limits(words: Sequence[Word]) -> dict[str, tuple[int, str]]:
    """Return for each number the nearest limit, by its position: "at most" of "no more than 5"."""
    numbers = [place for place, word in enumerate(words) if word.kind == "number"]
    found: dict[str, tuple[int, str]] = {}
    for place, word in enumerate(words):
        if word.stem in {AT_MOST, AT_LEAST} and numbers:
            nearest = min(numbers, key=lambda each: abs(each - place))
            found[words[nearest].stem] = (place, word.stem)
    return found


def _both_sides(words: Sequence[Word]) -> bool:
    """Tell whether a sentence speaks of what lies beyond its limit too: "up to 5 ..., higher ones only ..."."""
    plain = [word.text.lower() for word in words]
    return any(one in _COMPARATIVES and other in {"one", "ones", "amounts", "sums"} for one, other in pairwise(plain))


def _quantities(claim: Sequence[Word]) -> list[int]:
    """Return the positions of the words that say of how many a claim speaks; of its first word where none does."""
    return [place for place, word in enumerate(claim) if scope.quantifies(word)] or [0]


def contradicts(claim: Sequence[Word], candidate: Candidate) -> bool:
    """Tell whether a statement contradicts a claim: only one number, name, denial, opposite, unit or order differs."""
    wrong = unsupported_words(claim, candidate)
    is_same = set(wrong.values()) <= {"order", "denial"}  # the words are the same, or may be
    rest = [word for position, word in enumerate(claim) if is_same or position not in wrong]
    said = (*candidate.words, *parsed(candidate.context))
    if len(candidate.places) != 1 or len(set(wrong.values())) != 1 or groundedness.covered(rest, said) < OTHERWISE:
        return False
    (place,), (fault, *_) = candidate.places, wrong.values()
    positions = sorted(wrong)
    if fault in {"number", "name"} and positions[-1] - positions[0] >= len(positions):  # two things that differ
        return False
    if fault in {"number", "name"}:
        return not _is_difference(claim, positions[-1]) and values.in_its_place(claim, positions, place, fault)
    if fault == "subject":  # "Google" at the beginning may be a name or not
        return not claim[0].text[1:].islower() and values.in_its_place(claim, positions, place, "name")
    if fault == "denial":
        return negation.denies_the_other(claim, place.words)
    return fault not in {"scope", "modality"}


def _is_difference(claim: Sequence[Word], position: int) -> bool:
    """Tell whether a number says by how much two others differ, which no rule reckons: "2,300 pounds more than"."""
    behind = [word.text.lower() for word in claim[position + 1 : position + 4]]
    return any(one in _COMPARATIVES | {"less", "fewer"} and other == "than" for one, other in pairwise(behind))


def _replaces(claim: Sequence[Word], statement: Sequence[Word]) -> bool:
    """Tell whether a claim ends with another word than a statement, behind the same one.

    "Critics called the sale a triumph" is not said by "Critics called the sale a mistake".
    """
    mine, theirs = ([word for word in each if word.is_content][-2:] for each in (claim, statement))
    if len(mine) < 2 or len(theirs) < 2 or mine[0].stem != theirs[0].stem:
        return False
    return not mine[1].stands_in(statement) and not theirs[1].stands_in(claim)


def _opposites(claim: Sequence[Word], candidate: Candidate) -> list[tuple[int, int]]:
    """Return pairs of opposites that stand by the same words.

    None is one where another sentence says the claim's own word by more of them.
    """
    found = []
    for place in candidate.places:
        for mine, theirs in opposed(claim, place.words):
            beside = groundedness.around(claim, mine, 2)
            shared = len(beside & groundedness.around(place.words, theirs, 3))
            said = max((_beside(beside, claim[mine], each) for each in candidate.places), default=0)
            if shared and said <= shared:
                found.append((mine, theirs))
    return found


def _beside(wanted: set[str], word: Word, place: Place) -> int:
    """Return how many of the wanted stems stand around a word in a sentence; 0 where the word is not there."""
    spots = [position for position, each in enumerate(place.words) if each.stem == word.stem]
    return max((len(wanted & groundedness.around(place.words, spot, 3)) for spot in spots), default=0)
