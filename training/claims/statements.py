"""A question and its answer as a statement: "Who founded X?" and "Y" give "Y founded X."."""

from __future__ import annotations

import re

from training.claims.verbs import BASES, PARTICIPLES, PASTS, past, third_person

BE = frozenset("is are was were".split())
AUXILIARY = BE | frozenset("has have had can could will would should may might must".split())
DETERMINERS = frozenset(
    """the a an this that these those his her its their my your our he she it they we you i there some any no
    each every both most many all someone people""".split()
)
SUBJECTS = frozenset("he she it they we you i people someone this that there".split())
PREPOSITIONS = frozenset(
    """in on at to for from by with as into over under about against between among through during before after since
    until near around of off out up down away back because due like within without toward towards along across behind
    above below beside besides inside outside per while when where if upon throughout""".split()
)
ADJECTIVES = frozenset(
    """able available responsible bad good better best worse worst made due more most less similar different known
    famous important necessary needed present popular common considered likely similar""".split()
)
NEGATIONS = re.compile(r"\b(?:not|never|no|nobody|none)\b|n't\b", re.IGNORECASE)
TRAILING = re.compile(r"[?.!\s]+$")
CLAUSE = re.compile(
    r"\b(?:is|are|was|were|be|it|they|i|you|he|she|can|could|will|when|which|that)\b|'re\b|'s a\b", re.IGNORECASE
)
"""Words of an answer that is a clause and not a phrase."""
MAX_ANSWER = 90
"""Characters of the longest answer that still fits a statement."""


def _with_preposition(answer: str, wh: str) -> str:
    first = answer.split(maxsplit=1)[0].lower()
    if first in PREPOSITIONS or first.endswith("ly") or first in {"here", "there", "today", "yesterday", "every"}:
        return answer
    if wh == "when":
        if re.fullmatch(r"\d{3,4}s?|(?:\w+ )?\d{4}|the .*(?:century|year|month|\d0s)\b.*", answer):
            return f"in {answer}"
        if re.match(
            r"(?:January|February|March|April|May|June|July|August|September|October|November|December)\b.*\d|"
            r"\d|\w+day\b",
            answer,
        ):
            return f"on {answer}"
        return f"in {answer}" if answer[0].isupper() else answer
    return f"in {answer}" if wh == "where" else answer


def _verb_at(words: list[str], start: int) -> int | None:
    """Find the base verb after a subject of at least one word."""
    for at in range(start, len(words)):
        word = words[at].lower()
        before = words[at - 1].lower()
        if word in BASES and before not in DETERMINERS - SUBJECTS:
            return at
    return None


def _conjugated(auxiliary: str, base: str) -> str:
    if auxiliary == "did":
        return past(base)
    return third_person(base) if auxiliary == "does" else base


def _participle_at(words: list[str], start: int) -> int | None:
    for at in range(start, len(words)):
        word = words[at].lower()
        if (word in PARTICIPLES or word.endswith(("ed", "ing"))) and words[
            at - 1
        ].lower() not in DETERMINERS - SUBJECTS:
            return at
    return None


def _subject_first(words: list[str]) -> tuple[str, str, str] | None:
    """Split ``auxiliary SUBJECT verb rest`` into subject, finite verb group and rest; None when no verb is found."""
    auxiliary = words[0].lower()
    if auxiliary in {"did", "does", "do"}:
        at = _verb_at(words, 2)
        if at is None:
            return None
        return " ".join(words[1:at]), _conjugated(auxiliary, words[at].lower()), " ".join(words[at + 1 :])
    if auxiliary in AUXILIARY:
        at = _verb_at(words, 2) if auxiliary not in BE | {"has", "have", "had"} else _participle_at(words, 2)
        if at is None:
            return None
        return " ".join(words[1:at]), f"{words[0]} {words[at]}", " ".join(words[at + 1 :])
    return None


