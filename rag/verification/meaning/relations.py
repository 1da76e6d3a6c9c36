"""Tell who does what to whom: whether two sentences give the same parts to the same two.

"Bob was sued by Alice" and "Alice sued Bob" do, and "Alice lent Bob a saw" and "Bob borrowed a saw from Alice". Each of
three things turns a sentence round: the order of the two, the passive, and a word that names the relation from its
other end. Two of them together leave it as it was.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile
from typing import TYPE_CHECKING

from rag.text.claim_tokens import is_day_or_month, parsed
from rag.verification.meaning.opposites import are_opposed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rag.text.claim_tokens import Word

# Relations, each with the words that name it from one end, and those that name it from the other.
_ENDS = """
sell lend give pay send supply deliver export donate grant hand award offer transfer lease / buy borrow receive get
  obtain import inherit owe
acquire buy purchase take absorb / belong
beat defeat win overcome outscore conquer eliminate outsell / lose
supervise manage lead employ hire command head / report serve work
teach train coach mentor / learn study pupil
before precede predecessor earlier sooner / after succeed follow replace later successor
own parent / belong subsidiary
parent mother father / child son daughter
cause trigger produce bring lead / result stem consequence
invite / guest visit
"""
# A name behind one of these says where or when, and takes no part.
_WHERE = frozenset("in at near on during since until as under within inside outside around through".split())
# Words from a relation to a name that takes part in it, at most.
REACH = 8
# Relations whose two ends are alike.
_MUTUAL = frozenset(word.stem for word in parsed("met meet married marry joined merged allied played faced talked"))


@dataclass(frozen=True, slots=True)
class _Part:
    """Two names on the two sides of a word, whether "by" makes the second the one who acts, and the word before it.

    ``whole`` tells whether no comma or the like stands between them.
    """

    at: int
    left: tuple[int, ...]
    right: tuple[int, ...]
    passive: bool
    way: str
    whole: bool


@lru_cache(maxsize=1)
def _relations() -> dict[str, frozenset[tuple[int, int]]]:
    """Return for the stem of each word its relations, each with the end that it names it from."""
    found: dict[str, set[tuple[int, int]]] = {}
    for number, line in enumerate(_ENDS.replace("\n  ", " ").strip().splitlines()):
        for end, words in enumerate(line.split("/")):
            for word in parsed(words):
                found.setdefault(word.stem, set()).add((number, end))
    return {stem: frozenset(each) for stem, each in found.items()}


def turned(claim: Sequence[Word], statement: Sequence[Word]) -> tuple[bool, list[int]] | None:
    """Tell whether a statement has the parts of a claim exchanged; None where the two share no relation of two names.

    Returns
    -------
    tuple
        Whether they are exchanged, and the positions in the claim of the relation and of those who take part.
    """
    shared = _names(claim, statement) & _names(statement, claim)
    found: dict[frozenset[str], set[tuple[bool, bool]]] = {}
    said: dict[bool, set[int]] = {True: set(), False: set()}
    for mine in _parts(claim, shared):
        for theirs in _parts(statement, shared):
            is_voiced = mine.passive != theirs.passive
            if is_voiced and not (mine.whole and theirs.whole):  # of two clauses each may have a voice of its own
                continue
            ends = _other_end(claim[mine.at], statement[theirs.at], voiced=is_voiced)
            swapped = _swapped(claim, mine, statement, theirs)
            if ends is not None and swapped is not None:
                is_led = not ends and {mine.way, theirs.way} == {"to", "from"}  # "leased to Ada", "leased from Ada"
                is_turned = swapped ^ is_voiced ^ ends ^ is_led
                is_named = ends or claim[mine.at].stem in _relations()
                found.setdefault(_stems(claim, (*mine.left, *mine.right)), set()).add((is_named, is_turned))
                said[is_turned].update((*mine.left, mine.at, *mine.right))
    sure = {_agreed(each) for each in found.values()} - {None}
    return (True in sure, sorted(said[True in sure])) if sure else None


def paired_otherwise(claim: Sequence[Word], statement: Sequence[Word]) -> list[int]:
    """Return the positions of two of a claim who each stand with somebody else in the same relation of a statement.

    "Ada trains Bob" is not said by "Ada trains Jon, and Eve trains Bob".
    """
    names, there = _names(claim, statement), _names(statement, claim)
    for mine in _parts(claim, names):
        own = _acting(claim, mine)
        pairs = [
            _acting(statement, theirs)
            for theirs in _parts(statement, there)
            if theirs.whole and statement[theirs.at].stem == claim[mine.at].stem
        ]
        met = [(bool(own[0] & acting), bool(own[1] & other)) for acting, other in pairs]
        if mine.whole and (True, True) not in met and (True, False) in met and (False, True) in met:
            return [*mine.left, *mine.right]
    return []


def renumbered(claim: Sequence[Word], statement: Sequence[Word]) -> list[int]:
    """Return the positions of numbers that a statement gives to another name, and whose name has a number of its own.

    "Ada got 31 votes" is not said by "Jon got 31 votes and Ada 26".
    """
    mine, theirs = _numbered(claim), _numbered(statement)
    said = {word.stem for word in claim}
    found = []
    for place, name in mine.items():
        others = [each for at, each in theirs.items() if statement[at].stem == claim[place].stem]
        own = [statement[at].stem for at, each in theirs.items() if each & name]
        if others and own and not any(each & said for each in others) and not said.intersection(own):
            found.append(place)
    return found


def _numbered(words: Sequence[Word]) -> dict[int, frozenset[str]]:
    """Return for the position of each number the stems of the name before it, or of the first name behind it."""
    groups = [group for group in _groups(words, _names(words, words)) if not words[group[-1]].pause]
    found = {}
    for place, word in enumerate(words):
        if word.kind == "number" and groups:
            before = [group for group in groups if group[-1] < place]
            found[place] = _stems(words, (before or groups[::-1])[-1])
    return found


def _acting(words: Sequence[Word], part: _Part) -> tuple[frozenset[str], frozenset[str]]:
    """Return the stems of the one who acts, and of the other."""
    left, right = (_stems(words, side) for side in (part.left, part.right))
    return (right, left) if part.passive else (left, right)


def _agreed(found: set[tuple[bool, bool]]) -> bool | None:
    """Return what all words between two names say; those that name a relation count before any others.

    "Mill" stands between the buyer and the seller, whoever comes first.
    """
    named = {is_turned for is_named, is_turned in found if is_named} or {is_turned for _, is_turned in found}
    return next(iter(named)) if len(named) == 1 else None


def _other_end(mine: Word, theirs: Word, *, voiced: bool) -> bool | None:
    """Tell whether two words name a relation from different ends; None where they name no common one."""
    if mine.stem == theirs.stem:
        return None if mine.stem in _MUTUAL else False
    ends = _relations()
    for relation, end in ends.get(mine.stem, ()):
        for other, side in ends.get(theirs.stem, ()):
            if relation == other:
                return end != side
    if are_opposed(mine, theirs):
        return True
    # other words for one deed, where one of them is a passive: "was taken over by" is "bought"
    return False if voiced and mine.kind == theirs.kind == "word" else None


def _swapped(claim: Sequence[Word], mine: _Part, statement: Sequence[Word], theirs: _Part) -> bool | None:
    left, right = (_stems(claim, side) for side in (mine.left, mine.right))
    other_left, other_right = (_stems(statement, side) for side in (theirs.left, theirs.right))
    alike = (left & right) | (other_left & other_right)  # Lake Orva and Lake Sint
    left, right, other_left, other_right = (side - alike for side in (left, right, other_left, other_right))
    if left & other_left and right & other_right:
        return False
    return True if left & other_right and right & other_left else None


def _stems(words: Sequence[Word], places: Sequence[int]) -> frozenset[str]:
    return frozenset(words[place].stem for place in places)


def _names(words: Sequence[Word], other: Sequence[Word]) -> set[str]:
    """Return the stems of names; a capital at the beginning makes one of a word that the other sentence has as one.

    Behind a colon it does too.
    """
    known = {word.stem for word in other if word.kind == "name"}
    return {
        word.stem
        for position, word in enumerate(words)
        if not is_day_or_month(word)
        and (
            word.kind == "name"
            or (word.kind == "word" and (word.stem in known or _heads(words[position:])) and _begins(words, position))
        )
    }


def _begins(words: Sequence[Word], position: int) -> bool:
    return position == 0 or (words[position - 1].pause and words[position].text[:1].isupper())


def _heads(words: Sequence[Word]) -> bool:
    """Tell whether the first word is part of a name, or is one: "Northgate Foods", "Redcliff beat"."""
    return words[0].text[:1].isupper() and len(words) > 1 and words[1].kind in {"name", "word"}


def _parts(words: Sequence[Word], names: set[str]) -> Iterator[_Part]:
    """Yield the relations between two names, the nearest on both sides that are no place and no time."""
    groups = list(_groups(words, names))
    for at, word in enumerate(words):
        if word.kind == "small" and word.stem not in _relations():
            continue
        if word.kind not in {"word", "small"} or (word.stem in names and word.text[:1].isupper()):
            continue
        for left in groups:
            for right in groups:
                if at - REACH <= left[-1] < at < right[0] <= at + REACH:
                    whole = not any(each.pause for each in words[left[-1] : right[0]])
                    yield _Part(
                        at, left, right, _is_passive(words, at, right[0]), words[right[0] - 1].text.lower(), whole
                    )


def _groups(words: Sequence[Word], names: set[str]) -> Iterator[tuple[int, ...]]:
    position = 0
    while position < len(words):
        group = tuple(takewhile(lambda place: _is_part(words[place], names), range(position, len(words))))
        if group:
            before = words[group[0] - 1].text.lower() if group[0] else ""
            article = group[0] > 1 and before in {"the", "a", "an", "its", "his", "her", "their"}
            before = words[group[0] - 2].text.lower() if article else before
            if before not in _WHERE:
                yield group
        position += max(1, len(group))


def _is_part(word: Word, names: set[str]) -> bool:
    return word.stem in names and word.text[:1].isupper()


def _is_passive(words: Sequence[Word], at: int, right: int) -> bool:
    """Tell whether "by" leads to the second name, or to one that it is joined to: "by Ada Berg and Jon Falk"."""
    first = right
    while first - 1 > at and (words[first - 1].kind == "name" or words[first - 1].text.lower() in {"and", "or"}):
        first -= 1
    return "by" in [word.text.lower() for word in words[at:first]][-3:]
