"""Groups over rules and notices, asked in other words: passages with the rule, without it or its clause, for others.

What a passage answers follows from the rules and clauses that it was made of; ``rules.txt`` has them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from training.everyday.values import VALUES
from training.pool.examples import Pair

if TYPE_CHECKING:
    import random

    from training.pool.data import Span

LEADS = ("Please note: ", "As a rule, ", "From now on, ", "Since last year, ", "For everybody: ", "Reminder: ")
NUMBERS = "zero one two three four five six seven eight nine ten eleven twelve".split()
PART = re.compile(r"\[([abc]) |\{(\w+)\}|[\]<>]|[^\[\]{}<>]+")
SENTENCE_END = re.compile(r"[.!?]\s+(?=[A-Z])")
WHOLE = "0"
"""The part of a rule that is never left out."""


@dataclass(slots=True)
class Rule:
    """A rule with its questions, as ``rules.txt`` gives it."""

    text: str
    people: list[str]
    """Who or what the rule can be for, or nobody in particular."""
    questions: list[tuple[str, bool, str]] = field(default_factory=list)
    """Clause that answers, whether in a word or two, question."""
    besides: list[str] = field(default_factory=list)
    """Sentences on the subject that answer nothing."""

    @property
    def clauses(self) -> set[str]:
        """Names of the clauses that may be left out."""
        return set(re.findall(r"\[([abc]) ", self.text))


@dataclass(frozen=True, slots=True)
class Domain:
    """Rules that stand together, none of which answers a question of another."""

    headings: list[str]
    rules: list[Rule]


@dataclass(slots=True)
class _Item:
    """A rule as written: which clauses it has, for whom, and where its answers are."""

    text: str
    rule: Rule | None = None
    people: str = ""
    clauses: dict[str, tuple[Span | None, Span]] = field(default_factory=dict)
    """Of each clause: the short answer if it has one, and the sentence."""


@dataclass(frozen=True, slots=True)
class _Asked:
    text: str
    rule: Rule
    clause: str
    people: str
    short: bool


@cache
def domains() -> tuple[Domain, ...]:
    """Read ``rules.txt``."""
    found: list[Domain] = []
    for line in Path(__file__).with_name("rules.txt").read_text(encoding="utf-8").splitlines():
        mark, _, rest = line.partition(" ")
        if mark == "==":
            found.append(Domain([part.strip() for part in re.split(r"[|;]", rest)], []))
        elif mark == ".":
            people, _, text = rest.rpartition("| ") if rest.startswith("g=") else ("", "", rest)
            found[-1].rules.append(Rule(text, people.removeprefix("g=").strip().split("/") if people else [""]))
        elif mark == "~":
            found[-1].rules[-1].besides.append(rest)
        elif mark and mark[0] in "0abc":
            found[-1].rules[-1].questions.append((mark[0], not mark.endswith("!"), rest))
    return tuple(found)


def _value(slot: str, rng: random.Random) -> str:
    value = str(rng.randint(2, 12)) if slot == "n" else VALUES[slot](rng)
    number, _, unit = value.partition(" ")
    if unit.islower() and number.isdigit() and int(number) < len(NUMBERS) and rng.random() < 0.4:
        return f"{NUMBERS[int(number)]} {unit}"
    return value


def _write(rule: Rule, clauses: set[str], people: str, rng: random.Random) -> _Item:
    """Write a rule with some of its clauses, its slots filled."""
    text = lead = rng.choice(LEADS) if rng.random() < 0.12 else ""
    clause, opened, written = WHOLE, 0, True
    answers: dict[str, Span] = {}
    places: dict[str, int] = {}
    parts = list(PART.finditer(rule.text))
    for place, part in enumerate(parts):
        mark = part[0]
        if part[1]:
            clause, written = part[1], part[1] in clauses
            following = parts[place + 1][0]
            if written and following[0] not in ",;":
                text += " "
        elif mark == "]":
            clause, written = WHOLE, True
        elif written:
            if mark == "<":
                opened = len(text)
            elif mark == ">":
                answers.setdefault(clause, (opened, len(text)))
            else:
                piece = mark[:1].lower() + mark[1:] if lead and text == lead else mark
                if part[2]:
                    piece = people if part[2] == "g" else _value(part[2], rng)
                text += piece
                places[clause] = len(text) if clause != WHOLE else places.get(clause, len(text))
    text = text[:1].upper() + text[1:]
    ends = [match.start() + 1 for match in SENTENCE_END.finditer(text)] + [len(text)]
    item = _Item(text, rule, people)
    for name, place in places.items():
        stop = next(end for end in ends if end >= place)
        start = max((end for end in ends if end < place), default=-1) + 1
        item.clauses[name] = (answers.get(name), (start, stop))
    return item


def _passage(items: list[_Item], headings: list[str], rng: random.Random) -> tuple[str, list[int]]:
    """Join the items into a passage; returns it with the place of each item."""
    layout = rng.choice(["prose", "prose", "lines", "bullets", "numbers", "paragraphs"])
    text = ""
    if rng.random() < 0.5:
        text = rng.choice(["", "# ", ""]) + rng.choice(headings) + rng.choice(["\n", "\n\n"])
    between = {"prose": " ", "paragraphs": "\n\n"}.get(layout, "\n")
    bullet, first = rng.choice(["- ", "• ", "* "]), rng.choice([1, 1, 3, 8])
    places = []
    for at, item in enumerate(items):
        text += {"bullets": bullet, "numbers": f"{first + at}. "}.get(layout, "")
        places.append(len(text))
        text += item.text + between
    return text.rstrip(), places


def _judge(asked: _Asked, passage: tuple[str, list[int]], items: list[_Item], listed: int) -> Pair:
    pair = Pair(asked.text, passage[0], answerable=False, listed=listed, has_spans=asked.short)
    for place, item in zip(passage[1], items, strict=True):
        if item.rule is asked.rule and item.people == asked.people and asked.clause in item.clauses:
            answer, (start, end) = item.clauses[asked.clause]
            pair.answerable = True
            pair.evidence.append((place + start, place + end))
            if asked.short and answer is not None:
                pair.answers.append((place + answer[0], place + answer[1]))
    return pair


def _ask(rule: Rule, clause: str | None, people: str, rng: random.Random) -> _Asked:
    fitting = [question for question in rule.questions if clause is None or question[0] == clause]
    name, short, text = rng.choice(fitting or rule.questions)
    return _Asked(text.replace("{g}", people), rule, name, people, short)


def _second(asked: _Asked, domain: Domain, rng: random.Random) -> _Asked:
    """Ask a second question that many passages of the first answer differently."""
    rule = asked.rule
    others = sorted({question[0] for question in rule.questions} - {asked.clause})
    chance = rng.random()
    if len(rule.people) > 1 and chance < 0.6:
        return _ask(rule, asked.clause, rng.choice([each for each in rule.people if each != asked.people]), rng)
    if others and chance < 0.6:
        return _ask(rule, rng.choice(others), asked.people, rng)
    other = rng.choice([each for each in domain.rules if each is not rule])
    return _ask(other, None, rng.choice(other.people), rng)


def _items(asked: list[_Asked], domain: Domain, rng: random.Random) -> list[_Item]:
    """Draw the rules of a passage: those that are asked for are often in it, and often not, or not whole."""
    chosen: list[tuple[Rule, set[str], str]] = []
    for rule in domain.rules:
        questions = [each for each in asked if each.rule is rule]
        if rng.random() > (0.8 if questions else 0.4):
            continue
        people = list(rule.people)
        rng.shuffle(people)
        wanted = {each.people for each in questions}
        if wanted and rng.random() < 0.5:
            people.sort(key=lambda each: each not in wanted)
        chosen += [
            (rule, {clause for clause in sorted(rule.clauses) if rng.random() < 0.65}, each)
            for each in people[: 2 if len(people) > 1 and rng.random() < 0.4 else 1]
        ]
    items = [_write(rule, clauses, people, rng) for rule, clauses, people in chosen]
    if len(items) < 4 and rng.random() < 0.3:  # a neighbouring section of the same handbook
        elsewhere = [each for each in domains() if each is not domain]
        near = rng.sample(rng.choice(elsewhere).rules, rng.choice([1, 2, 3]))
        items += [_write(rule, rule.clauses, rng.choice(rule.people), rng) for rule in near]
    subjects = [each.rule for each in asked] + [rng.choice(domain.rules)]
    for rule in rng.sample(subjects, rng.choice([0, 1, 1, 2])):
        beside = rng.choice(rule.besides)
        text = re.sub(r"\{(\w+)\}", lambda slot: _value(slot[1], rng), beside)
        if all(item.text != text for item in items):
            items.append(_Item(text))
    rng.shuffle(items)
    return items[:7]


def make_notices(rng: random.Random) -> list[Pair]:
    """Make a group of 3 to 8 pairs over rules of one domain.

    Every question is answered in one passage at least, and not in another.

    Parameters
    ----------
    rng
        The only source of chance.
    """
    domain = rng.choice(domains())
    rule = rng.choice(domain.rules)
    first = _ask(rule, rng.choice([None, *sorted(rule.clauses)]), rng.choice(rule.people), rng)
    asked = [first, _second(first, domain, rng)]
    while True:
        number = rng.choice([2, 3, 3, 4])
        told = [items for _ in range(number) if (items := _items(asked, domain, rng))]
        passages = [_passage(items, domain.headings, rng) for items in told]
        some = asked[: 1 if len(told) > 2 and rng.random() < 0.25 else 2]
        judged = [
            [_judge(each, passage, items, listed) for passage, items in zip(passages, told, strict=True)]
            for listed, each in enumerate(some)
        ]
        if all(len({pair.answerable for pair in pairs}) > 1 for pairs in judged):
            return [pair for pairs in judged for pair in pairs]
