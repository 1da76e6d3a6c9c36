"""Templates of questions: a pattern of a sentence that states a fact, and the question that it answers."""

from __future__ import annotations

import re

from ui.suggestions.question_words import (
    AMOUNT,
    BASE_FORMS,
    COUNTED_NOW,
    COUNTED_THEN,
    DEEDS,
    DUTIES,
    EVENTS,
    GENERIC,
    MEASURES,
    MONTH,
    NUMBER,
    OFTEN,
    PARTICIPLE,
    PERSONS,
    TIME,
    TOLD,
)

_SUBJECT = r"(?P<s>(?:[Tt]he |[A-Z0-9])[\w’'&.-]*(?: [\w’'&-]+){0,5}?)"
_NAME = r"[A-Z][\w’'-]+(?: (?:[A-Z]\.|de|van|von|der|[A-Z][\w’'-]+)){1,3}"
_ABOUT = r"(?:(?:more than|less than|at least|at most|up to|about|around|over|nearly|almost|some|only) )?"
# What is done to something, up to the end of a clause, and how often it is allowed.
_OBJECT = r"(?: [\w’'-]+){2,9}?"
_PER = r"(?: (?:a|per|each|every) [a-z]+)?"
_NUMBERED = (
    rf"{_ABOUT}{NUMBER} (?P<u>(?:[a-z-]+ )?[a-z]{{3,}}s|people)(?=[.,;]| (?:in|on|from|for|by|at|since|and|until)\b|$)"
)
_TAIL = r"(?P<rest>(?: [\w’'-]+){0,8})"
_DAY = rf"(?:(?:early|late|mid) )?(?:\d{{1,2}} )?(?:{MONTH} )?(?:\d{{1,2}},? )?(?:1[0-9]|20)\d\d\b"


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text)


# A question of each kind for the sentences that match. Groups: s is the subject, v a form of "be" or the like.
TEMPLATES: dict[str, tuple[tuple[re.Pattern[str], str], ...]] = {
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
            _pattern(rf"^{_SUBJECT} (?P<c>{'|'.join(COUNTED_THEN)}) {_ABOUT}{AMOUNT}{_TAIL}(?=[.,;]|$)"),
            "How much did {s} {counted}{rest}?",
        ),
        (_pattern(rf"^{_SUBJECT} (?P<c>{'|'.join(COUNTED_NOW)}) {_NUMBERED}"), "How many {u} does {s} {counted}?"),
        (_pattern(rf"^{_SUBJECT} (?P<c>{'|'.join(COUNTED_THEN)}) {_NUMBERED}"), "How many {u} did {s} {counted}?"),
        (
            _pattern(rf"^{_SUBJECT} (?P<v>will|has|have|had) (?P<p>[a-z]+(?: [a-z]+ing)?) {_NUMBERED}"),
            "How many {u} {v} {s} {p}?",
        ),
        (
            _pattern(
                rf"^{_SUBJECT} (?P<v>has|have) (?P<p>stood|lived|worked|existed|waited|belonged|served|taught|been)"
                r"(?P<rest>(?: [a-z]+){0,2}?) for "
                rf"{_ABOUT}{NUMBER} (?:days|weeks|months|years)\b"
            ),
            "How long {v} {s} {p}{rest}?",
        ),
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
        (
            _pattern(rf"^{_SUBJECT} (?P<b>{'|'.join(BASE_FORMS)})(?P<rest>(?: [\w’'-]+){{0,5}}?),? because\b"),
            "Why did {s} {b}{rest}?",
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
        (
            _pattern(
                rf"^{_SUBJECT} will (?P<p>build|open|hold|start|plant|close|sell|buy) "
                rf"(?P<o>(?:its|their|the|an?)(?: [\w’'-]+){{1,4}}?) in (?!{MONTH}|\d)[A-Z]"
            ),
            "Where will {s} {p} {o}?",
        ),
    ),
    "what": (
        (_pattern(rf"^{_SUBJECT} (?P<v>has|have) (?P<p>{'|'.join(TOLD)}) (?:that|to)\b"), "What {v} {s} {p}?"),
        (_pattern(rf"^{_SUBJECT} (?P<c>{'|'.join(TOLD)}) (?:that|to)\b"), "What did {s} {counted}?"),
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
PERSON = re.compile(
    rf"(?P<s>{_NAME}), (?:an?|the) (?:[\w’'-]+ ){{0,3}}?{PERSONS}\b|\b(?:[a-z]+ )?{PERSONS} (?P<t>{_NAME})",
    re.IGNORECASE,
)
