"""Parse a sentence into numbers, names, denials and other words, for the check of claims."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from index.text.languages import ENGLISH, function_words
from index.text.stopwords import STOPWORDS
from index.text.tokenizer import MARKS, parts, stem
from rag.text.denials import denies

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

_DIGITS = re.compile(r"\d+(?:[.,:/]\d+)*")
_CARDINALS = """two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen twenty""".split()
_ORDINALS = "second third fourth fifth sixth seventh eighth ninth tenth".split()
_TENS = "thirty forty fifty sixty seventy eighty ninety".split()
_SCALES = {"mn": "million", "bn": "billion", "tn": "trillion"} | {
    scale + plural: scale for scale in "dozen hundred thousand million billion trillion".split() for plural in ("", "s")
}
_NUMBERS = {
    **{word: str(number) for number, word in enumerate(_CARDINALS, 2)},
    **{word: str(number) for number, word in enumerate(_ORDINALS, 2)},
    **{word: str(10 * number) for number, word in enumerate(_TENS, 3)},
    **_SCALES,
    "twice": "2",
    "half": "1/2",
}
_MONTHS = {
    name[:3]: name
    for name in "january february march april may june july august september october november december".split()
} | {"sept": "september"}
_DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
_DENIES = frozenset(
    """
    no not never none nobody nothing nowhere neither nor without cannot lack lacks lacked fail fails failed deny denies
    denied unable unlikely hardly barely rarely seldom
    """.split()
)
# The stem of every denial.
DENIAL = "not"
_FAILS = frozenset(("fail", "fails", "failed"))
# "Not only" denies nothing.
_TOO = frozenset({"just", "merely", "only"})
# Irregular verbs that the stemmer does not join: "not sold" and "did not sell".
_PAST = {
    past: verb
    for verb, *pasts in (
        line.split()
        for line in """
        be was were been, begin began begun, bring brought, build built, buy bought, catch caught, choose chose chosen,
        come came, do did done, draw drew drawn, drive drove driven, fall fell fallen, feel felt, fight fought,
        find found, fly flew flown, forget forgot forgotten, get got, give gave given, go went gone, grow grew grown,
        hear heard, hold held, keep kept, know knew known, lead led, lay laid, break broke broken,
        throw threw thrown, eat ate eaten, wear wore worn, hide hid hidden, strike struck, dig dug, shoot shot,
        freeze froze frozen, leave left, lend lent, lose lost, make made,
        mean meant, meet met, pay paid, rise rose risen, run ran, say said, see saw seen, seek sought, sell sold,
        send sent, show showed shown, sink sank sunk, speak spoke spoken, spend spent, stand stood, steal stole stolen,
        take took taken, teach taught, tell told, think thought, understand understood, win won, write wrote written
        """.replace("\n", " ").split(",")
    )
    for past in pasts
}
# Synonyms, by their stems: "increased" is read as "rose".
_SAME = {
    stem(word): stem(words[0])
    for words in ("rise increase climb".split(), "fall decrease decline drop".split())
    for word in words[1:]
}
# Limits before and behind a number, however they are said; "under 5" and "at most 5" are one here.
AT_MOST, AT_LEAST = "at most", "at least"
_LIMITS = {
    tuple(phrase.split()): limit
    for limit, phrases in (
        (AT_MOST, "at most, no more than, not more than, no greater than, not exceeding, not exceed, up to"),
        (AT_MOST, "maximum of, no longer than, no later than, not longer than, not later than, limited to, within"),
        (AT_MOST, "less than, fewer than, under, below"),
        (AT_LEAST, "at least, no fewer than, not fewer than, no less than, not less than, minimum of"),
        (AT_LEAST, "exceed, exceeds, exceeded, exceeding, no earlier than, no sooner than, upwards of"),
        (AT_LEAST, "more than, over, above"),
    )
    for phrase in phrases.split(", ")
}
_OR = {
    **dict.fromkeys("more over above older longer later higher larger heavier taller upwards".split(), AT_LEAST),
    **dict.fromkeys("less fewer under below younger shorter earlier lower smaller lighter".split(), AT_MOST),
}
_BEHIND = {"upwards": AT_LEAST, "upward": AT_LEAST}
# Words between a number and such a limit at most: "5 years or older".
_BETWEEN = 2
# A limit that is named before its number, so many words before it at most: "the maximum age of applicants is 5".
_NAMED_LIMITS = {"maximum": AT_MOST, "minimum": AT_LEAST}
_NAMED_BEFORE = 8
GERMAN = "de"
# Behind these a German word with a capital is a name; behind others it is a noun.
_BEFORE_NAMES = frozenset("herr herrn frau dr prof in nach aus von bei".split())
_PAUSES = frozenset(",;:–—")
# "[2]" and "[1, 3]" refer to a source, "4." before a capital counts the points of a list; the sentence says neither.
_REFERENCE = re.compile(r"\[\d+(?:\s*[,–-]\s*\d+)*\]|\A\W*\d{1,2}[.)]\s+(?=[\"“']?[A-Z])")
# Words that join a sentence to the one before, and say nothing themselves.
_JOINING = frozenset(
    """
    accordingly according additionally also conversely consequently finally furthermore hence however
    indeed likewise meanwhile moreover nevertheless nonetheless notably overall similarly thereby
    therefore though thus whereas
    """.split()
)
# What may stand between the end of a sentence and the first word of the next.
_OPENING = frozenset(" \"'“”‘’`([*-–—")
# Prefixes that deny the rest of a word.
_PREFIXES = ("un", "in", "im", "dis", "ir", "il", "non")
# Content words behind a denial that it denies, and how far away they stand: "did not sell any of its shares".
DENIED, REACH = 3, 7


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a sentence.

    Parameters
    ----------
    text
        As written.
    stem
        As the keyword index knows it; the value of a number.
    kind
        "number", "name", "denial", "small" or "word".
    pause
        Whether a comma or the like follows.
    """

    text: str
    stem: str
    kind: str
    pause: bool = False

    @property
    def is_content(self) -> bool:
        """Whether it is a content word."""
        return self.kind not in {"denial", "small"}

    def stands_in(self, evidence: Sequence[Word]) -> bool:
        """Tell whether it stands in the evidence; a number only as a number."""
        return any(self.stem == other.stem and (self.kind != "number" or other.kind == "number") for other in evidence)


