"""Kinds of records with their fields, and entities of them with all their facts, some easily mistaken for another."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from training.everyday.values import VALUES

if TYPE_CHECKING:
    import random

Entity = tuple[str, str]
"""Name, and year of the report or nothing."""
Known = dict[tuple[Entity, int], str]
"""All facts of all entities, by the fact's place in its kind."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A field of a kind of records, as a line of ``records.txt`` gives it."""

    headers: list[str]
    generator: str
    predicate: str
    questions: list[str]
    reverse: list[str]
    mentions: list[str]
    """How to mention the entity by this value."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of records."""

    noun: str
    titles: list[str]
    generator: str
    mentions: list[str]
    pronoun: str
    headers: list[str]
    dated: bool
    facts: list[Fact]


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]


@cache
def kinds() -> tuple[Kind, ...]:
    """Read ``records.txt``."""
    found: list[Kind] = []
    for line in Path(__file__).with_name("records.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("= "):
            noun, titles, generator, mentions, pronoun, headers, *more = (part.strip() for part in line[2:].split("|"))
            dated = "dated" in more
            found.append(Kind(noun, _parts(titles), generator, _parts(mentions), pronoun, _parts(headers), dated, []))
        elif line and not line.startswith("#"):
            headers, generator, predicate, questions, reverse, mentions = (part.strip() for part in line.split("|"))
            found[-1].facts.append(
                Fact(_parts(headers), generator, predicate, _parts(questions), _parts(reverse), _parts(mentions))
            )
    return tuple(found)


def _near(name: str, generator: str, rng: random.Random) -> str:
    """Make a name that is easily taken for another: digits exchanged, a word in common."""
    digits = [at for at, letter in enumerate(name) if letter.isdigit()]
    letters = list(name)
    if len(digits) > 1 and generator != "product" and rng.random() < 0.5:
        one, other = rng.sample(digits, 2)
        letters[one], letters[other] = letters[other], letters[one]
        return "".join(letters)
    if digits and generator != "product":
        letters[rng.choice(digits)] = rng.choice("123456789")
        return "".join(letters)
    fresh = VALUES[generator](rng)
    if generator in {"product", "firm", "person"}:
        head, _, rest = fresh.partition(" ")
        own_head, _, own_rest = name.partition(" ")
        return f"{head} {own_rest}" if generator == "person" or rng.random() < 0.5 else f"{own_head} {rest}"
    return fresh


def draw_entities(kind: Kind, number: int, *, dated: bool, rng: random.Random) -> list[Entity]:
    """Draw distinct entities, some near each other. People differ in their first names."""
    names = [VALUES[kind.generator](rng)]
    for _ in range(8 * number):
        if len(names) == number:
            break
        name = _near(rng.choice(names), kind.generator, rng) if rng.random() < 0.4 else VALUES[kind.generator](rng)
        alike = {each.split()[0] if kind.generator == "person" else each for each in names}
        if (name.split()[0] if kind.generator == "person" else name) not in alike:
            names.append(name)
    if not dated:
        return [(name, "") for name in names]
    year = rng.randint(2001, 2024)
    return [(name, str(year + by)) for name in names[: max(2, number // 3)] for by in range(3)]


def draw_facts(kind: Kind, entities: list[Entity], rng: random.Random) -> Known:
    """Fill in all facts of all entities, with different values where the generator has enough."""
    known: Known = {}
    for at, fact in enumerate(kind.facts):
        used: set[str] = set()
        for entity in entities:
            value = VALUES[fact.generator](rng)
            for _ in range(4):
                if value not in used:
                    break
                value = VALUES[fact.generator](rng)
            used.add(value)
            known[entity, at] = value
    return known