def _copula(words: list[str], answer: str) -> str | None:
    """Answer ``is SUBJECT rest``: the subject is told to be the answer, or the answer to be the predicate."""
    if len(words) < 2 or words[1].lower() in {"really", "very", "not", "so", "too", "there"}:
        return None
    head = words[1].lower()
    rest = " ".join(words[1:])
    if (
        head in ADJECTIVES | PREPOSITIONS
        or (head.endswith(("ed", "ing")) and head not in DETERMINERS)
        or (head in PARTICIPLES and not words[1][0].isupper())
    ):
        return f"{answer} {words[0]} {rest}"
    if words[-1].lower() in PREPOSITIONS or _participle_at(words, 2) is not None:
        return None
    return f"{rest} {words[0]} {answer}"


def _object_question(words: list[str], answer: str, noun: str) -> str | None:
    """Answer ``did SUBJECT verb rest`` that asks for the object."""
    split = _subject_first(words)
    if split is None:
        return None
    subject, verb, rest = split
    first, last = (rest.split()[0].lower(), rest.split()[-1].lower()) if rest else ("", "")
    if verb.split()[-1] in {"did", "does", "do", "done", "happen", "happened"}:
        return None
    if noun and noun.rsplit(maxsplit=1)[-1].lower() not in answer.lower() and re.fullmatch(r"[\d,.]+|\w+", answer):
        answer = f"{answer} {noun}"
    if not rest:
        return f"{subject} {verb} {answer}"
    if last in PREPOSITIONS:
        return f"{subject} {verb} {rest} {answer}"
    if first in PREPOSITIONS:
        return f"{subject} {verb} {answer} {rest}"
    return None


def statement(question: str, answer: str) -> str | None:
    """Turn a question and its answer into a statement, or None where the form is not one that is safe to turn.

    Parameters
    ----------
    question
        As asked, with or without its mark, in any case.
    answer
        A span of the passage.
    """
    question = TRAILING.sub("", question)
    answer = answer.strip().rstrip(".,;:")
    if not answer or len(answer) > MAX_ANSWER or NEGATIONS.search(question) or "," in question:
        return None
    words = question.replace("What's", "What is").replace("what's", "what is").split()
    if len(words) < 3 or CLAUSE.search(answer) or re.search(r"[!?\n;]|\.\s", answer):
        return None
    made = _turn(words, answer)
    if made is None or len(made.split()) < 3:
        return None
    made = re.sub(r"\s+", " ", made).strip()
    return made[0].upper() + made[1:] + "."


def _turn(words: list[str], answer: str) -> str | None:  # noqa: C901, PLR0911, PLR0912 (one branch for each form of question)
    wh, second = words[0].lower(), words[1].lower()
    if wh in PREPOSITIONS and second in {"what", "which", "whom"}:
        return _fronted(words, answer)
    if wh in {"when", "where"}:
        split = _subject_first(words[1:])
        place = _with_preposition(answer, wh)
        if split is not None:
            subject, verb, rest = split
            if rest.split()[-1:] == ["from"] or rest == "from":
                return (
                    f"{subject} {verb} {rest} {answer}"
                    if answer.split(maxsplit=1)[0].lower() not in PREPOSITIONS
                    else None
                )
            return f"{subject} {verb} {rest} {place}"
        if second in BE and len(words) > 2:
            return f"{' '.join(words[2:])} {second} {place}"
        return None
    if wh == "how":
        return _how(words, answer)
    if wh == "why":
        split = _subject_first(words[1:])
        lead = answer.split(maxsplit=1)[0].lower()
        why = answer if lead in {"to", "because", "due", "for", "so", "since", "in"} else f"because of {answer}"
        if split is None:
            return None
        return f"{split[0]} {split[1]} {split[2]} {why}"
    if wh not in {"who", "what", "which", "whose"} or wh == "whose":
        return None
    if second in {"did", "does", "do"}:
        return _object_question(words[1:], answer, "")
    if second in BE:
        return _copula(words[1:], answer)
    if second in {"happens", "happened", "happen", "else", "if"}:
        return None
    if wh == "who" or second in AUXILIARY or second in PASTS or (second.endswith("s") and second[:-1] in BASES):
        if second in AUXILIARY and (words[2].lower() in DETERMINERS or words[2][0].isupper()):
            return _object_question(words[1:], answer, "")
        return f"{answer} {' '.join(words[1:])}"
    return _which(words, answer)


