"""Rows of tables and fields of forms: each says something of its own, by the words that its neighbours lack."""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from index.words import question_words, words
from rag.lists import ITEM

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index import Chunk
    from rag.evidence import Support

# What stands beside a row answers nearly as well as the row, or only stands there; and so does a row beside anything.
SHARE = 0.75
# A longer line without the marks of a table or a form is prose whose end is missing.
LONGEST_UNMARKED = 12
_MARKED = re.compile(r"\||\t|\S {2,}\S|\w[^\w:]*: ")
_END = re.compile(r"[.!?…。！？][\"'”’»)\]]*$")


def weighed(question: str, supports: Sequence[Support]) -> list[Support]:
    """Return the supports, best first, each row as strong as its words are those of the question.

    The reading model was trained on sentences, and hardly tells a row from its neighbours. A row with all words of the
    question keeps its score and one with none half of it; a word counts less the more rows of its chunk hold it, such
    as the name of a column.
    """
    asked = set(question_words(question))
    tables = {chunk: _rows(chunk) for chunk in {support.chunk for support in supports}}
    found = []
    for support in supports:
        rows = tables[support.chunk]
        own = rows.get((support.start, support.end))
        share = 1.0 if own is None else _share(asked, own, list(rows.values()))
        found.append(replace(support, score=support.score * (1 + share) / 2))
    return sorted(found, key=lambda support: -support.score)


def is_row(support: Support) -> bool:
    """Tell whether a support is a whole line that ends like no sentence, short or with marks, and no item of a list."""
    return (support.start, support.end) in _rows(support.chunk)


def _share(asked: set[str], own: set[str], rows: Sequence[set[str]]) -> float:
    """Return how much of what is asked a row holds, 0 to 1."""
    frequency = Counter(word for row in rows for word in row)
    weight = {word: math.log(1 + len(rows) / max(frequency[word], 1)) for word in asked}
    return sum(weight[word] for word in asked & own) / max(sum(weight.values()), 1e-9)


def _rows(chunk: Chunk) -> dict[tuple[int, int], set[str]]:
    """Return the words of each row of a chunk, by its offsets in the document."""
    rows, at = {}, chunk.start
    for line in chunk.text.split("\n"):
        text = line.strip()
        start = at + len(line) - len(line.lstrip())
        at += len(line) + 1
        if text and _is_row(text) and not ITEM.fullmatch(line):
            rows[start, start + len(text)] = set(words(text))
    return rows


def _is_row(text: str) -> bool:
    short = len(text.split()) <= LONGEST_UNMARKED
    return not _END.search(text) and (short or _MARKED.search(text) is not None)
