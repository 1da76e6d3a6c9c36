"""Recognise list markers and labels at the beginning of lines."""

from __future__ import annotations

import re

from index.text.punctuation import LIST_ITEM, ends_sentence

# "Due date: 13 June": a label of a few words and a value that is no sentence.
_FIELD = re.compile(r"(?P<label>[^\W\d_][^:\n]{0,48}?)[ \t]?:[ \t]+(?P<value>\S[^\n]*)")
_WORDS_OF_LABEL, _WORDS_OF_VALUE = 6, 12
_DEEPER = 2
_DEEPEST = 9


def item_mark(line: str) -> tuple[str, int] | None:
    """Return the number that an item begins with, "" for a bullet, and its level by its indent; None for no item."""
    found = LIST_ITEM.match(line)
    if found is None or found.end() == len(line):
        return None
    indent = len(found["indent"].expandtabs(4))
    return found["number"] or "", min(1 + indent // _DEEPER, _DEEPEST)


def field_in(line: str) -> tuple[str, int] | None:
    """Return the label of a line that is a label and its value, and where the value begins; None for other lines."""
    found = _FIELD.fullmatch(line)
    if found is None or len(found["label"].split()) > _WORDS_OF_LABEL:
        return None
    value = found["value"]
    if len(value.split()) > _WORDS_OF_VALUE or (ends_sentence(value) and len(value.split()) > _WORDS_OF_LABEL):
        return None
    return found["label"], found.start("value")
