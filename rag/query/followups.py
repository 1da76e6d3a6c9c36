"""Rewrite a follow-up as a stand-alone question, by rules.

The topic of the last turns is added to the question. Both forms, typed and completed, are searched later.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from index.text.stopwords import STOPWORDS
from index.text.tokenizer import content_words, number_of_words, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rag.types import Turn

# Words taken from the turns before, at most.
BORROWED = 8
# Turns from which words are taken.
REMEMBERED = 4
# Characters of the last answer that are searched: mostly its first sentence.
RECALLED = 150
# A question with fewer content words depends on the turn before; a name counts twice.
SELF_SUFFICIENT = 3

# A question with one of these refers to the turn before.
_POINTING = frozenset(
    """
    he her hers him his it it's its itself one ones she such that their theirs them themselves these they they're
    this those
    """.split()
)
# A question that begins with one of these continues the last one.
_LEADING = frozenset("also and but however instead no ok okay or so then yeah yes".split())
# A name: capitalised words in a row, joined by the little words that names are joined with.
_NAME = re.compile(r"[^\W\d_a-zà-ÿ][\w'’&-]*(?:\s+(?:(?:of|the|de|and|for|van|von)\s+)?[^\W\d_a-zà-ÿ][\w&-]*|\s+\d+)*")
# "What is OTSL?", "Who is Ivan Braiker?", "What is a monad?": complete questions.
_DEFINED = re.compile(
    rf"(?i:what|who|where)(?:(?i:['’]s|\s+(?:is|are|was|were))\s+)(?:an?\s+[\w-]+|{_NAME.pattern})[\s?!.]*"
)
_PRONOUN = re.compile(
    r"\b(?:(?P<person>(?P<person_owner>his|her)|he|she|him)|(?P<owner>its|their)|it|they|them)\b(?!')", re.IGNORECASE
)
# What follows a word that has its capital from its place: "Established in 1998", "Employee: Tom".
_BEGINS = re.compile(r"\s*:|\s+(?:at|by|for|from|in|of|on|to|with)\b")
# Markers of citations.
_MARK = re.compile(r"\s*\[\d+\]")
_ASKS = re.compile(r"\b(?:who|whom|whose|what|when|where|why|how|which)\b", re.IGNORECASE)
_ASKS_WHO = re.compile(r"\b(?:who|whom|whose)\b", re.IGNORECASE)
_ASKS_TO_SWAP = re.compile(r"^(?:and|but|or|so|ok(?:ay)?|then)?[\s,]*(?:what|how)?\s*(?:about|of)?\s+", re.IGNORECASE)


def standalone(question: str, history: Sequence[Turn]) -> str:
    """Return the question completed from the conversation; unchanged when it stands alone.

    Parameters
    ----------
    question
        As typed.
    history
        The turns before it, oldest first.
    """
    topic, answer = "", ""
    remembered = [place for place, turn in enumerate(history) if turn.role == "user"][-REMEMBERED:]
    for turn in history[remembered[0] :] if remembered else ():
        if turn.role == "user":
            topic = _resolved(turn.text, topic, answer) or topic
        else:
            answer = turn.text
    return _resolved(question, topic, answer) or _extended(question, topic)


def recalled(question: str, history: Sequence[Turn]) -> str | None:
    """Return the question followed by the beginning of the last answer, to be searched besides the other forms.

    "That" and "the second one" often refer to the answer. None for a question that stands alone, and when the last
    question was not answered.
    """
    if stands_alone(question) or not history or history[-1].role != "assistant":
        return None
    answer = _MARK.sub("", history[-1].text)[:RECALLED].strip()
    return f"{question} {answer}" if answer else None


def told(question: str, history: Sequence[Turn]) -> str:
    """Return the answers that "tell me more" must not repeat; "" for any other question."""
    if not _wants_more(question):
        return ""
    return "\n".join(turn.text for turn in history if turn.role == "assistant")


def _wants_more(question: str) -> bool:
    return not content_words(question) and not _ASKS.search(question)


def stands_alone(question: str) -> bool:
    """Whether the question names its topic."""
    said = [word.lower() for word in words(question)]
    if not said or said[0] in _LEADING or said[1:2] == ["about"]:
        return False
    names, pronoun = _names(question), _PRONOUN.search(question)
    own = bool(names and pronoun and names[0].start() < pronoun.start())  # "Is Herpes lethal, and how does it spread?"
    if _POINTING.intersection(said) and not own:
        return False
    if _DEFINED.fullmatch(question.strip()):
        return True
    named = any(not question.lstrip().startswith(name.group()) for name in names)
    return sum(map(number_of_words, content_words(question))) + named >= SELF_SUFFICIENT


def _resolved(question: str, topic: str, answer: str) -> str | None:
    """Replace references to the question before, ``topic``, or its answer; None when that would be a guess.

    1. "and Meta?": the question before, about Meta.
    2. "yes, tell me more": the question before.
    3. "How old is she?": the person whom the answer named, in the place of the pronoun, where the question before asked
       who, or named nobody itself.
    4. "Who founded it?": the name that stands in the question before, in the place of the pronoun.
    """
    if not topic or stands_alone(question):
        return question
    if _wants_more(question):
        return topic
    return _swapped(question, topic) or _named(question, topic, answer)


def _extended(question: str, topic: str) -> str:
    """Append the words of the question before."""
    known = {word.lower() for word in content_words(question)}
    borrowed = [word for word in content_words(topic) if word.lower() not in known][:BORROWED]
    return f"{question.rstrip()} ({' '.join(borrowed)})" if borrowed else question


def guessed(form: str, question: str) -> bool:
    """Whether a form of a question only has words of the topic appended."""
    return form.startswith(f"{question.rstrip()} (")


def _named(question: str, topic: str, answer: str) -> str | None:
    """Replace the pronoun by a name; None without a pronoun or a name."""
    pronoun = _PRONOUN.search(question)
    if not pronoun or _names(question):
        return None
    names = [found.group() for found in _names(topic)]
    person = pronoun["person"] and (_ASKS_WHO.search(topic) or not any(" " in name for name in names))
    name = (person and _person(answer, topic)) or next(iter(names), None)
    if not name:
        return None
    name = name.removesuffix("'s").removesuffix("’s")
    owner = "'s" if pronoun["owner"] or pronoun["person_owner"] else ""
    return f"{question[: pronoun.start()]}{name}{owner}{question[pronoun.end() :]}"


def _person(answer: str, topic: str) -> str | None:
    """Return the first name of several new words that an answer brought up, or else of one; None where there is none.

    "Nordlicht Lighting" has one new word after a question about Nordlicht, but all of "Doctor Strange" was asked for by
    "who is doctor strange". A name of one word may be a company or a place, and counts only where the question asked
    who it was and it shares none with it.
    """
    asked = {word.lower() for word in words(topic)}
    alone = None
    for found in _names(_MARK.sub("", answer)):
        parts = [word.lower().removesuffix("'s").removesuffix("’s") for word in words(found.group())]
        new = [part for part in parts if part not in asked]
        meant = not new and len(parts) > 1 and found.group() not in topic
        if meant or len(new) > 1:
            return found.group()
        if new == parts and _ASKS_WHO.search(topic) and not _BEGINS.match(found.string, found.end()):
            alone = alone or found.group()
    return alone


def _swapped(question: str, topic: str) -> str | None:
    """Replace the name in the question before by that of "and Meta?"; None for other questions."""
    lead, names = _ASKS_TO_SWAP.match(question), _names(topic)
    rest = question[lead.end() :].strip(" ?!.") if lead and lead.group().strip() else ""
    rest = rest.removeprefix("the ")  # "and the Golden Perch?" after "When was the Silver Perch built?"
    if not rest or not names or not _NAME.fullmatch(rest):
        return None
    old = names[0]
    possessive = "’s" if old.group().endswith("’s") else "'s" if old.group().endswith("'s") else ""
    return f"{topic[: old.start()]}{rest}{possessive}{topic[old.end() :]}"


def _names(text: str) -> list[re.Match[str]]:
    """Return the names in a text. A capitalised stop word is no name."""
    names, position = [], 0
    while found := _NAME.search(text, position):
        first = found.group().split()[0]
        if first.lower() in STOPWORDS:
            position = found.start() + len(first)
        else:
            names.append(found)
            position = found.end()
    return names
