"""Words of questions, names of columns and cells, and whether two of them are the same but for their endings."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile
from typing import TYPE_CHECKING

from index.text import tokenizer
from index.text.tokenizer import parts

if TYPE_CHECKING:
    from collections.abc import Sequence

_DATE = re.compile(r"\d{4}-\d{1,2}-\d{1,2}(?!\w)|\d{1,2}\.\s?\d{1,2}\.\s?\d{4}(?!\w)")
_MINUS = frozenset("-−")
# Endings of German and English that a stem may take; shorter stems are too often other words.
_ENDINGS = frozenset(("", "e", "en", "er", "es", "em", "n", "s", "ern", "t", "te", "ten", "ing", "ed"))
_SHORTEST_STEM = 5
# Parts of a German compound are at least as long: "Strom" in "Stromverbrauch".
SHORTEST_PART = 5
NUMBER_WORDS = {
    word: number
    for words in (
        "one two three four five six seven eight nine ten eleven twelve",
        "eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf",
    )
    for number, word in enumerate(words.split(), 1)
}
ORDINALS = {
    word: number
    for words in (
        "first second third fourth fifth sixth seventh eighth ninth tenth",
        "erster zweiter dritter vierter fünfter sechster siebter achter neunter zehnter",
        "erste zweite dritte vierte fünfte sechste siebte achte neunte zehnte",
        "1st 2nd 3rd 4th 5th 6th 7th 8th 9th 10th",
    )
    for number, word in enumerate(words.split(), 1)
}


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number or mark as written, and in small letters without accents."""

    text: str
    folded: str

    @property
    def is_number(self) -> bool:
        """Whether it is written in digits."""
        return self.text.lstrip("-−")[:1].isdigit() and self.text[-1].isdigit()


@lru_cache(maxsize=65_536)
def tokens(text: str) -> tuple[Token, ...]:
    """Return the words, numbers, dates and marks of a text; "two-room" is two, "Wren's" is "wren"."""
    found, end = [], 0
    for start, part in parts(text):
        if start < end:  # within a date
            continue
        written = part
        if date := _DATE.match(text, start):
            written = date[0]
        elif part[0].isdigit() and text[start - 1 : start] in _MINUS and not text[:start][-2:-1].strip():
            written = text[start - 1] + part
        found.append(Token(written, _folded(written)))
        end = start + len(part) if date is None else date.end()
    return tuple(found)


@lru_cache(maxsize=65_536)
def same(one: str, other: str) -> bool:
    """Tell whether two folded words are one but for their endings."""
    if one == other:
        return True
    if not (one.isalpha() and other.isalpha()):
        return False
    if stem(one) == stem(other) or _singular(one) == _singular(other):
        return True
    alike = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
    return alike >= _SHORTEST_STEM and {one[alike:], other[alike:]} <= _ENDINGS


def _singular(word: str) -> str:
    """Return the singular of a plural such as "loaves" or "shelves"; another word as it is."""
    return f"{word[:-3]}f" if word.endswith(("aves", "lves", "rves")) else word


@lru_cache(maxsize=65_536)
def part_of(word: str, compound: str) -> bool:
    """Tell whether a word begins or ends a compound, or is one that the other word does: "strom", "stromverbrauch"."""
    if min(len(word), len(compound)) < SHORTEST_PART or word == compound:
        return False
    short, long = sorted((word, compound), key=len)
    part = stem(short)
    return len(part) >= SHORTEST_PART and (long.startswith(part) or long.endswith(short) or stem(long).endswith(part))


def find(phrase: Sequence[Token], text: Sequence[Token], start: int = 0) -> int:
    """Return where a phrase stands in a text; -1 where it does not."""
    for place in range(start, len(text) - len(phrase) + 1):
        if all(same(one.folded, text[place + offset].folded) for offset, one in enumerate(phrase)):
            return place
    return -1


def _folded(text: str) -> str:
    text = unicodedata.normalize("NFKD", text.casefold().replace("’", "'"))
    text = "".join(letter for letter in text if not unicodedata.combining(letter))
    return text.removesuffix("'s") if text != "'s" else text


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """Return the stem of a folded word, as the keyword index knows it."""
    return tokenizer.stem(word)