def parsed(text: str, language: str = ENGLISH) -> tuple[Word, ...]:
    """Return the words of a sentence in a language, by its ISO 639 code."""
    found = []
    references = {at for match in _REFERENCE.finditer(text) for at in range(*match.span())}
    for start, part in parts(text):
        if part not in MARKS:
            word = _word(part, begins=_begins(text, start), language=language)
            word = replace(word, kind="small") if start in references else word
            pause = text[start + len(part) : start + len(part) + 1] in _PAUSES
            found.append(replace(word, pause=True) if pause and start + len(part) < len(text) else word)
    return _named(found) if language == GERMAN else _limited(found) if language == ENGLISH else tuple(found)


def spans(text: str) -> list[tuple[int, int]]:
    """Return where each word of ``parsed`` stands in the sentence."""
    return [(start, start + len(part)) for start, part in parts(text) if part not in MARKS]


def recognised(words: Sequence[Word], names: Container[str]) -> tuple[Word, ...]:
    """Return the words; one with a capital at the start of a sentence is a name when its stem is in ``names``."""
    return tuple(
        replace(word, kind="name") if word.kind == "word" and word.text[0].isupper() and word.stem in names else word
        for word in words
    )


def is_day_or_month(word: Word) -> bool:
    """Tell whether a word is the name of a day or a month."""
    plain = word.text.lower().rstrip(".")
    return plain in _DAYS or plain in _MONTHS or plain in _MONTHS.values()


def names(words: Sequence[Word]) -> set[str]:
    """Return the stems of a sentence's names; what begins it and stands before a name is one too."""
    found = {word.stem for word in words if word.kind == "name"}
    if len(words) > 1 and words[0].kind == "word" and words[0].text[0].isupper() and words[1].kind == "name":
        found.add(words[0].stem)
    return found


def denied(words: Sequence[Word]) -> list[tuple[int, tuple[str, ...]]]:
    """Return the position of each denial, and the stems that it denies, the nearest first.

    Those stand behind it in its clause. Where nothing does they stand before it: "those that are lost are not".
    """
    found = []
    for position, word in enumerate(words):
        behind = words[position + 1 : position + 1 + REACH]
        after = behind[0].text.lower() if behind else ""
        fails = word.text.lower() in _FAILS and after != "to"  # "the engine failed" denies nothing
        if word.kind == "denial" and after not in _TOO and not fails:
            reach = 1 if word.text.lower() == "without" else DENIED  # "without a permit are towed" denies the permit
            meant = _to_the_pause(behind)
            if word.pause or not meant:
                meant = [*_to_the_pause(words[max(position - REACH, 0) : position][::-1], backwards=True), *meant]
            found.append((position, tuple(each.stem for each in meant)[:reach]))
    return found


