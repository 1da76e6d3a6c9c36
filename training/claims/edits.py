"""One edit of a sentence that makes it say something the first sentence excludes.

Every edit is a function from text to text, because it is made in the evidence, in the claim, or in both: then neither
the claim alone nor the passage alone tells which claims are true (counterfactual augmentation, Kaushik et al. 2020).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from training.claims.terms import NUMBER, TOKEN, exchange_all, holds, names_in, other_number
from training.claims.verbs import PARTICIPLES, PASTS
from training.claims.words import (
    COMPARATORS,
    MODALS,
    MONTHS,
    NOT_ALONE,
    NUMBER_WORDS,
    OPPOSITES,
    OVERSTATED,
    SCOPES,
    UNITS,
    WEEKDAYS,
)
from training.pool.counterfactuals import NAME, OPPOSITE, STOP

if TYPE_CHECKING:
    import random
    from collections.abc import Mapping, Sequence

FINITE = re.compile(
    r"(?<![\w'’])(is|are|was|were|has been|have been|had been|can|could|will|would|should|must|may|might)"
    r"(?= (?!not\b|n't|also\b|been\b|there\b|a lot|no\b|never\b)[a-z])"
)
NEGATED = re.compile(
    r"(?<![\w'’])(is|are|was|were|can|could|will|would|should|must|may|might|has|have|had) (?:not|never) (?=[a-z])"
)
SHORT_NEGATED = re.compile(r"(?<![\w'’])(is|are|was|were|could|would|should|has|have|had|do|does|did)n['’]t (?=[a-z])")
PART = '[^,;:()"]'
CLAUSES = re.compile(
    rf"^(?P<one>{PART}{{8,120}}?),? (?P<how>before|after) "
    rf"(?P<other>(?!all\b|long\b|that\b){PART}{{8,120}})(?P<end>[.!?]?)$"
)
FROM_TO = re.compile(
    r"\bfrom (?P<one>[\w$%.,£€ -]{1,30}?) to "
    r"(?P<other>(?:the |an? )?[\w$%£€-]+(?: [A-Z][\w-]*| (?:million|billion|percent|%))*)"
    r"(?! (?:of|and|or)\b)(?![\w-])"
)
VERBAL = r"(?:was |were |has been |had been )?[a-z]+(?:ed|t|n|ew|d|s)(?: (?:by|to|from|over|against|for))?"
ROLE = re.compile(rf"(?P<one>{NAME.pattern}) (?P<verb>{VERBAL}) (?P<other>{NAME.pattern})")
BEFORE_DATE = r"\b(?:in|on|since|until|till|by|of|early|late|last|this|next|every|from|to)[ -]"
BEFORE_NUMBER = rf"(?:[$€£]?\d|(?:{'|'.join(NUMBER_WORDS[1:])})\b)"
SYMMETRIC = frozenset(
    """met married joined said says played is was has are were had as its his this cooperated merged allied
    resembled resembles faced faces equals plus versus includes appeared appears starred stars called named
    titled located based known used""".split()
)


@dataclass(frozen=True, slots=True)
class Edit:
    """What an edit does to a text: terms that give way to others, or a whole sentence."""

    kind: str
    exchanges: tuple[tuple[str, str], ...] = ()
    """``(old, new)``: every whole-word ``old`` becomes ``new``, all at once, so that two terms can change places."""
    forward: bool = True
    """Whether the text refuses the edited claim."""
    backward: bool = True
    """Whether the edited text refuses the claim: "all" in a text does not refuse "some" in a claim."""
    whole: tuple[str, str] | None = None
    """The sentence before and after, where the edit cannot be told as exchanged terms."""

    def apply(self, text: str) -> str | None:
        """Edit a text; None when there is nothing in it to edit."""
        if self.whole is not None:
            return text.replace(self.whole[0], self.whole[1]) if self.whole[0] in text else None
        edited = exchange_all(text, self.exchanges)
        return edited if edited != text else None


def term_edits(sentence: str, around: str, rng: random.Random) -> list[Edit]:
    """Find edits that exchange terms; they can be made in a sentence and in any claim that holds the same terms.

    Parameters
    ----------
    sentence
        The text to edit.
    around
        The paragraph, from which other names and numbers are taken.
    rng
        Source of chance.
    """
    found = (
        _opposite_edits(sentence.lower()) + _comparator_edits(sentence.lower(), rng) + _scope_edits(sentence.lower())
    )
    found += _modal_edits(sentence.lower()) + _value_edits(sentence, around, rng)
    return found + _name_edits(sentence, around, rng)


def _opposite_edits(low: str) -> list[Edit]:
    return [
        Edit("opposite", ((word, other),))
        for word in dict.fromkeys(TOKEN.findall(low))
        if word not in NOT_ALONE
        for other in OPPOSITES.get(word, ())
        if other not in NOT_ALONE
    ]


def _comparator_edits(low: str, rng: random.Random) -> list[Edit]:
    return [
        Edit("comparator", ((phrase, rng.choice(against)),))
        for sides in COMPARATORS
        for side, against in (sides, sides[::-1])
        for phrase in side
        if phrase in low and re.search(rf"(?<!\w){phrase} {BEFORE_NUMBER}", low)
    ]


def _scope_edits(low: str) -> list[Edit]:
    return [
        Edit("scope", ((old, new),), forward=both or old == weak, backward=both or old == strong)
        for table, both in ((SCOPES, True), (OVERSTATED, False))
        for weak, strong in table
        for old, new in ((weak, strong), (strong, weak))
        if holds(old, low) and not holds(new, low)
    ]


def _modal_edits(low: str) -> list[Edit]:
    return [
        Edit("modal", ((old, new),))
        for pair in MODALS
        for old, new in (pair, pair[::-1])
        if holds(old, low) and not re.search(rf"(?<!\w){old} (?:not|never|\d)", low)
    ]


def _value_edits(sentence: str, around: str, rng: random.Random) -> list[Edit]:
    """Find edits of numbers, units and dates."""
    words = list(dict.fromkeys(TOKEN.findall(sentence)))
    found = [_other_of(word, NUMBER_WORDS[2:], "number", rng) for word in words if word in NUMBER_WORDS[2:]]
    found += [
        _other_of(word, dates, "date", rng)
        for word in words
        for dates in (MONTHS, WEEKDAYS)
        if word in dates and re.search(rf"{BEFORE_DATE}{word}\b|\b{word},? \d|\d {word}\b", sentence)
    ]
    found += [
        _other_of(unit, group, "unit", rng)
        for group in UNITS
        for unit in group
        if unit in sentence and re.search(rf"\d[\d,.]* {unit}\b", sentence)
    ]
    numbers = dict.fromkeys(NUMBER.findall(sentence))
    return found + [Edit("number", ((number, other_number(number, around, rng)),)) for number in numbers]


def _other_of(word: str, group: Sequence[str], kind: str, rng: random.Random) -> Edit:
    return Edit(kind, ((word, rng.choice([other for other in group if other != word])),))


def _name_edits(sentence: str, around: str, rng: random.Random) -> list[Edit]:
    mine = names_in(sentence)
    found: list[Edit] = []
    if mine:
        others = [name for name in names_in(around) if not holds(name, sentence)]
        for name in mine:
            parts = set(name.lower().split())
            alike = [o for o in others if abs(len(o.split()) - len(parts)) <= 1 and not parts & set(o.lower().split())]
            if alike:
                other = rng.choice(alike)
                found.append(Edit("name", ((name, other), (other, name))))
    match = ROLE.search(sentence)
    if match is None or match["one"] not in mine or match["other"] not in mine:
        return found
    one, other = match["one"], match["other"]
    verb = next((word for word in reversed(match["verb"].split()) if word in PASTS or word in PARTICIPLES), None)
    if verb is not None and verb not in SYMMETRIC and not set(one.lower().split()) & set(other.lower().split()):
        found.append(Edit("roles", ((one, other), (other, one))))
    return found


def whole_edits(sentence: str, rng: random.Random) -> list[Edit]:
    """Find edits of the whole sentence: negation, order of clauses, direction. Claim and evidence must be the same."""
    found: list[Edit] = []
    match = CLAUSES.match(sentence)
    if match is not None and len(match["other"].split()) > 2:
        other = "after" if match["how"] == "before" else "before"
        found += 2 * [Edit("order", whole=(f" {match['how']} {match['other']}", f" {other} {match['other']}"))]
    match = FROM_TO.search(sentence)
    if match is not None and match["one"] != match["other"]:
        swapped = f"from {match['other']} to {match['one']}"
        found += 2 * [Edit("direction", whole=(match.group(), swapped))]
    for pattern in (NEGATED, SHORT_NEGATED):
        match = pattern.search(sentence)
        if match is not None:
            found += 3 * [
                Edit("negation", whole=(sentence, sentence[: match.start()] + match[1] + " " + sentence[match.end() :]))
            ]
    match = FINITE.search(sentence)
    if match is not None:
        word = "never" if rng.random() < 0.2 else "not"
        found.append(Edit("negation", whole=(sentence, f"{sentence[: match.end()]} {word}{sentence[match.end() :]}")))
    return found


def word_edits(
    claim: str, passage: str, table: Mapping[str, Sequence[tuple[str, int]]], rng: random.Random
) -> list[Edit]:
    """Find exchanges of content words that people made; the claim then tells of another thing.

    Parameters
    ----------
    claim
        A claim that the passage supports.
    passage
        Its passage: an exchange is left out when the new word stands there.
    table
        See :func:`training.claims.exchanges.load_edits`.
    rng
        Source of chance, by the counts of the table.
    """
    low = passage.lower()
    found = []
    for word in dict.fromkeys(TOKEN.findall(claim)):
        against = (*OPPOSITES.get(word.lower(), ()), *OPPOSITE.get(word.lower(), ()))
        options = [(new, n) for new, n in table.get(word.lower(), ()) if new not in low and new not in against]
        if options and word.lower() not in STOP:
            new = rng.choices([o for o, _ in options], [n for _, n in options])[0]
            found.append(Edit("word", ((word, new),)))
    return found
