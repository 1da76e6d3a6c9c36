"""Correct misspelt names in a question by the spelling of the passages."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import TYPE_CHECKING

from index.search.fuzzy import Spelling
from index.text.stopwords import STOPWORDS
from index.text.tokenizer import parts, words
from rag.models.onnx_session import TOKENIZER, WEIGHTS

if TYPE_CHECKING:
    from collections.abc import Iterable

_POSSESSIVE = re.compile(r"['’]s?$")


def respelled(question: str, passages: Iterable[str]) -> str | None:
    """Return the question with each misspelt name as the passages spell it; None where there is none.

    A word is taken for a misspelt name when no passage holds it, it is no common word of English, and it is one or two
    letters away from a word that they write with a capital only. Passages must be those found for the question, where
    search by words knows near spellings too: a word that the library holds is then in one of them. Whether the respelt
    question is any better is not decided here.
    """
    written = {_POSSESSIVE.sub("", part) for passage in passages for _, part in parts(passage)}
    known = {word.lower() for word in written}
    names = {word.lower(): word for word in written if word[0].isupper() and word.lower() not in written | STOPWORDS}
    lost = [word for word in words(question) if _bare(word) not in known | STOPWORDS]
    if not lost or not names:
        return None
    spelling, found = Spelling(sorted(names)), question
    for word in lost:
        near = spelling.nearest(_bare(word)) if _bare(word) not in _common_words() else []
        if near:
            found = re.sub(rf"\b{re.escape(word[: len(_bare(word))])}\b", names[near[0]], found)
    return found if found != question else None


def _bare(word: str) -> str:
    """Return a word in small letters, without a possessive's ending."""
    return _POSSESSIVE.sub("", word.lower())


@cache
def _common_words() -> frozenset[str]:
    """Return the words that the bundled tokenizer knows whole, about 22,000, in small letters.

    Its word pieces were learnt from English (Devlin et al. 2019), so that a frequent word is a piece of its own, and a
    misspelt one hardly ever is.
    """
    pieces = json.loads((WEIGHTS / TOKENIZER).read_text(encoding="utf-8"))["model"]["vocab"]
    return frozenset(piece for piece in pieces if piece.isalpha())
