"""Groups over records and tables: rows that answer, rows of siblings, records that lack what is asked.

A group draws a few entities with all their facts. Each passage shows some entities and some facts in some layout. What
a passage answers is looked up in what was written, so a label is right by construction.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from training.everyday.records import draw_entities, draw_facts, kinds
from training.everyday.sheets import Sheet, write_sheet
from training.pool.examples import Pair

if TYPE_CHECKING:
    import random

    from training.everyday.records import Entity, Fact, Kind, Known

MONEY = {"price", "salary"}
NO_YEAR = {"date", "year"}
"""Values that a question with a year in it does not ask for."""


@dataclass(frozen=True, slots=True)
class _Asked:
    text: str
    entity: Entity
    at: int
    reverse: bool
    """Whether the value is given and the entity is asked for."""
    via: int | None = None
    """The fact by which the question mentions the entity, where it does not name it."""


def _unique(known: Known, entity: Entity, at: int) -> bool:
    return sum(value == known[entity, at] for (_, each), value in known.items() if each == at) == 1


def _ask(kind: Kind, known: Known, entity: Entity, at: int, rng: random.Random) -> _Asked:
    fact = kind.facts[at]
    if fact.reverse and not entity[1] and rng.random() < 0.25:
        return _Asked(rng.choice(fact.reverse).format(v=known[entity, at]), entity, at, reverse=True)
    name, year = entity
    mention = rng.choice(kind.mentions).format(n=name, f=name.split()[0])
    questions, via = fact.questions, None
    telling = [
        each for each, other in enumerate(kind.facts) if each != at and other.mentions and _unique(known, entity, each)
    ]
    if telling and not year and rng.random() < 0.25:
        via = rng.choice(telling)
        mention = rng.choice(kind.facts[via].mentions).format(v=known[entity, via])
        questions = [question for question in fact.questions if "{n}" not in question]
    text = rng.choice(questions).format(e=mention, n=name)
    if year:
        mark = text[len(text.rstrip("?")) :]
        text = f"{text.rstrip('?')} {rng.choice(['in', 'in', 'for'])} {year}{mark}"
    return _Asked(text[:1].upper() + text[1:] if rng.random() < 0.5 else text, entity, at, reverse=False, via=via)


def _judge(asked: _Asked, sheet: Sheet, fact: Fact, known: Known, listed: int) -> Pair:
    """Look up whether the passage answers, and where."""
    right = [asked.entity]
    if asked.reverse:
        value = known[asked.entity, asked.at]
        right = [entity for (entity, at) in sheet.cells if at == asked.at and known[entity, at] == value]
    found = [(entity, *sheet.cells[entity, asked.at]) for entity in right if (entity, asked.at) in sheet.cells]
    if asked.via is not None and (asked.entity, asked.via) not in sheet.cells:
        found = []
    pair = Pair(asked.text, sheet.text, answerable=bool(found), listed=listed, has_spans=fact.generator != "yes")
    for entity, span, evidence in found:
        name = sheet.names[entity]
        if pair.has_spans:
            pair.answers.append(name if asked.reverse else span)
        pair.evidence.append(evidence)
        if asked.reverse and not evidence[0] <= name[0] < evidence[1]:
            pair.evidence.append(name)
        if asked.via is not None and sheet.cells[entity, asked.via][1] != evidence:
            pair.evidence.append(sheet.cells[entity, asked.via][1])
    return pair


def _chosen(
    asked: list[_Asked], kind: Kind, entities: list[Entity], rng: random.Random
) -> tuple[list[Entity], list[int]]:
    """Draw what a passage shows: what is asked for is often in it, and often not."""
    shown = {each.entity for each in asked if rng.random() < 0.75}
    facts = {each.at for each in asked if rng.random() < 0.75}
    facts |= {each.via for each in asked if each.via is not None and rng.random() < 0.75}
    spare = [entity for entity in entities if entity not in {each.entity for each in asked}]
    shown |= set(rng.sample(spare, min(len(spare), rng.choice([0, 0, 1, 2, 3, 5, 8]))))
    others = [
        at for at in range(len(kind.facts)) if at not in {each.at for each in asked} | {each.via for each in asked}
    ]
    facts |= set(rng.sample(others, min(len(others), rng.choice([0, 1, 2, 2, 3, 4]))))
    rows = sorted(shown) or spare[:2]
    columns = sorted(facts) or others[:2]
    rng.shuffle(rows)
    rng.shuffle(columns)
    return rows, columns


def _stray(kind: Kind, name: str, asked: list[_Asked], rng: random.Random) -> list[Sheet]:
    """Write records of another kind that mention an entity, but nothing of the sort that is asked for."""
    barred = {kind.facts[each.at].generator for each in asked}
    barred |= MONEY if barred & MONEY else set()
    places = [
        (at, other) for other in kinds() for at, fact in enumerate(other.facts) if fact.generator == kind.generator
    ]
    if not places or kind.generator in barred:
        return []
    at, other = rng.choice(places)
    entities = draw_entities(other, 3, dated=False, rng=rng)
    known = draw_facts(other, entities, rng)
    known[entities[0], at] = name
    spare = [each for each, fact in enumerate(other.facts) if each != at and fact.generator not in barred]
    facts = [at, *rng.sample(spare, min(len(spare), 2))]
    rng.shuffle(facts)
    return [Sheet(write_sheet(other, known, entities[: rng.choice([1, 2, 3])], facts, rng).text)]


def make_forms(rng: random.Random) -> list[Pair]:
    """Make a group of 3 to 8 pairs over records of one kind.

    Every question is answered in one passage at least, and not in another.

    Parameters
    ----------
    rng
        The only source of chance.
    """
    kind = rng.choice(kinds())
    dated = kind.dated and rng.random() < 0.5
    entities = draw_entities(kind, rng.randint(5, 13), dated=dated, rng=rng)
    known = draw_facts(kind, entities, rng)
    places = [at for at, fact in enumerate(kind.facts) if not (dated and fact.generator in NO_YEAR)]
    one = (rng.choice(entities), rng.choice(places))
    same = rng.choice(["fact", "fact", "entity", "neither"])
    others = [entity for entity in entities if entity != one[0]]
    if dated and rng.random() < 0.6:  # the same entity in another year
        others = [entity for entity in others if entity[0] == one[0][0]]
    other = (
        one[0] if same == "entity" else rng.choice(others),
        one[1] if same == "fact" else rng.choice([at for at in places if at != one[1]]),
    )
    questions = [_ask(kind, known, *one, rng), _ask(kind, known, *other, rng)]
    while True:
        passages = rng.choice([2, 3, 3, 4])
        sheets = [write_sheet(kind, known, *_chosen(questions, kind, entities, rng), rng) for _ in range(passages)]
        if passages < 4 and rng.random() < 0.35:
            sheets += _stray(kind, rng.choice([one, other])[0][0], questions, rng)
        asked = questions[: 1 if passages > 2 and rng.random() < 0.25 else 2]
        judged = [
            [_judge(each, sheet, kind.facts[each.at], known, listed) for sheet in sheets]
            for listed, each in enumerate(asked)
        ]
        if all(len({pair.answerable for pair in pairs}) > 1 for pairs in judged):
            return [pair for pairs in judged for pair in pairs]
