"""Tell of how many something holds: of all, of some, of a part only, of none, or of one alone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from rag.text.claim_tokens import AT_LEAST, AT_MOST, DENIAL

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rag.text.claim_tokens import Word

Quantity = Literal["all", "some", "part"]
Difference = Literal["same", "more", "otherwise"]
_PART = re.compile(
    r"\b(?:not (?:all|every|everyone|everybody|each|both)|only (?:some|part|a few|certain|half|one)"
    r"|part of \w+ \w+ only|only a (?:part|few|minority)|(?:most|many|some)\b.*\bbut\b.*\bnot|partly|in part)\b"
)
# "Every year" says how often.
_OFTEN = (
    r"(?! (?:other |second |third |few )?(?:second|minute|hour|day|night|morning|evening|week|month|quarter|year)s?\b)"
)
_ALL = re.compile(
    rf"\b(?:all|(?:every|each){_OFTEN}|everyone|everybody|everything|entire|whole|both|without exception|unanimously"
    r"|always|in full|completely)\b"
)
_NONE = re.compile(
    r"\b(?:none|nobody|no one|nothing|neither|never|not one|not a single|not any)\b"
    r"|^(?:there (?:is|are|was|were) )?no \w"
)
_SOME = re.compile(
    r"\b(?:some|several|certain|a few|at least one|sometimes|many|most)\b"
    r"|\bthere (?:are|were|is|was) (?!no\b|none\b|not\b)"
)
_EXCEPT = re.compile(
    r"\b(?:nobody|no one|none|nothing|everyone|everybody|all|no)\b.*\b(?:except|but|besides|other than)\b"
)
_ONLY = re.compile(r"\b(?:only|sole|solely|alone|exclusively)\b")
_NOT_ONLY = re.compile(
    r"\b(?:not|n't|never) (?:\w+ ){0,2}?(?:only|sole|solely|alone|exclusively)\b"
    r"|\bone of (?:several|many|the|two|three)\b|\bothers? (?:besides|than|too|as well)\b|\bamong others\b"
    r"|\band others\b|\bas well as others\b"
)
# What reverses the sense of what is said of so many: "no station without a lift".
_WITHOUT = re.compile(r"\b(?:without|lack|lacks|lacked|exempt|excluded|except for)\b")
_NOT = re.compile(r"\b(?:not|cannot)\b|n't\b")


@dataclass(frozen=True, slots=True)
class Scope:
    """Of how many a sentence says something, and whether it affirms it.

    Parameters
    ----------
    quantity
        "part" is some and not all; None where nothing is said of it.
    affirms
        Whether what is said is affirmed.
    alone
        Whether it holds of one alone; None where nothing is said of it.
    """

    quantity: Quantity | None
    affirms: bool
    alone: bool | None


# The first that fits a sentence is what it says, however it goes on.
_READINGS = (
    (_NOT_ONLY, Scope(None, affirms=True, alone=False)),
    (_EXCEPT, Scope(None, affirms=True, alone=True)),
    (_PART, Scope("part", affirms=True, alone=None)),
    (_ONLY, Scope(None, affirms=True, alone=True)),
)


def scope_of(words: Sequence[Word]) -> Scope:
    """Read the scope of an English sentence."""
    plain = " ".join(_plain(word) for word in words)
    without = bool(_WITHOUT.search(plain))
    for pattern, found in _READINGS:
        if pattern.search(plain):
            return found
    if _NONE.search(plain):
        return Scope("all", affirms=without, alone=None)
    affirms = without == bool(_NOT.search(plain))
    if _ALL.search(plain):
        return Scope("all", affirms=affirms, alone=None)
    return Scope("some" if _SOME.search(plain) else None, affirms=affirms, alone=None)


def _plain(word: Word) -> str:
    """Return a word in small letters; "at most" and "no more than" limit a number and say nothing of how many."""
    limits = word.stem in {AT_MOST, AT_LEAST} or (word.kind == "small" and word.stem == DENIAL)
    return "-" if limits else word.text.lower().replace("’", "'")


def compared(claim: Scope, statement: Scope) -> Difference | None:
    """Tell whether a claim says it of more than a statement, or otherwise; None where one of them says nothing of it.

    What holds of all holds of some. What holds of some may hold of all; what holds of a part does not.
    """
    if claim.alone is not None or statement.alone is not None:
        if None in {claim.alone, statement.alone}:
            return None
        return "same" if claim.alone == statement.alone else "otherwise"
    if claim.quantity is None or statement.quantity is None:
        return None
    if "part" in {claim.quantity, statement.quantity}:
        return "otherwise" if "all" in {claim.quantity, statement.quantity} else "same"
    if claim.quantity == "some" or statement.quantity == "all":
        is_sure = "all" in {claim.quantity, statement.quantity}  # some have one, and some have none
        return "same" if claim.affirms == statement.affirms else "otherwise" if is_sure else "more"
    return "more" if claim.affirms == statement.affirms else "otherwise"


def of_a_number(claim: Sequence[Word], statement: Sequence[Word]) -> bool:
    """Tell whether a claim says it of all things of which a statement numbers some: "spaces 1 to 10 have chargers"."""
    for position, word in enumerate(claim):
        if not _ALL.fullmatch(word.text.lower()) or scope_of(claim).quantity != "all":
            continue
        things = [each.stem for each in claim[position + 1 : position + 4] if each.is_content]
        for one, other in pairwise(statement):
            if "number" in {one.kind, other.kind} and {one.stem, other.stem} & set(things):
                return scope_of(statement).quantity is None
    return False


def quantifies(word: Word) -> bool:
    """Tell whether a word says of how many."""
    plain = word.text.lower()
    return any(pattern.fullmatch(plain) for pattern in (_ALL, _NONE, _SOME, _ONLY))
