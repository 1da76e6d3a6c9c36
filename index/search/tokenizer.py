"""Tokenize text for the keyword index. The only user of ``Stemmer``."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

_STOP = frozenset(
    ("a", "about", "after", "all", "also", "am", "an", "and", "any", "are", "as", "at", "be", "because", "been",
     "before", "being", "between", "both", "but", "by", "can", "could", "did", "do", "does", "doing", "during",
     "each", "for", "from", "had", "has", "have", "having", "he", "her", "here", "hers", "him", "his", "how", "i",
     "if", "in", "into", "is", "it", "its", "itself", "just", "me", "more", "most", "my", "no", "nor", "not", "of",
     "off", "on", "once", "only", "or", "other", "our", "out", "over", "own", "same", "she", "should", "so", "some",
     "such", "than", "that", "the", "their", "them", "then", "there", "these", "they", "this", "those", "through",
     "to", "too", "under", "until", "up", "very", "was", "we", "were", "what", "when", "where", "which", "while",
     "who", "whom", "whose", "why", "will", "with", "would", "you", "your")
)  # fmt: skip
# Scripts written without spaces, and Hangul, whose particles are written together with the word.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
    "\U00020000-\U0003134f"
)
_WORD = f"[^\\W_{_UNSPACED}]+"
_TOKEN = re.compile(
    f"(?P<unspaced>[{_UNSPACED}]+)"
    r"|(?P<dotted>[^\W\d_](?:\.[^\W\d_])+\.?(?!\w))"  # U.S., e.g.
    r"|(?P<amount>[$€£¥]?\d+(?:[.,]\d+)*%?(?![\w-]))"  # $53, 3,000, 1.5, 12%
    r"|(?P<symbol>[^\W\d_](?:\+\+|#)(?!\w))"  # C++, C#
    f"|{_WORD}(?:[-&'’./_]{_WORD})*"  # GPT-4, AT&T, Alibaba's, example.com
)
_MARKS = re.compile(r"[-&'’./_]")
_POSSESSIVE = re.compile(r"['’]s?$")


def words(text: str) -> list[str]:
    """Return the stems of all words of a text, in order.

    Letters are case-folded and stripped of accents. A compound gives itself and its parts: "GPT-4" gives "gpt-4",
    "gpt" and "4"; "$53" gives "$53" and "53"; "U.S." gives "us". Scripts without spaces give each pair of neighbouring
    characters.
    """
    return _stems(_spelled(text))


def question_words(text: str) -> list[str]:
    """Return the stems of a question's words without its stop words, unless it has no others."""
    spelled = _spelled(text)
    return _stems([word for word in spelled if word not in _STOP] or spelled)


def _spelled(text: str) -> list[str]:
    found: list[str] = []
    for token in _TOKEN.finditer(_folded(text)):
        word = token[0]
        match token.lastgroup:
            case "unspaced":
                found += [a + b for a, b in pairwise(word)] or [word]
            case "dotted":
                found.append(word.replace(".", ""))
            case "amount":
                word = word.replace(",", "")
                number = word.strip("$€£¥%")
                found += [word] if number == word else [word, number]
            case "symbol":
                found.append(word)
            case _:
                word = _POSSESSIVE.sub("", word)
                parts = _MARKS.split(word)
                found += [word, *parts] if len(parts) > 1 else [word]
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