def _fronted(words: list[str], answer: str) -> str | None:
    """Answer "In what year did X happen"."""
    at = next((n for n, word in enumerate(words) if n > 1 and word.lower() in AUXILIARY | {"did", "does", "do"}), None)
    split = _subject_first(words[at:]) if at is not None else None
    if split is None:
        return None
    place = answer if answer.split(maxsplit=1)[0].lower() in PREPOSITIONS else f"{words[0].lower()} {answer}"
    return f"{split[0]} {split[1]} {split[2]} {place}"


def _how(words: list[str], answer: str) -> str | None:  # noqa: C901, PLR0911, PLR0912 (as _turn)
    second = words[1].lower()
    at = next((n for n, word in enumerate(words) if n > 1 and word.lower() in AUXILIARY | {"did", "does", "do"}), None)
    if second in {"many", "much"}:
        if at is None:
            if len(words) > 3 and words[3].lower() in PASTS | AUXILIARY:
                return f"{answer} {' '.join(words[2:])}" if words[2].lower() not in answer.lower() else None
            return None
        noun = " ".join(words[2:at])
        amount = answer if not noun or noun.split()[0].lower() in answer.lower() else f"{answer} {noun}"
        if words[at].lower() in BE and words[at + 1 : at + 2] == ["there"]:
            return f"there {words[at]} {amount} {' '.join(words[at + 2 :])}"
        if words[at].lower() in {"did", "does", "do"}:
            return _object_question(words[at:], amount, "")
        if len(words) > at + 1 and (words[at + 1].lower() in DETERMINERS or words[at + 1][0].isupper()):
            split = _subject_first(words[at:])
            if split is not None:
                return f"{split[0]} {split[1]} {amount} {split[2]}"
            return f"{' '.join(words[at + 1 :])} {words[at]} {amount}" if not noun else None
        return f"{amount} {' '.join(words[at:])}"
    if second in {"long", "old", "tall", "big", "large", "far", "often", "high", "deep", "wide", "heavy", "fast"}:
        if at is None:
            return None
        split = _subject_first(words[at:])
        if split is not None:
            lead = "for " if second == "long" and answer[0].isdigit() else ""
            return f"{split[0]} {split[1]} {split[2]} {lead}{answer}"
        if words[at].lower() in BE:
            return f"{' '.join(words[at + 1 :])} {words[at]} {answer}"
        return None
    if second in {"did", "does", "do", "is", "was", "are", "were", "can"}:
        split = _subject_first(words[1:])
        lead = answer.split(maxsplit=1)[0].lower()
        if split is None or not (lead in PREPOSITIONS or lead.endswith(("ing", "ly"))):
            return None
        means = f"by {answer}" if lead.endswith("ing") else answer
        return f"{split[0]} {split[1]} {split[2]} {means}"
    return None


def _which(words: list[str], answer: str) -> str | None:  # noqa: PLR0911 (as _turn)
    """Answer "What NOUN did X verb", "What NOUN is X", "Which NOUN won X"."""
    for at in range(2, min(6, len(words))):
        word = words[at].lower()
        noun = " ".join(words[1:at])
        if word in {"did", "does", "do"}:
            if noun in {"year", "day", "month", "time", "date", "season", "century", "decade"}:
                split = _subject_first(words[at:])
                return f"{split[0]} {split[1]} {split[2]} {_with_preposition(answer, 'when')}" if split else None
            bare = re.sub(r"^(?:kind|type|sort|types|kinds|brand|color|colour|size)(?: of)?\b ?", "", noun)
            return _object_question(words[at:], answer, bare)
        if word in BE:
            if noun in {"year", "day", "month", "time", "date", "season", "century", "decade"}:
                split = _subject_first(words[at:])
                when = _with_preposition(answer, "when")
                if split:
                    return f"{split[0]} {split[1]} {split[2]} {when}"
                return f"{' '.join(words[at + 1 :])} {word} {when}"
            return _copula(words[at:], answer)
        if word in AUXILIARY:
            if len(words) > at + 1 and (words[at + 1].lower() in DETERMINERS or words[at + 1][0].isupper()):
                return _object_question(words[at:], answer, "")
            return f"{answer} {' '.join(words[at:])}"
        if word in PASTS and word not in BASES and at + 1 < len(words):
            return f"{answer} {' '.join(words[at:])}"
    return None
