"""Comparisons of a question, held against sentences: "opened after 2005" is not answered by "opened in 2004"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rag.tables.query.conditions import asked_number, compared
from rag.tables.words.matching import Token, same, tokens
from rag.tables.words.vocabulary import SMALL, same_unit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from rag.tables.query.conditions import Bound

_YEAR = re.compile(r"1[5-9]\d\d|20\d\d")


@dataclass(frozen=True, slots=True)
class Limit:
    """A comparison with a year, or with a number of things.

    Parameters
    ----------
    bound
        As the question says it.
    noun
        Folded word behind the number, "desks", or its unit; "" for a year.
    """

    bound: Bound
    noun: str

    def met_by(self, text: str) -> bool | None:
        """Tell whether a text says a year or a number that lies on the right side; None where it says none."""
        low, high = asked_number(self.bound.low), asked_number(self.bound.high)
        if low is None or high is None:
            return None
        met = [_lies(value, self.bound.operator, low, high) for value in self._values(tokens(text))]
        return any(met) if met else None

    def _values(self, said: Sequence[Token]) -> Iterator[Decimal]:
        for place, token in enumerate(said):
            if not token.is_number:
                continue
            following = said[place + 1] if place + 1 < len(said) else Token("", "")
            if self.noun:
                is_meant = same(following.folded, self.noun) or same_unit(following.folded, self.noun)
            else:  # "in 2004 and", but not "2004 claims"
                is_meant = bool(_YEAR.fullmatch(token.text)) and not _counted(following)
            if is_meant and (value := asked_number(token.folded)) is not None:
                yield value


def without_limits(question: str) -> str:
    """Return a question without its comparisons: "Which branches opened?"."""
    asked = tokens(question)
    left = set(range(len(asked))) - {place for bound in compared(asked) for place in range(bound.start, bound.end)}
    return f"{' '.join(asked[place].text for place in sorted(left))}?"


def _counted(following: Token) -> bool:
    return following.text.isalpha() and following.text.islower() and following.folded not in SMALL


def limits(question: str) -> tuple[Limit, ...]:
    """Return the comparisons of a question with years, and with numbers of things that it names."""
    asked = tokens(question)
    found = []
    for bound in compared(asked):
        noun = bound.unit or (asked[bound.end].folded if bound.end < len(asked) else "")
        if not noun and not _YEAR.fullmatch(bound.low):
            continue
        found.append(Limit(bound, "" if _YEAR.fullmatch(bound.low) and not bound.unit else noun))
    return tuple(found)


def _lies(value: Decimal, operator: str, low: Decimal, high: Decimal) -> bool:
    return {
        "below": value < low,
        "at most": value <= high,
        "above": value > high,
        "at least": value >= low,
        "in": low <= value <= high,
    }[operator]
