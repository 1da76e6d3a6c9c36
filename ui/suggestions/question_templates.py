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
    AMOUNT,
    BASE_FORMS,
    DEEDS,
    DUTIES,
    EVENTS,
    GENERIC,
    MEASURES,
    MONTH,
    NUMBER,
    OFTEN,
    PARTICIPLE,
    PAST_FORMS,
    PERSONS,
    PLURAL,
    TIME,
    UNCLEAR,
    VAGUE,
)
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


_SUBJECT = r"(?P<s>(?:[Tt]he |[A-Z0-9])[\w’'&.-]*(?: [\w’'&-]+){0,5}?)"
_NAME = r"[A-Z][\w’'-]+(?: (?:[A-Z]\.|de|van|von|der|[A-Z][\w’'-]+)){1,3}"
_ABOUT = r"(?:(?:more than|less than|at least|at most|up to|about|around|over|nearly|almost|some|only) )?"
# What is done to something, up to the end of a clause, and how often it is allowed.
_OBJECT = r"(?: [\w’'-]+){2,9}?"
_PER = r"(?: (?:a|per|each|every) [a-z]+)?"
# What stands before an item of a list, and before a section.
_MARKER = re.compile(r"(?:[-*•–]\s+(?:\[.\]\s+)?|\(?\d{1,2}(?:\.\d{1,2})*[.)]?\s+|[a-z]\)\s+)(?=[A-Z])")
_TAIL = r"(?P<rest>(?: [\w’'-]+){0,8})"
_DAY = rf"(?:(?:early|late|mid) )?(?:\d{{1,2}} )?(?:{MONTH} )?(?:\d{{1,2}},? )?(?:1[0-9]|20)\d\d\b"


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text)


