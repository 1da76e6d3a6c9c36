"""Invented facts, each told in several ways, and their contraries too: evidence and claims of one make.

The paragraphs of the pool seldom say who sued whom, what is optional, or that at most five may come. The files in
``facts_of/`` hold the ways of telling; here the gaps are filled.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random
    from collections.abc import Mapping, Sequence

FOLDER = Path(__file__).parent / "facts_of"
GAP = re.compile(r"\{(\w+?)(\d?)\}")


@dataclass(frozen=True, slots=True)
class Template:
    """Ways to tell a fact and ways to tell its contrary, with gaps such as ``{person1}``."""

    kind: str
    truths: tuple[str, ...]
    opposites: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact with its gaps filled. All of ``truths`` say the same; all of ``opposites`` say the same and exclude it."""

    language: str
    kind: str
    template: Template
    truths: tuple[str, ...]
    opposites: tuple[str, ...]
    others: tuple[str, ...]
    """The same told of somebody or something else: neither borne out nor refused."""


@dataclass(frozen=True, slots=True)
class Language:
    """Templates, fillings of their gaps, and openings that may stand before evidence."""

    code: str
    templates: tuple[Template, ...]
    fillings: Mapping[str, Sequence[str]]
    subjects: frozenset[str]
    """Gaps whose exchange makes the fact one about something else."""
    around: tuple[str, ...]
    """Sentences that say nothing about any fact and may stand round the evidence."""


def read_language(code: str) -> Language:
    """Read the facts of a language from ``facts_of/CODE.txt``; the head of each file says how it is written."""
    templates: list[Template] = []
    fillings: dict[str, tuple[str, ...]] = {}
    subjects: set[str] = set()
    around: list[str] = []
    section = ""
    for line in (FOLDER / f"{code}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            section = line
        elif not line or line.startswith("#"):
            continue
        elif section == "[facts]":
            templates.append(_template(line))
        elif section == "[fillings]":
            name, _, options = line.partition(":")
            fillings[name.rstrip("*")] = tuple(option.strip() for option in options.split(" ; "))
            subjects.update({name.rstrip("*")} if name.endswith("*") else ())
        else:
            around.append(line)
    return Language(code, tuple(templates), fillings, frozenset(subjects), tuple(around))


def _template(line: str) -> Template:
    kind, truths, opposites = (part.strip() for part in line.split("|"))
    ways = tuple(way.strip() for way in truths.split(" ; "))
    if opposites == "<>":
        contrary = tuple(re.sub(r"([12])\}", lambda m: f"{3 - int(m[1])}}}", way) for way in ways)
    else:
        contrary = tuple(way.strip() for way in opposites.split(" ; "))
    return Template(kind, ways, contrary)


def _fill(gaps: Sequence[str], language: Language, rng: random.Random) -> dict[str, str]:
    filled: dict[str, str] = {}
    for gap in gaps:
        name = gap.rstrip("12")
        taken = set(filled.values())
        if name == "n":
            low = rng.choice(
                (rng.randint(2, 20), rng.randint(2, 20), 10 * rng.randint(2, 60), 100 * rng.randint(2, 90))
            )
            filled["n1"], filled["n2"] = str(low), str(low + rng.randint(1, max(2, low)))
        elif name == "year":
            early = rng.randint(1890, 2020)
            filled["year1"], filled["year2"] = str(early), str(early + rng.randint(1, 12))
        else:
            options = [o for o in language.fillings[name] if o not in taken]
            filled[gap] = rng.choice(options)
    return filled


def _told(way: str, filled: Mapping[str, str]) -> str:
    text = GAP.sub(lambda m: filled[m[1] + m[2]], way)
    text = re.sub(r"\b(de|à|que|si|ne|le) (?:le|les|il|ils|elle|elles) ", lambda m: _elided(m.group()), text)
    text = text[0].upper() + text[1:]
    return text if text[-1] in ".!?" else text + "."


def _elided(words: str) -> str:
    """Contract French ``de le`` to ``du`` and its like."""
    for whole, short in (
        ("de le ", "du "),
        ("de les ", "des "),
        ("à le ", "au "),
        ("à les ", "aux "),
        ("que il", "qu'il"),
        ("que elle", "qu'elle"),
        ("si il", "s'il"),
    ):
        words = words.replace(whole, short)
    return words


def make_fact(language: Language, rng: random.Random, unlike: Template | None = None) -> Fact:
    """Fill a template drawn by chance; ``unlike`` is one not to take."""
    options = [option for option in language.templates if option is not unlike]
    if rng.random() < 0.5:  # a kind first, so that kinds with few templates are met too
        kind = rng.choice(sorted({option.kind for option in options}))
        options = [option for option in options if option.kind == kind]
    template = rng.choice(options)
    gaps = list(
        dict.fromkeys(m[1] + m[2] for way in (*template.truths, *template.opposites) for m in GAP.finditer(way))
    )
    filled = _fill(gaps, language, rng)
    truths = tuple(_told(way, filled) for way in template.truths)
    opposites = tuple(_told(way, filled) for way in template.opposites)
    others: tuple[str, ...] = ()
    about = [gap for gap in gaps if gap.rstrip("12") in language.subjects]
    if about and template.kind != "name":  # who holds a post or where a thing was held is told of one only
        changed = dict(filled)
        for gap in about:
            taken = {*filled.values(), *changed.values()}
            changed[gap] = rng.choice([o for o in language.fillings[gap.rstrip("12")] if o not in taken])
        others = tuple(_told(way, changed) for way in (*template.truths, *template.opposites))
    return Fact(language.code, template.kind, template, truths, opposites, others)
