"""How the sentences of an answer follow each other: what stood apart in the documents stands apart here."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rag.answers import Sentence

_ITEM = re.compile(r"(?:[-*•–]|\(?\d{1,3}[.)])\s")


def separator(before: Sentence, after: Sentence) -> str:
    """Return what stands between two sentences: a new line around list items and between documents, else a space."""
    is_item = bool(_ITEM.match(before.text) or _ITEM.match(after.text))
    first, second = _sources(before), _sources(after)
    is_elsewhere = bool(first and second) and first.isdisjoint(second)
    return "\n" if is_item or is_elsewhere else " "


def _sources(sentence: Sentence) -> set[str]:
    return {citation.source for citation in sentence.citations}
