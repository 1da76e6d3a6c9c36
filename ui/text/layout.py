"""Lay out text: separators between sentences, and shortened texts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rag.types import Sentence

_ITEM = re.compile(r"(?:[-*•–]|\(?\d{1,3}[.)])\s")
# As much of a conversation's name as two lines of their list hold; all of it is told where the mouse rests.
MAX_TITLE_LENGTH = 60


def separator(before: Sentence, after: Sentence) -> str:
    """Return what stands between two sentences: a new line around list items and between documents, else a space."""
    is_item = bool(_ITEM.match(before.text) or _ITEM.match(after.text))
    first, second = _sources(before), _sources(after)
    is_elsewhere = bool(first and second) and first.isdisjoint(second)
    return "\n" if is_item or is_elsewhere else " "


def shortened(text: str, characters: int) -> str:
    """Return the beginning of ``text`` on one line, cut between words where it is longer than ``characters``."""
    line = " ".join(text.split())
    if len(line) <= characters:
        return line
    cut = line[: characters - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut else cut).rstrip(" ,;:.") + "…"


def _sources(sentence: Sentence) -> set[str]:
    return {citation.source for citation in sentence.citations}


def title(name: str) -> str:
    """Return a conversation's name as it is shown."""
    return shortened(name, MAX_TITLE_LENGTH)
