"""A follow-up made to stand alone, from the words of the conversation, with no language model.

A question that leans on what was said before is completed with the topic of the last turns. Whether the completed form
is any better than the typed one is not decided here: both are searched.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rag.words import LEADING, POINTING, SMALL, meaning, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rag.answers import Turn

# Words that a completed question borrows from the turns before it, at most: enough for a topic, too few for an essay.
BORROWED = 8
# Turns that may lend their words.
REMEMBERED = 4
# A question of fewer words that mean something is taken to lean on the turn before it; a name counts for two.
SELF_SUFFICIENT = 3

# A name: capitalised words in a row, joined by the little words that names are joined with.
_NAME = re.compile(r"[^\W\d_a-zà-ÿ][\w'’&-]*(?:\s+(?:(?:of|the|de|and|for|van|von)\s+)?[^\W\d_a-zà-ÿ][\w&-]*|\s+\d+)*")
_ASKS_TO_SWAP = re.compile(r"^(?:and|but|or|so|ok(?:ay)?|then)?[\s,]*(?:what|how)?\s*(?:about|of)?\s+", re.IGNORECASE)


def standalone(question: str, history: Sequence[Turn]) -> str:
    """Return the question as it would be asked without the conversation; unchanged when it stands alone.

    Parameters
    ----------
    question
        As typed.
    history
        The turns before it, oldest first.
    """
    asked = [turn.text for turn in history if turn.role == "user"][-REMEMBERED:]
    if not asked or stands_alone(question):
        return question
    topic = asked[0]
    for earlier in asked[1:]:
        topic = earlier if stands_alone(earlier) else _completed(earlier, topic)
    return _completed(question, topic)


def stands_alone(question: str) -> bool:
    """Tell whether the question names what it is about."""
    said = [word.lower() for word in words(question)]
    if not said or said[0] in LEADING or said[1:2] == ["about"] or POINTING.intersection(said):
        return False
    topic = meaning(question)
    named = any(word[0].isupper() for word in topic if not question.lstrip().startswith(word))
    return len(topic) + named >= SELF_SUFFICIENT


def _completed(question: str, topic: str) -> str:
    swapped = _swapped(question, topic)
    if swapped:
        return swapped
    known = {word.lower() for word in meaning(question)}
    borrowed = [word for word in meaning(topic) if word.lower() not in known][:BORROWED]
    return f"{question.rstrip()} ({' '.join(borrowed)})" if borrowed else question


def _swapped(question: str, topic: str) -> str | None:
    """Put the name of "and Meta?" in the place of the name in the question before; None when that is not the case."""
    lead = _ASKS_TO_SWAP.match(question)
    names = list(_NAME.finditer(topic))
    rest = question[lead.end() :].strip(" ?!.") if lead and lead.group().strip() else ""
    old = [match for match in names if match.start() > 0 or match.group().split()[0].lower() not in SMALL]
    if not rest or not old or not _NAME.fullmatch(rest):
        return None
    first = old[0]
    possessive = "’s" if first.group().endswith("’s") else "'s" if first.group().endswith("'s") else ""
    return f"{topic[: first.start()]}{rest}{possessive}{topic[first.end() :]}"
