"""What must be right in a sentence, word for word: its numbers, dates and names, and what it denies."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.words import words as stems
from rag.words import SMALL

if TYPE_CHECKING:
    from collections.abc import Sequence

_TOKEN = re.compile(
    r"[$€£¥]?\d+(?:[.,:/]\d+)*(?:st|nd|rd|th|s)?%?"
    r"|[^\W\d_](?:\.[^\W\d_])+\.?"
    r"|[^\W_]+(?:['’][^\W\d_]+)?"
)
_DIGITS = re.compile(r"\d+(?:[.,:/]\d+)*")
_WORDS_OF_NUMBERS = dict(
    zip(
        """two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
        eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety second third fourth fifth sixth seventh
        eighth ninth tenth twice half""".split(),
        "2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 30 40 50 60 70 80 90 2 3 4 5 6 7 8 9 10 2 1/2".split(),
        strict=True,
    )
)
_SCALES = {
    "hundred": "hundred", "hundreds": "hundred", "thousand": "thousand", "thousands": "thousand",
    "million": "million", "millions": "million", "mn": "million", "billion": "billion", "billions": "billion",
    "bn": "billion", "trillion": "trillion", "trillions": "trillion", "tn": "trillion", "dozen": "dozen",
}  # fmt: skip
_MONTHS = {
    "jan": "january", "feb": "february", "mar": "march", "apr": "april", "jun": "june", "jul": "july",
    "aug": "august", "sep": "september", "sept": "september", "oct": "october", "nov": "november", "dec": "december",
}  # fmt: skip
_DENIES = frozenset(
    """
    no not never none nobody nothing nowhere neither nor without cannot can't lack lacks lacked fail fails failed deny
    denies denied unable unlikely hardly barely rarely seldom
    """.split()
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a sentence.

    Parameters
    ----------
    text
        As written.
    stem
        As the keyword index knows it.
    kind
        "number", "name", "denial", "small" or "word".
    """

    text: str
    stem: str
    kind: str


def parsed(text: str) -> list[Word]:
    """Return the words of a sentence."""
    found = list(_TOKEN.finditer(text))
    return [_word(match[0], initial=_begins(text, match.start())) for match in found]


def _begins(text: str, start: int) -> bool:
    before = text[:start].rstrip(" \"'“”‘’`([*-–—")
    return not before or before[-1] in ".!?:\n"


def _word(written: str, *, initial: bool) -> Word:
    plain = written.replace("’", "'").lower()
    bare = plain.removesuffix("'s").replace(".", "") if not plain[0].isdigit() else plain
    if digits := _DIGITS.search(plain):
        if any(character.isalpha() for character in plain) and not re.fullmatch(
            r"[$€£¥]?[\d.,:/]+(?:st|nd|rd|th|s)?%?", plain
        ):
            return Word(written, plain, "name")
        return Word(written, _number(digits[0]), "number")
    if plain in _DENIES or plain.endswith("n't"):
        return Word(written, plain, "denial")
    if bare in _WORDS_OF_NUMBERS:
        return Word(written, _WORDS_OF_NUMBERS[bare], "number")
    if bare in _SCALES:
        return Word(written, _SCALES[bare], "number")
    stem = (stems(_MONTHS.get(bare, bare)) or [bare])[0]
    if plain in SMALL or bare in SMALL and not written.isupper():
        return Word(written, stem, "small")
    capital = written[0].isupper()
    if capital and (not initial or written[1:] != written[1:].lower()):
        return Word(written, stem, "name")
    return Word(written, stem, "initial" if capital else "word")


def _number(digits: str) -> str:
    plain = digits.replace(",", "")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


# Content words behind a denial that it denies, within so many words: "did not sell any of its shares".
DENIED = 3
REACH = 7
_PREFIXES = ("un", "in", "im", "dis", "ir", "il", "non")


def content(words: Sequence[Word]) -> list[Word]:
    """Return the words that mean something."""
    return [word for word in words if word.kind not in {"small", "denial"}]


def denied(words: Sequence[Word]) -> list[tuple[int, list[str]]]:
    """Return for each denial its position and the stems of what it denies, the nearest first."""
    groups = []
    for position, word in enumerate(words):
        behind = words[position + 1 : position + 1 + REACH]
        if word.kind == "denial" and not (behind and behind[0].text.lower() in {"only", "just", "merely"}):
            groups.append((position, [each.stem for each in content(behind)][:DENIED]))
    return groups


def unsaid(words: Sequence[Word]) -> set[str]:
    said = {word.stem for word in content(words)}
    return {stem for _, group in denied(words) for stem in group} | {
        stem.removeprefix(prefix) for stem in said for prefix in _PREFIXES if stem.startswith(prefix)
    }


def stands(word: Word, evidence: Sequence[Word]) -> bool:
    if word.kind == "number":
        return any(word.stem == other.stem for other in evidence if other.kind == "number")
    return any(word.stem == other.stem for other in evidence)


def neighbours(words: Sequence[Word], position: int, count: int = 2) -> set[str]:
    before = [w.stem for w in content(words[:position])][-count:]
    after = [w.stem for w in content(words[position + 1 :])][:count]
    return {*before, *after} - {words[position].stem}


def coverage(claim: Sequence[Word], evidence: Sequence[Word]) -> float:
    """Return the share of the claim's words that stand in the evidence, names and numbers counting twice."""
    said = {word.stem for word in evidence}
    total = sum(_weight(word) for word in content(claim))
    return sum(_weight(word) for word in content(claim) if word.stem in said) / total if total else 0.0


def _weight(word: Word) -> float:
    return 2.0 if word.kind in {"name", "number"} else 1.0
