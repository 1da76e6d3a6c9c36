"""Tell whether a claim puts what one clause speaks of before what another clause says: "A rows in May, and B waits"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rag.text.claim_tokens import Word

# Words that begin a clause, with or without a comma.
_TURNS = frozenset("while whereas but although though".split())
_DETERMINERS = frozenset("the a an his her its their our my your this these that those".split())
# A pronoun or one of these in a clause points at what another speaks of.
_POINTS = frozenset("he she it they we who which that him them".split())
# Share of what a claim says that another clause must say.
SAID = 0.5


@dataclass(frozen=True, slots=True)
class _Clause:
    """A clause: the position of its first content word, and the stems of the others.

    ``speaks`` tells whether the first is surely what it speaks of: behind an article, a name, or at the beginning.
    """

    first: int
    rest: frozenset[str]
    speaks: bool


def exchanged(claim: Sequence[Word], statement: Sequence[Word]) -> list[int]:
    """Return the positions of what clauses of a claim speak of, where the statement says the rest of something else.

    "The novices row in May" is not said by "The women row in May, and the novices wait": the novices stand in another
    clause, which says nothing of the rest.
    """
    theirs = list(_clauses(statement))
    return [
        mine.first for mine in _clauses(claim) if any(_lends(claim, mine, statement, each, theirs) for each in theirs)
    ]


def _lends(
    claim: Sequence[Word], mine: _Clause, statement: Sequence[Word], said: _Clause, theirs: Sequence[_Clause]
) -> bool:
    """Tell whether one clause says the rest of the claim's of something else, and another one speaks of its own."""
    subject, other = claim[mine.first].stem, statement[said.first]
    is_said = bool(mine.rest) and len(mine.rest & said.rest) >= SAID * len(mine.rest)
    if not is_said or not said.speaks or other.stem in {subject, *mine.rest} or subject in said.rest:
        return False
    return any(
        statement[each.first].stem == subject and each.rest and not each.rest & mine.rest
        for each in theirs
        if each is not said
    ) and not any(subject == statement[each.first].stem and each.rest & mine.rest for each in theirs)


def _clauses(words: Sequence[Word]) -> Iterator[_Clause]:
    start = 0
    for position, word in enumerate(words):
        ends = position + 1 == len(words) or word.pause or words[position + 1].text.lower() in _TURNS
        if ends:
            yield from _clause(words, range(start, position + 1))
            start = position + 1


def _clause(words: Sequence[Word], places: Sequence[int]) -> Iterator[_Clause]:
    meant = [place for place in places if words[place].is_content]
    if not meant or words[meant[0]].kind == "number" or any(words[place].text.lower() in _POINTS for place in places):
        return
    first = meant[0]
    before = words[first - 1].text.lower() if first else ""
    speaks = first == 0 or words[first].kind == "name" or before in _DETERMINERS
    yield _Clause(first, frozenset(words[place].stem for place in meant[1:]), speaks)