# A question of each kind for the sentences that match. Groups: s is the subject, v a form of "be" or the like.
_TEMPLATES: dict[str, tuple[tuple[re.Pattern[str], str], ...]] = {
    "who": (
        (
            _pattern(
                rf"^The (?P<s>(?:[\w’'-]+ ){{0,3}}?{PERSONS}(?: (?:of|for|at|in)(?: [\w’'-]+){{1,5}})?) (?P<v>is|was) "
                rf"{_NAME}(?=[.,;]|$)"
            ),
            "Who {v} the {s}?",
        ),
        (_pattern(rf"^{_SUBJECT} (?:was|were) (?P<p>{PARTICIPLE}) by {_NAME}"), "Who {past} {s}?"),
        (_pattern(rf"^{_SUBJECT} (?P<v>is|are) (?P<p>{PARTICIPLE}) by {_NAME}"), "Who {v} {s} {p} by?"),
        (_pattern(rf"^{_NAME} (?P<p>{DEEDS})(?P<rest>{_OBJECT})(?=[.,;]|$)"), "Who {p}{rest}?"),
        (
            _pattern(rf"^(?:{_NAME}|(?!The )[A-Z][a-z]+) (?P<p>{DUTIES})(?P<rest>{_OBJECT})(?=[.,;]|$)"),
            "Who {p}{rest}?",
        ),
    ),
    "when": (
        (
            _pattern(
                rf"^{_SUBJECT} (?P<v>was|were) (?P<p>{PARTICIPLE})(?P<rest>(?: [\w’'-]+){{0,5}}?) (?:in|on) {_DAY}"
            ),
            "When {v} {s} {p}{rest}?",
        ),
        (
            _pattern(rf"^{_SUBJECT} (?P<b>{'|'.join(BASE_FORMS)})(?P<rest>(?: [\w’'-]+){{0,6}}?) (?:in|on) {_DAY}"),
            "When did {s} {b}{rest}?",
        ),
        (
            _pattern(
                rf"^{_SUBJECT} (?P<v>must|should|can|may) (?P<p>[a-z]+(?: [\w’'-]+){{0,6}}?) within {NUMBER} "
                r"(?:\w+ )?(?:hours?|days?|weeks?|months?|years?)"
            ),
            "How soon {v} {s} {p}?",
        ),
        (_pattern(rf"^{_SUBJECT} (?P<e>{'|'.join(EVENTS)}) {TIME}"), "When does {s} {event}?"),
        (_pattern(rf"^{_SUBJECT} (?P<v>is|are) (?P<p>{PARTICIPLE}) {TIME}"), "When {v} {s} {p}?"),
        (_pattern(rf"^{_SUBJECT} will be (?P<p>{PARTICIPLE}) {TIME}"), "When will {s} be {p}?"),
        (
            _pattern(rf"^{_SUBJECT} (?P<v>is|are) (?P<p>{PARTICIPLE})(?P<rest>(?: [\w’'-]+){{0,3}}?) {OFTEN}\b"),
            "How often {v} {s} {p}{rest}?",
        ),
    ),
    "much": (
        (
            _pattern(
                rf"^{GENERIC} (?P<v>may|can|must) (?P<p>spend|cost|pay|claim|weigh|borrow) {_ABOUT}{AMOUNT}{_PER}"
                rf"(?P<rest>{_OBJECT})?(?=[.,;]|$)"
            ),
            "How much {v} {s} {p}{rest}?",
        ),
        (
            _pattern(
                rf"^{GENERIC} (?P<v>may|can|must) (?P<p>take|have|use|work|borrow|keep|bring) {_ABOUT}{NUMBER} "
                rf"(?P<u>(?:[a-z-]+ )?[a-z]{{3,}}s(?: of [a-z -]+?)?){_PER}(?=[.,;]|$)"
            ),
            "How many {u} {v} {s} {p}?",
        ),
        (
            _pattern(
                rf"^(?P<s>Everyone|Everybody) (?:has|gets|receives) {_ABOUT}{NUMBER} "
                rf"(?P<u>(?:[a-z-]+ )?[a-z]{{3,}}s(?: of [a-z -]+?)?){_PER}(?=[.,;]|$)"
            ),
            "How many {u} does {s} get?",
        ),
        (_pattern(rf"^(?P<s>An? [a-z-]+(?: [a-z-]+)?) costs {_ABOUT}{AMOUNT}"), "How much does {s} cost?"),
        (_pattern(rf"^{_SUBJECT} costs {_ABOUT}{AMOUNT}"), "How much does {s} cost?"),
        (_pattern(rf"^{_SUBJECT} cost {_ABOUT}{AMOUNT}"), "How much did {s} cost?"),
        (
            _pattern(
                rf"^{_SUBJECT} (?P<v>has|have|had) (?:also )?(?P<p>{PARTICIPLE}) {_ABOUT}{AMOUNT}{_TAIL}(?=[.,;]|$)"
            ),
            "How much {v} {s} {p}{rest}?",
        ),
        (_pattern(rf"^(?P<s>The [\w’'-]+(?: [\w’'-]+){{0,4}}?) (?P<v>is|was) {_ABOUT}{AMOUNT}"), "How much {v} {s}?"),
        (
            _pattern(
                rf"^{_SUBJECT} (?P<v>is|are|was|were) {_ABOUT}{NUMBER} (?:{'|'.join(MEASURES)}) "
                r"(?P<p>long|tall|high|deep|wide|old|away|thick)\b"
            ),
            "How {p} {v} {s}?",
        ),
        (
            _pattern(
                rf"^{_SUBJECT} (?P<v>is|are) entitled to {_ABOUT}{NUMBER} (?P<p>(?:\w+ )?(?:days|weeks|months|hours)"
                r"(?: of [\w’' -]{3,40}?)?)(?= (?:per|a|each|every|in)\b|[.,;]|$)"
            ),
            "How many {p} {v} {s} entitled to?",
        ),
        (
            _pattern(
                rf"^{_SUBJECT} has {_ABOUT}{NUMBER} (?P<p>(?:[a-z-]+ )?[a-z-]{{3,}}s)"
                r"(?=[.,;]| (?:and|in|on|with|of)\b|$)"
            ),
            "How many {p} does {s} have?",
        ),
        (
            _pattern(
                rf"^There (?P<v>are|were) {_ABOUT}{NUMBER} (?P<p>(?:[a-z-]+ )?[a-z-]{{3,}}s)"
                r"(?P<rest> (?:in|on|at) [\w’' -]{3,40})(?=[.,;]|$)"
            ),
            "How many {p} {v} there{rest}?",
        ),
        (_pattern(rf"^{_SUBJECT} (?P<p>takes|lasts|weighs) {_ABOUT}{NUMBER} [a-z]+"), "{how} does {s} {base}?"),
    ),
    "why": (
        (
            _pattern(
                rf"^{_SUBJECT} (?P<v>is|are|was|were|must|should|can) (?P<p>[a-z’'-]+(?: [\w’'-]+){{0,7}}?)"
                r",? (?:because|since it|so that|in order to|due to)\b"
            ),
            "Why {v} {s} {p}?",
        ),
    ),
    "where": (
        (
            _pattern(
                rf"^{_SUBJECT} (?P<v>is|are|was|were) "
                r"(?P<p>born|located|based|situated|held|buried|headquartered|kept) "
                rf"(?:in|at|on|near) (?!{MONTH}|\d)(?:the )?[A-Z]"
            ),
            "Where {v} {s} {p}?",
        ),
    ),
    "what": (
        (
            _pattern(
                rf"^{_SUBJECT} (?P<v>will|must|should) "
                r"(?P<p>(?:focus|depend|rely) on|lead to|consist of|compete with) \w"
            ),
            "What {v} {s} {p}?",
        ),
        (_pattern(rf"^{_SUBJECT} (?P<v>is|are|was|were) (?:an?|the) [a-z]"), "What {v} {s}?"),
    ),
}
_PERSON = re.compile(rf"(?P<s>{_NAME}), (?:an?|the) (?:[\w’'-]+ ){{0,3}}?{PERSONS}\b", re.IGNORECASE)
_HOW = {"takes": ("How long", "take"), "lasts": ("How long", "last"), "weighs": ("How much", "weigh")}


def candidates(held: Document) -> Iterator[Candidate]:
    """Yield questions about a document, one of each kind in turn, each once."""
    kinds: dict[str, list[Candidate]] = {kind: [] for kind in (*_TEMPLATES, "person", "heading")}
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
    for kind, templates in _TEMPLATES.items():
        for pattern, question in templates:
            if (found := pattern.match(shown)) and _is_clear(found):
                yield kind, _filled(question, found, held)
    if (found := _PERSON.search(shown)) and found["s"].istitle():
        yield "person", f"Who is {found['s']}?"


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
        ADJECTIVE.search(small) or (_is_plain(subject[first.end() :]) and PLURAL.search(small))
    )
    return small + subject[first.end() :] if as_word > as_name or is_common else subject


def _is_plain(words: str) -> bool:
    """Whether words have no capital letter, or there are none."""
    return words == words.lower()


def _of_headings(held: Document) -> Iterator[Candidate]:
    """Yield the headings that are questions; each is answered by what stands below it."""
    bounds = [*(section.start for section in held.sections[1:]), len(held.text)][: len(held.sections)]
    for section, end in zip(held.sections, bounds, strict=True):
        heading = visible(" ".join(section.heading.split()))
        if heading.endswith("?") and len(heading.split()) > 2:
            yield Candidate(heading, held.source, section.start, end)
