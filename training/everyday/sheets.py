"""Passages made of records, in seven layouts, with the place of each fact."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from training.everyday.values import WORDS

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

    from training.everyday.records import Entity, Kind, Known
    from training.pool.data import Span

LONGEST = 720
"""Characters after which no further record is written: codes take many tokens, and a passage is cut at 320."""
EMPTY = ("", "–", "n/a", "not known yet", "to be confirmed", "?")


@dataclass(slots=True)
class Sheet:
    """A passage and where its facts stand."""

    text: str = ""
    cells: dict[tuple[Entity, int], tuple[Span, Span]] = field(default_factory=dict)
    """Of each written fact: the value, and the row, line or sentence that says it."""
    names: dict[Entity, Span] = field(default_factory=dict)

    def write(self, text: str) -> Span:
        """Append a text and tell where it stands."""
        start = len(self.text)
        self.text += text
        return start, len(self.text)


class _Writer:
    """Writes one passage in one layout; a method a layout, called once a record."""

    def __init__(self, kind: Kind, known: Known, facts: Sequence[int], rng: random.Random) -> None:
        self.kind, self.known, self.facts, self.rng = kind, known, facts, rng
        self.sheet = Sheet()
        self.headers = [rng.choice(fact.headers) for fact in kind.facts]
        self.name_header = rng.choice(kind.headers)
        self.between = rng.choice(["; ", "; ", "; ", " | ", ", ", " · "])
        self.colon = rng.choice([": ", ": ", ": ", " = "])
        self.cell = rng.choice([("", "\t", ""), ("", "\t", ""), ("", ",", ""), ("", ";", ""), ("| ", " | ", " |")])
        self.dash = rng.choice([": ", " – ", " ........ ", "\t", ", "])
        self.bullet = rng.choice(["", "", "- ", "• ", "* "])
        self.subject = rng.choice(
            ["{header}: {{name}}", "{title}, {{name}}", "{{name}}", "{noun} {{name}}", "{title} · {{name}}"]
        )
        self.subject = self.subject.format(
            header=self.name_header, title=rng.choice(kind.titles), noun=kind.noun.capitalize()
        )
        self.placed = rng.choice(["", "", " · ", ", "])
        """What comes before a place in a subject line, or nothing where places have their own line."""
        self.she = rng.choice(["She", "He"])

    def _value(self, entity: Entity, at: int, row: dict[int, Span]) -> None:
        if self.rng.random() < 0.04:
            self.sheet.write(self.rng.choice(EMPTY))
        else:
            row[at] = self.sheet.write(self.known[entity, at])

    def _done(self, entity: Entity, row: dict[int, Span], start: int, after: str) -> None:
        evidence = (start, len(self.sheet.text.rstrip()))
        for at, span in row.items():
            self.sheet.cells[entity, at] = (span, evidence)
        self.sheet.write(after)

    def rows(self, entity: Entity) -> None:
        """Write ``Name: Ada Lowe; Salary: 4,200``."""
        row: dict[int, Span] = {}
        start = len(self.sheet.text)
        self.sheet.write(f"{self.name_header}{self.colon}")
        self.sheet.names[entity] = self.sheet.write(entity[0])
        if entity[1]:
            self.sheet.write(f"{self.between}Year{self.colon}{entity[1]}")
        for at in self.facts:
            self.sheet.write(f"{self.between}{self.headers[at]}{self.colon}")
            self._value(entity, at, row)
        self._done(entity, row, start, "\n")

    def cells(self, entity: Entity) -> None:
        """Write a line of cells, the first time below a line of headers."""
        left, between, right = self.cell
        if not self.sheet.names:
            headers = [self.name_header, *["Year"][: len(entity[1])], *(self.headers[at] for at in self.facts)]
            self.sheet.write(f"{left}{between.join(headers)}{right}\n")
            if left:
                self.sheet.write(f"|{'---|' * len(headers)}\n")
        row: dict[int, Span] = {}
        start = len(self.sheet.text)
        self.sheet.write(left)
        self.sheet.names[entity] = self.sheet.write(entity[0])
        if entity[1]:
            self.sheet.write(between + entity[1])
        for at in self.facts:
            self.sheet.write(between)
            self._value(entity, at, row)
        self._done(entity, row, start, f"{right}\n")

    def blocks(self, entity: Entity) -> None:
        """Write a subject line and below it a line a field."""
        before, after = self.subject.split("{name}")
        row: dict[int, Span] = {}
        start = len(self.sheet.text)
        self.sheet.write(before)
        self.sheet.names[entity] = self.sheet.write(entity[0])
        self.sheet.write(f"{after}, {entity[1]}" if entity[1] else after)
        above = [at for at in self.facts if self.placed and self.kind.facts[at].generator == "place"]
        for at in above:
            self.sheet.write(self.placed)
            row[at] = self.sheet.write(self.known[entity, at])
        self._done(entity, row, start, "\n")
        for at in (each for each in self.facts if each not in above):
            row = {}
            start = len(self.sheet.text)
            self.sheet.write(f"{self.bullet}{self.headers[at]}{self.colon}")
            self._value(entity, at, row)
            self._done(entity, row, start, "\n")
        self.sheet.write("\n")

    def listing(self, entity: Entity) -> None:
        """Write one fact of each entity below its header: ``Ada Lowe – 4,200``."""
        at = self.facts[0]
        if not self.sheet.names:
            self.sheet.write(f"{self.headers[at]}\n")
        row: dict[int, Span] = {}
        start = len(self.sheet.text)
        self.sheet.write(self.bullet)
        self.sheet.names[entity] = self.sheet.write(entity[0])
        self.sheet.write(f", {entity[1]}{self.dash}" if entity[1] else self.dash)
        self._value(entity, at, row)
        self._done(entity, row, start, "\n")

    def prose(self, entity: Entity) -> None:
        """Write sentences of one or two facts."""
        told = [at for at in self.facts if self.kind.facts[at].predicate != "-"]
        self.rng.shuffle(told)
        while told:
            two = 2 if self.rng.random() < 0.45 else 1
            self._sentence(entity, told[:two])
            told = told[two:]
        self.sheet.text = self.sheet.text.rstrip() + "\n"

    def _sentence(self, entity: Entity, facts: Sequence[int]) -> None:
        row: dict[int, Span] = {}
        start = len(self.sheet.text)
        relative = False
        if entity not in self.sheet.names or self.rng.random() < 0.35:
            year = f"In {entity[1]} " if entity[1] else ""
            before, after = self.kind.mentions[0].split("{n}")
            self.sheet.write(year + (before if year else before[:1].upper() + before[1:]))
            span = self.sheet.write(entity[0])
            self.sheet.names.setdefault(entity, span)
            self.sheet.write(after)
            relative = len(facts) > 1 and self.rng.random() < 0.4
        else:
            self.sheet.write(self.she if self.kind.pronoun == "They" else self.kind.pronoun)
        which = ", who " if self.kind.pronoun == "They" else ", which "
        for place, at in enumerate(facts):
            before, after = self.kind.facts[at].predicate.split("{v}")
            joint = ([which, ", "] if relative else [" ", " and "])[place]
            self.sheet.write(joint + before)
            row[at] = self.sheet.write(self.known[entity, at])
            self.sheet.write(after)
        self.sheet.write(".")
        self._done(entity, row, start, " ")


def write_sheet(
    kind: Kind, known: Known, entities: Sequence[Entity], facts: Sequence[int], rng: random.Random
) -> Sheet:
    """Write a passage: these entities with these facts in a layout drawn by chance.

    Parameters
    ----------
    kind, known
        What the records are, and all that could be said.
    entities
        In the order of the passage; the last are left out where it grows too long.
    facts
        Places of the facts to tell, at least one.
    rng
        The only source of chance.
    """
    writer = _Writer(kind, known, facts, rng)
    layouts = [writer.rows, writer.rows, writer.cells, writer.blocks, writer.prose]
    layout = writer.listing if len(facts) == 1 and rng.random() < 0.6 else rng.choice(layouts)
    if layout != writer.blocks and rng.random() < 0.4:
        writer.sheet.write(f"{rng.choice(kind.titles)}\n{rng.choice(['', chr(10)])}")
    for entity in entities:
        layout(entity)
        if len(writer.sheet.text) > LONGEST:
            break
    writer.sheet.text = writer.sheet.text.rstrip()
    if rng.random() < 0.15:
        writer.sheet.write(f"\n\n{rng.choice(WORDS['note'])}")
    return writer.sheet
