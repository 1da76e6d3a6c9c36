"""Tell whether what stands on both sides of a word has changed places: "the tenant pays the landlord"."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rag.text.claim_tokens import Word

_TO_BE = frozenset("is are was were be been being".split())


@dataclass(frozen=True, slots=True)
class _Sides:
    """The positions of what stands on both sides of a verb, names whole, and whether it is a passive.

    None where "by" stands behind it without a form of "to be" before it: "rose by 5 percent" is none.
    """

    left: list[int]
    right: list[int]
    passive: bool | None


def exchanged(claim: Sequence[Word], statement: Sequence[Word]) -> list[int]:
    """Return the positions of what stands on both sides of a word in the claim, and the other way in the statement.

    "Bob sued Alice" contradicts "Alice sued Bob"; "Alice was sued by Bob" says the same. So does "30 instead of
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
            own, other = _both(claim, mine), _both(statement, theirs)
            turned = other[::-1] if mine.passive == theirs.passive else other
            of_names = all(_is_name(claim, side[0]) for side in (mine.left, mine.right))
            of_names = of_names and all(_is_name(statement, side[0]) for side in (theirs.left, theirs.right))
            known = None not in {mine.passive, theirs.passive}
            voiced = of_names and mine.passive != theirs.passive  # "was taken over by" is "bought" the other way
            if known and (stem == verb or voiced) and _same_sides(own, turned) and not _same_sides(own, turned[::-1]):
                return [*mine.left, *mine.right]
    return []


def _same_sides(one: tuple[frozenset[str], frozenset[str]], other: tuple[frozenset[str], frozenset[str]]) -> bool:
    """Tell whether both sides share a word: "Mr Wiese" and "Ansgar Wiese"."""
    return bool(one[0] & other[0] and one[1] & other[1])


def _both(words: Sequence[Word], sides: _Sides) -> tuple[frozenset[str], frozenset[str]]:
    left, right = (frozenset(words[each].stem for each in side) for side in (sides.left, sides.right))
    return left, right


def _sides(words: Sequence[Word]) -> dict[str, _Sides]:
    """Return for each word what stands on its two sides."""
    meant = [position for position, word in enumerate(words) if word.is_content]
    found: dict[str, _Sides] = {}
    for place in range(1, len(meant) - 1):
        if words[meant[place]].kind != "word":
            continue
        left, right = _whole(words, meant[:place][::-1]), _whole(words, meant[place + 1 :])
        between = {word.text.lower() for word in words[left[0] : right[-1]]}
        if not between & {"and", "or", "of"}:  # a list may have any order; "the price of fish" is "the fish price"
            passive = None if "by" in between and not between & _TO_BE else "by" in between
            found.setdefault(words[meant[place]].stem, _Sides(left, right, passive))
    return found


def _whole(words: Sequence[Word], places: Sequence[int]) -> list[int]:
    """Return the first place, and the places of the words beside it that are part of one name or noun, in order."""
    near = [place for number, place in enumerate(places) if abs(place - places[0]) == number]
    is_name = bool(near) and _is_name(words, near[0])
    return sorted(takewhile(lambda place: _is_name(words, place) is is_name, near))


def _is_name(words: Sequence[Word], place: int) -> bool:
    """Tell whether a word is a name; what begins a sentence and stands before a name is one too."""
    begins = place == 0 and words[0].text[0].isupper() and len(words) > 1 and words[1].kind == "name"
    return words[place].kind == "name" or begins