def _to_the_pause(words: Sequence[Word], *, backwards: bool = False) -> list[Word]:
    """Return the content words before the first pause that stands behind one, or before one."""
    found: list[Word] = []
    for word in words:
        if backwards and found and word.pause:
            break
        found += [word] * word.is_content
        if not backwards and found and word.pause:
            break
    return found


def unsaid(words: Sequence[Word]) -> set[str]:
    """Return the stems of what is denied, "clear" of "unclear" among them."""
    cut = {word.stem.removeprefix(prefix) for word in words for prefix in _PREFIXES if word.stem.startswith(prefix)}
    return cut.union(*(group for _, group in denied(words)))


def _limited(words: list[Word]) -> tuple[Word, ...]:
    """Return words in which one word of a limit stands for all of it: "no more than 5" denies nothing."""
    plain = [word.text.lower() for word in words]
    for position in [place for place, word in enumerate(words) if word.kind == "number"]:
        for size in (3, 2, 1):
            first = position - size
            if first >= 0 and (limit := _LIMITS.get(tuple(plain[first:position]))):
                words[first:position] = [replace(each, kind="small") for each in words[first:position]]
                words[position - 1] = replace(words[position - 1], stem=limit, kind="small")
                break
        for place in range(position + 2, min(position + _BETWEEN + 3, len(words))):
            behind = _OR.get(plain[place]) if plain[place - 1] in {"or", "and"} else _BEHIND.get(plain[place])
            if behind:
                words[place] = replace(words[place], stem=behind, kind="small")
        for place in range(position - 1, max(position - _NAMED_BEFORE, 0) - 1, -1):
            if words[place].kind == "number":
                break
            if limit := _NAMED_LIMITS.get(plain[place]):
                words[place] = replace(words[place], stem=limit, kind="small")
    return tuple(words)


def _named(words: list[Word]) -> tuple[Word, ...]:
    """Return German words of which nouns are no names, though they have capitals too."""
    found = list(words)
    for position, word in enumerate(words):
        before = found[position - 1] if position else None
        named = before is not None and (before.text.lower() in _BEFORE_NAMES or before.kind == "name")
        if word.kind == "name" and not named:
            found[position] = replace(word, kind="word")
    return tuple(found)


def _begins(text: str, start: int) -> bool:
    """Tell whether a word at ``start`` has its capital from its place."""
    while start and text[start - 1] in _OPENING:
        start -= 1
    return not start or text[start - 1] in ".!?:\n"


@lru_cache(maxsize=1 << 14)  # a question reads the words of its passages several times
def _word(written: str, *, begins: bool, language: str = ENGLISH) -> Word:
    plain = written.replace("’", "'").lower()
    bare = plain.removesuffix("'s").replace(".", "")
    kind, known = "word", ""
    if digits := _DIGITS.match(plain):
        kind, known = "number", _value(digits[0])
    elif language != ENGLISH:
        return _foreign(written, plain, language, begins=begins)
    elif bare in _NUMBERS:
        kind, known = "number", _NUMBERS[bare]
    elif plain in _DENIES or plain.endswith("n't"):
        kind, known = "denial", DENIAL
    elif bare in _MONTHS and written[0].isupper() and not begins:  # "May" is a little word too
        kind = "name"
    elif plain in STOPWORDS or plain in _JOINING or (bare in STOPWORDS and not written.isupper()):
        kind = "small"
    elif written[0].isupper() and (not begins or written[1:] != written[1:].lower()):
        kind = "name"
    if not known:
        known = stem(_MONTHS.get(bare, _PAST.get(bare, bare)))
    return Word(written, _SAME.get(known, known), kind)


def _foreign(written: str, plain: str, language: str, *, begins: bool) -> Word:
    """Read a word of another language than English; what is elided before it belongs to it: "l'offre"."""
    bare = plain.rpartition("'")[2] or plain
    known = stem(bare, language)
    if denies(bare, language):
        return Word(written, "not", "denial")
    if bare in function_words(language):
        return Word(written, known, "small")
    return Word(written, known, "name" if written[0].isupper() and not begins else "word")


def _value(digits: str) -> str:
    plain = digits.replace(",", "")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain
