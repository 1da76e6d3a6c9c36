"""Make questions of facts that a document states: who, when, how much, why, where, and cells of tables.

Templates in the manner of Heilman and Smith (2010), but few and narrow: a sentence that fits none makes no question.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import chain, zip_longest
from typing import TYPE_CHECKING

from index import sentences
from ui.suggestions.question_words import (
    ADJECTIVE,
    ALONE,
    BASE_FORMS,
    COUNTED_NOW,
    COUNTED_THEN,
    EVENTS,
    GENERIC,
    PAST_FORMS,
    PLURAL,
    TOLD,
    UNCLEAR,
    VAGUE,
)
from ui.suggestions.sentence_templates import PERSON, TEMPLATES
from ui.suggestions.table_questions import of_tables
from ui.text.sanitize import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index import Document

# Characters of a document that are read, of a sentence, and of a question.
MAX_READ, MIN_SENTENCE, MAX_SENTENCE, MAX_QUESTION = 60_000, 20, 320, 100


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question, and the part ``text[start:end]`` of its document that it was made of."""

    question: str
    source: str
    start: int
    end: int


# What stands before an item of a list, and before a section.
_MARKER = re.compile(r"(?:[-*•–]\s+(?:\[.\]\s+)?|\(?\d{1,2}(?:\.\d{1,2})*[.)]?\s+|[a-z]\)\s+)(?=[A-Z])")
# What follows a noun that is no name: nothing with a capital letter, or what belongs to it.
_OF_SOME = re.compile(r"[^A-Z]*$| (?:at|of|in|on|for|from|to|with|without|by) ")
_HOW = {"takes": ("How long", "take"), "lasts": ("How long", "last"), "weighs": ("How much", "weigh")}


def candidates(held: Document) -> Iterator[Candidate]:
    """Yield questions about a document, one of each kind in turn, each once."""
    kinds: dict[str, list[Candidate]] = {kind: [] for kind in (*TEMPLATES, "person", "heading")}
    for start, end in _spans(held.text[:MAX_READ]):
        for kind, question in _of_sentence(held.text[start:end], held):
            kinds[kind].append(Candidate(question, held.source, start, end))
            break
    kinds["heading"] = list(_of_headings(held))
    kinds["table"] = [Candidate(asked, held.source, start, end) for asked, start, end in of_tables(held)]
    order = ("who", "table", "when", "much", "why", "heading", "where", "person", "what")
    mixed = chain.from_iterable(zip_longest(*(kinds[kind] for kind in order)))
    said = set[str]()
    for each in mixed:
        if each is not None and len(each.question) <= MAX_QUESTION and each.question not in said:
            said.add(each.question)
            yield each


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield the bounds of the sentences that are neither too short nor too long, without the space around them."""
    place = 0
    for line in text.split("\n"):
        for start, end in sentences(line):
            said = line[start:end]
            low = place + start + len(said) - len(said.lstrip())
            high = low + len(said.strip())
            if MIN_SENTENCE <= high - low <= MAX_SENTENCE:
                yield low, high
        place += len(line) + 1


def _of_sentence(sentence: str, held: Document) -> Iterator[tuple[str, str]]:
    """Yield the kinds and questions that the templates make of a sentence."""
    shown = _MARKER.sub("", visible(sentence), count=1) if _MARKER.match(visible(sentence)) else visible(sentence)
    for kind, templates in TEMPLATES.items():
        for pattern, question in templates:
            if (found := pattern.match(shown)) and _is_clear(found):
                yield kind, _filled(question, found, held)
    if (found := PERSON.search(shown)) and (name := found["s"] or found["t"]).istitle():
        yield "person", f"Who is {name}?"


def _is_clear(found: re.Match[str]) -> bool:
    """Whether who has not read the sentences around it knows what a sentence is about."""
    subject, rest = found.groupdict().get("s") or "", found.groupdict().get("rest") or ""
    is_rule = found.re.pattern.startswith((f"^{GENERIC}", "^(?P<s>An?", "^(?P<s>Every"))
    return (is_rule or not VAGUE.search(subject)) and not ALONE.search(subject) and not UNCLEAR.search(rest)


def _filled(question: str, found: re.Match[str], held: Document) -> str:
    parts = {name: value or "" for name, value in found.groupdict().items()}
    if not question.startswith("Who {v} the"):
        parts["s"] = _lowered(parts.get("s", ""), held)
    parts["b"] = BASE_FORMS.get(parts.get("b", ""), "")
    parts["counted"] = (COUNTED_NOW | COUNTED_THEN | TOLD).get(parts.get("c", ""), "")
    parts["event"] = EVENTS.get(parts.get("e", ""), "")
    parts["past"] = PAST_FORMS.get(parts.get("p", ""), parts.get("p", ""))
    parts["how"], parts["base"] = _HOW.get(parts.get("p", ""), ("", ""))
    return " ".join(question.format(**parts).split())


def _lowered(subject: str, held: Document) -> str:
    """Return a sentence's subject as it stands within one: its first word small, unless the document says it is a name.

    A word that stands nowhere within a sentence is one of a name, unless it ends like an adjective or a plural.
    """
    first = re.match(r"[\w&-]+", subject)
    if first is None or not (first[0][1:].islower() or first[0] == "A"):
        return subject
    if first[0] in {"A", "An", "The", "All", "Everyone", "Everybody", "Staff"}:
        return first[0].lower() + subject[first.end() :]
    if re.match(r" [A-Z]", subject[first.end() :]):  # "Lake Merrow"
        return subject
    text, small = held.text[:MAX_READ], first[0].lower()
    as_word = len(re.findall(rf"\b{re.escape(small)}\b", text))
    as_name = len(re.findall(rf"(?<=[^\W\d_A-Z][ ,]){re.escape(first[0])}\b", text))
    is_common = not as_name and bool(
        ADJECTIVE.search(small) or (_OF_SOME.match(subject[first.end() :]) and PLURAL.search(small))
    )
    return small + subject[first.end() :] if as_word > as_name or is_common else subject


def _of_headings(held: Document) -> Iterator[Candidate]:
    """Yield the headings that are questions; each is answered by what stands below it."""
    bounds = [*(section.start for section in held.sections[1:]), len(held.text)][: len(held.sections)]
    for section, end in zip(held.sections, bounds, strict=True):
        heading = visible(" ".join(section.heading.split()))
        if heading.endswith("?") and len(heading.split()) > 2:
            yield Candidate(heading, held.source, section.start, end)
