"""Tell what came first, or led to what: whether two sentences put the same two things into the same order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rag.text.claim_tokens import Word

# What stands before the later, or before the earlier of two things.
_BEFORE, _AFTER = frozenset(("before", "until")), frozenset(("after", "following"))
# The same in two words.
_PAIRS = {
    ("prior", "to"): True, ("earlier", "than"): True, ("sooner", "than"): True, ("ahead", "of"): True,
    ("followed", "by"): True, ("later", "than"): False, ("subsequent", "to"): False,
}  # fmt: skip
# A cause is earlier than what it leads to.
_LINKS = {
    ("led", "to"): True, ("leads", "to"): True, ("resulted", "in"): True, ("results", "in"): True, ("is", "why"): True,
    ("was", "why"): True, ("due", "to"): False, ("owing", "to"): False, ("result", "of"): False,
    ("caused", "by"): False, ("resulted", "from"): False, ("results", "from"): False, ("thanks", "to"): False,
}  # fmt: skip
_CAUSES, _CAUSED = frozenset(("caused", "causes", "therefore", "hence")), frozenset(("because",))
_THEN = frozenset(("then", "afterwards", "subsequently", "thereafter"))
# Words that begin a clause: "when the fire broke out", "from which taxes are deducted".
_CLAUSES = frozenset(("when", "while", "as", "which", "that", "by", "once"))


@dataclass(frozen=True, slots=True)
class _Order:
    """Stems of what is earlier and of what is later, and the positions of the words that say so."""

    earlier: frozenset[str]
    later: frozenset[str]
    said: tuple[int, ...]


def reversed_order(claim: Sequence[Word], statement: Sequence[Word]) -> tuple[bool, tuple[int, ...]] | None:
    """Tell whether a claim has two things in another order than a statement; None where one of them has no order.

    Returns
    -------
    tuple
        Whether the order is another, and the positions in the claim of the words that give it.
    """
    theirs = list(_orders(statement))
    found: dict[bool, tuple[int, ...]] = {}
    for mine in _orders(claim):
        for other in theirs:
            same = len(mine.earlier & other.earlier) + len(mine.later & other.later)
            crossed = len(mine.earlier & other.later) + len(mine.later & other.earlier)
            if same != crossed:
                found.setdefault(crossed > same, mine.said)
    if len(found) != 1:
        return None
    ((is_reversed, said),) = found.items()
    return is_reversed, said


def _orders(words: Sequence[Word]) -> Iterator[_Order]:
    plain = [word.text.lower() for word in words]
    for at, word in enumerate(plain):
        both = (word, plain[at + 1] if at + 1 < len(plain) else "")
        link = _LINKS.get(both)
        pair = _PAIRS.get(both) if link is None else link
        if word in _BEFORE | _AFTER | _CAUSES | _CAUSED or pair is not None:
            opening = 0 if word in _CAUSES or link is not None else 1  # "Shortly after the flood", but "Floods led to"
            left, right = _sides(words, at, at + (1 if pair is None else 2), opening)
            is_first = pair if pair is not None else word in _BEFORE | _CAUSES
            yield from _order(words, left if is_first else right, right if is_first else left, (at,))
        elif word in _THEN:
            clause = _clause(words, at, frozenset(("and", "but")))
            yield from _order(words, [each for each in range(clause.start) if each not in clause], clause, (at,))
        elif word == "already" or _is_yet(plain, at):
            clause = _clause(words, at, _CLAUSES)
            rest = [each for each in range(len(words)) if each not in clause]
            first, second = (clause, rest) if word == "already" else (rest, clause)
            said = range(max(0, at - 1), min(len(words), at + 2))
            yield from _order(words, first, second, tuple(said))


def _is_yet(plain: Sequence[str], at: int) -> bool:
    """Tell whether something had not happened: "not yet", "still to be", "still have to"."""
    if plain[at] == "yet":
        return at > 0 and (plain[at - 1] == "not" or plain[at - 1].endswith("n't"))
    return plain[at] == "still" and bool({"to"} & set(plain[at + 1 : at + 3]))


def _sides(words: Sequence[Word], at: int, behind: int, opening: int) -> tuple[Sequence[int], Sequence[int]]:
    """Return the positions on both sides; of a word that begins the sentence, those behind the comma and before it.

    It begins one too where only ``opening`` words stand before it.
    """
    if at > opening:
        return range(at), range(behind, len(words))
    comma = next((place for place in range(behind, len(words)) if words[place].pause), None)
    return (range(0), range(0)) if comma is None else (range(comma + 1, len(words)), range(behind, comma + 1))


def _clause(words: Sequence[Word], at: int, bounds: frozenset[str]) -> range:
    """Return the clause that a word stands in: from a comma or a word that begins one to the next."""
    start = at
    while start and not words[start - 1].pause and words[start].text.lower() not in bounds:
        start -= 1
    end = at
    while end + 1 < len(words) and not words[end].pause and words[end + 1].text.lower() not in bounds:
        end += 1
    return range(start, end + 1)


def _order(
    words: Sequence[Word], earlier: Sequence[int], later: Sequence[int], said: tuple[int, ...]
) -> Iterator[_Order]:
    first, second = (
        frozenset(words[place].stem for place in places if words[place].is_content and words[place].kind != "name")
        for places in (earlier, later)
    )
    if first - second and second - first:
        yield _Order(first - second, second - first, said)
