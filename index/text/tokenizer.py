"""Split a text into words: one grammar, whose words are read in three ways. The only user of ``Stemmer``.

``words`` keeps compounds whole, as a reader sees them. ``parts`` splits compounds, as facts and cells are compared.
``terms`` returns both, folded and stemmed, as the keyword index counts them. The models do not use these words: they
split a text into the word pieces that they were trained with.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise
from typing import TYPE_CHECKING

from index.text.stopwords import FUNCTION_WORDS, STOPWORDS

if TYPE_CHECKING:
    from collections.abc import Iterator

# Scripts written without spaces, and Hangul, whose particles are written together with the word.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
    "\U00020000-\U0003134f"
)
_CHARACTER, _LETTER = f"[^\\W_{_UNSPACED}]", f"[^\\W\\d_{_UNSPACED}]"
# A word or a number: Alibaba's, E07, 3,000, 12:30, 1990s, 1.5bn.
# Each class of characters takes a millisecond to compile, and so none stands twice in it.
_PLAIN = f"(?=[^\\W_])(?:\\d+(?:[.,:/]\\d+)*+)?+{_CHARACTER}*(?<=[^\\W_])(?:['’]{_LETTER}+)*"
_SPECIAL = (
    f"(?P<unspaced>[{_UNSPACED}]+)"  # first: the letters that begin what follows are others
    f"|(?P<initials>[^\\W\\d_](?:\\.{_LETTER})+\\.?(?!\\w))"  # U.S., e.g.
    "|(?P<symbol>[^\\W\\d_](?:\\+\\+|#)(?!\\w))"  # C++, C#
)
MARKS = frozenset("$€£¥%")
_PART = re.compile(f"{_SPECIAL}|{_PLAIN}|[$€£¥%]")
_WORD = re.compile(
    f"{_SPECIAL}|(?:[$€£¥](?=\\d))?(?P<compound>{_PLAIN}(?:[-&./_]{_PLAIN})*)(?:(?<=\\d)%)?"  # GPT-4, AT&T, $53, 12%
)
_PLAIN_WORD = re.compile(_PLAIN)
# What the keyword index splits besides: L'Oréal, 12:30, 24/7.
_WITHIN = re.compile(r"['’:/]")
_POSSESSIVE = re.compile(r"['’]s?$")


def words(text: str) -> list[str]:
    """Return the words of a text as they are written, compounds whole: "GPT-4", "Alibaba's", "3,000", "U.S."."""
    return [found["compound"] or found[0] for found in _WORD.finditer(text)]


def content_words(text: str) -> list[str]:
    """Return the words of a text that are no stop words, each once, in order of their last occurrence."""
    found = [word for word in words(text) if word.lower() not in STOPWORDS]
    return list({word.lower(): word for word in reversed(found)}.values())[::-1]


def parts(text: str) -> Iterator[tuple[int, str]]:
    """Yield the start and the text of each word, number and mark of a text, compounds split.

    "GPT-4" gives "GPT" and "4"; "$53" gives "$", which is one of ``MARKS``, and "53"; "12:30" and "isn't" are one.
    """
    return ((found.start(), found[0]) for found in _PART.finditer(text))


def terms(text: str) -> list[str]:
    """Return the stems of all words of a text, in order, as the keyword index counts them.

    Letters are case-folded and stripped of accents. A compound gives itself and its parts: "GPT-4" gives "gpt-4",
    "gpt" and "4"; "$53" gives "$53" and "53"; "U.S." gives "us". Scripts without spaces give each pair of neighbouring
    characters.
    """
    return _stems(_spelled(text))


def question_terms(text: str) -> list[str]:
    """Return the terms of a question without its function words, unless it has no others."""
    spelled = _spelled(text)
    return _stems([word for word in spelled if word not in FUNCTION_WORDS] or spelled)


def stem(word: str) -> str:
    """Return the first term of a word; the word itself where it has none."""
    return (terms(word) or [word])[0]


def _spelled(text: str) -> list[str]:
    found: list[str] = []
    for token in _WORD.finditer(_folded(text)):
        word = token[0]
        match token.lastgroup:
            case "unspaced":
                found += [a + b for a, b in pairwise(word)] or [word]
            case "initials":
                found.append(word.replace(".", ""))
            case "symbol":
                found.append(word)
            case _ if word.isalnum():
                found.append(word)
            case _:
                word = _POSSESSIVE.sub("", word.replace(",", ""))
                pieces = [piece for plain in _PLAIN_WORD.findall(word) for piece in _WITHIN.split(plain)]
                found += [word] if pieces == [word] else [word, *pieces]
    return found


def _folded(text: str) -> str:
    """Fold case, compatibility forms and accents; drop optional marks and joiners."""
    if text.isascii():
        return text.lower()
    text = unicodedata.normalize("NFKD", text.casefold())
    unwritten = {ord(letter): None for letter in set(text) if unicodedata.category(letter) in {"Mn", "Mc", "Me", "Cf"}}
    return unicodedata.normalize("NFC", text.translate(unwritten))


def _stems(spelled: list[str]) -> list[str]:
    # One stemmer may not serve two threads at a time; making one costs a few microseconds.
    import Stemmer  # noqa: PLC0415

    stems: list[str] = Stemmer.Stemmer("english").stemWords(spelled)
    return stems
