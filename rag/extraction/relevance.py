"""Tell whether a sentence speaks of what a column asks for, or of another thing of the same document."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from rag.extraction.labels import asked_words, same
from rag.tables.words.vocabulary import meant
from rag.text.claim_tokens import is_day_or_month, names, parsed
from rag.verification.meaning.wording import normalised

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rag.extraction.types import TableColumn
    from rag.steps import Support
    from rag.text.claim_tokens import Word

# Columns that a sentence answers without naming them: "On 2 May the ferry left Kiel" says day and place.
_UNNAMED = frozenset(("day", "place", "person", "author", "boss"))
# Words by which a sentence, or its heading, gives a cause.
_CAUSES = re.compile(
    r"\b(?:because|since|due\s+to|owing\s+to|caused?|causes|reasons?|why|therefore|resulted|led\s+to)\b", re.IGNORECASE
)
_ASKS_CAUSE = re.compile(r"\b(?:causes?|reasons?|why)\b", re.IGNORECASE)
# "How much was the damage?" is answered by what something cost.
_ASKS_AMOUNT, _AMOUNTS = re.compile(r"\bhow\s+much\b", re.IGNORECASE), frozenset(("price", "amount"))
# What stands for money itself: a sentence on any other sum may tell how much of it there was.
_MONEY = frozenset("damage damages loss losses money sum amount cost costs price total".split())
# Words that choose one of several: "the next meeting" is no other one.
_CHOOSING = frozenset("next first last previous former latest final second third".split())
_TIMES = frozenset(word.stem for word in parsed("day week month year morning evening night time season quarter"))
# A column that asks for whoever holds a post: what answers it names somebody.
_ASKS_HOLDER = re.compile(r"who\s+(?:is|was|are|were)\s+(?:the|our|your|their|its)\b", re.IGNORECASE)
# A column that asks two things: what answers one of them is not enough.
_ASKS_TWICE = re.compile(r"\band\b(?:\s+\w+)?\s+(?:who|whom|what|which|when|where|why|how)\b", re.IGNORECASE)


def speaks_of(column: TableColumn, support: Support) -> bool:
    """Tell whether a sentence or its headings have a word of what a column asks for, or one for the same."""
    said = "\n".join((*support.headings, support.before, support.labelled or support.quote))
    if _ASKS_CAUSE.search(column.name):
        return _CAUSES.search(said) is not None
    words = _stems(asked_words(column.name))
    wanted = [word for word in words if not meant(word.text.lower()) & _UNNAMED and not _chooses(word)]
    stems = _stems([said])
    if _ASKS_AMOUNT.search(column.name):
        if {word.text.lower() for word in wanted} <= _MONEY and any(
            meant(word.text.lower()) & _AMOUNTS for word in stems
        ):
            return True
        wanted = [word for word in wanted if word.text.lower() not in _MONEY] or wanted
    return not wanted or any(_stands(word, stems) for word in wanted)


def may_fill(column: TableColumn, support: Support) -> bool:
    """Tell whether a sentence may fill a cell of a column, whatever it speaks of.

    A column that asks who holds a post wants a name. One that chooses, as "the next meeting" does, wants a sentence
    that chooses too, and another thing than "next year".
    """
    words = parsed(support.quote)
    if _ASKS_HOLDER.match(column.questions[0]):
        is_named = any(word.kind == "name" and not is_day_or_month(word) for word in words)
        if not is_named and not names(words):
            return False
    asked = parsed(column.name)
    chosen = [word.text.lower() for word in asked if _chooses(word)]
    others = _TIMES - {word.stem for word in asked}
    said = [one.text.lower() for one, other in pairwise((*words, None)) if one and not (other and other.stem in others)]
    return all(word in said for word in chosen)


def _chooses(word: Word) -> bool:
    return word.text.lower() in _CHOOSING


def _stands(word: Word, said: Iterable[Word]) -> bool:
    return any(word.stem == other.stem or same(word.text.lower(), other.text.lower()) for other in said)


def asks_twice(column: TableColumn) -> bool:
    """Tell whether a column asks two things: "Who may terminate, and with what notice?"."""
    return _ASKS_TWICE.search(column.name) is not None


def _stems(texts: Iterable[str]) -> list[Word]:
    return [word for text in texts for word in normalised(parsed(text)) if word.is_content]
