"""One edit of a sentence that makes it say something the first sentence excludes.

Every edit is a function from text to text, because it is made in the evidence, in the claim, or in both: then neither
the claim alone nor the passage alone tells which claims are true (counterfactual augmentation, Kaushik et al. 2020).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

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
from training.counterfactuals import NAME, OPPOSITE, STOP

if TYPE_CHECKING:
    import random
    from collections.abc import Mapping, Sequence

NUMBER = re.compile(r"(?<![\w.,/-])[$€£]?\d+(?:,\d{3})*(?:\.\d+)?(?![\w/-]|[.,]\d)")
TOKEN = re.compile(r"[A-Za-z]+(?:['’-][A-Za-z]+)*")
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


def exchange_all(text: str, exchanges: Sequence[tuple[str, str]]) -> str:
    """Exchange whole words, all at once; lower-case words also where they begin a sentence, and names in any case."""
    into = {old.lower(): new for old, new in exchanges}
    names = {old.lower() for old, _ in exchanges if not old.islower()}

    def begins(at: int) -> bool:
        return not text[:at].rstrip() or text[:at].rstrip()[-1] in '.!?"\u201c(:'

    pattern = "|".join(re.escape(old) for old in sorted(into, key=len, reverse=True))

    def put(match: re.Match[str]) -> str:
        new = into[match.group().lower()]
        if match.group().lower() not in names and match.group()[0].isupper() and not begins(match.start()):
            return match.group()  # "New York" holds no "new"
        first = match.group()[0].isupper() and new[0].islower() and not match.group().isupper()
        return new[:1].upper() + new[1:] if first else new

    return re.sub(rf"(?<![\w-])(?:{pattern})(?![\w-])", put, text, flags=re.IGNORECASE)


def _has(term: str, text: str) -> bool:
    return term.lower() in text.lower() and bool(
        re.search(rf"(?<![\w-]){re.escape(term)}(?![\w-])", text, re.IGNORECASE)
    )


def names_in(text: str) -> list[str]:
    """Capitalised runs of a text, without single words that begin a sentence, in order."""
    found: dict[str, None] = {}
    for match in NAME.finditer(text):
        name = match.group()
        before = text[: match.start()].rstrip()
        first_word = name.split()[0].lower()
        if (not before or before[-1] in '.!?"“:(') and (" " not in name or first_word in STOP):
            continue
        if name.lower() in STOP or len(name) < 3 or name in MONTHS or name in WEEKDAYS or re.search(r"\band\b", name):
            continue
        found[name] = None
    return list(found)


def other_number(number: str, text: str, rng: random.Random) -> str:
    """Give another number of the same make, half of the time one that the text holds too."""
    sign = number[0] if number[0] in "$€£" else ""
    digits = number.lstrip("$€£").replace(",", "")
    same: list[str] = [
        n
        for n in NUMBER.findall(text)
        if n != number and len(n) == len(number) and n[0].isdigit() == number[0].isdigit()
    ]
    if same and rng.random() < 0.5:
        return rng.choice(same)
    if "." in digits:
        places = len(digits.split(".")[1])
        return f"{sign}{float(digits) * rng.choice((0.5, 0.8, 1.3, 2.0)) + 0.1:.{places}f}"
    value = int(digits)
    if len(digits) == 4 and 1000 <= value <= 2100 and not sign and "," not in number:
        return str(value + rng.choice((-1, 1)) * rng.randint(1, 40))
    moved = value + rng.choice((-1, 1)) * rng.randint(1, max(2, value // 2))
    if moved < 1 or moved == value:
        moved = value + rng.randint(1, 4)
    if len(digits) > 3 and value % 100 == 0:
        moved = max(100, moved // 100 * 100)
        moved += 100 * (moved == value)
    return f"{sign}{moved:,}" if "," in number else f"{sign}{moved}"


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
        if _has(old, low) and not _has(new, low)
    ]


def _modal_edits(low: str) -> list[Edit]:
    return [
        Edit("modal", ((old, new),))
        for pair in MODALS
        for old, new in (pair, pair[::-1])
        if _has(old, low) and not re.search(rf"(?<!\w){old} (?:not|never|\d)", low)
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
        others = [name for name in names_in(around) if not _has(name, sentence)]
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
