"""Near-miss questions made from answerable ones by exchanging one term, in question, passage or both.

For a question q answered by passage p, exchanging a term x that both hold for y gives four pairs: (q, p) and (q', p')
are answerable, (q', p) and (q, p') are not. Neither side alone tells which (an unnatural question is as often
answerable as not), so only comparing them helps: a factorial form of counterfactual augmentation (Kaushik et al. 2020).
The kinds of exchange follow the adversarial questions of SQuAD 2.0 (Rajpurkar et al. 2018, table 1): entity and number
swaps, antonyms, negation, and other content words of the same kind.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random
    from collections.abc import Mapping, Sequence

    from training.pool.data import Span

ANTONYMS = tuple(
    tuple(pair.split("/"))
    for pair in """
    first/last highest/lowest largest/smallest biggest/smallest most/least more/fewer more/less higher/lower
    larger/smaller bigger/smaller before/after north/south northern/southern east/west eastern/western increase/decrease
    increased/decreased increasing/decreasing win/lose won/lost begin/end began/ended start/stop started/stopped
    open/close opened/closed early/late earlier/later earliest/latest old/new older/younger oldest/youngest long/short
    longest/shortest major/minor maximum/minimum public/private internal/external male/female men/women man/woman
    boys/girls son/daughter father/mother brother/sister husband/wife king/queen positive/negative good/bad best/worst
    better/worse like/dislike love/hate easy/difficult easier/harder support/oppose supported/opposed accepted/rejected
    allowed/forbidden allow/prevent include/exclude includes/excludes created/destroyed built/demolished rise/fall
    rose/fell gained/lost gain/lose buy/sell bought/sold import/export imports/exports common/rare rich/poor strong/weak
    hot/cold warm/cool wet/dry light/dark fast/slow near/far inside/outside above/below top/bottom upper/lower
    left/right born/died birth/death married/divorced attack/defend attacked/defended enemy/ally allies/enemies
    victory/defeat teacher/student teachers/students urban/rural ancient/modern legal/illegal formal/informal
    direct/indirect necessary/unnecessary possible/impossible known/unknown successful/unsuccessful able/unable
    agree/disagree advantage/disadvantage advantages/disadvantages majority/minority cause/prevent caused/prevented
    arrive/leave arrived/left always/never expand/shrink expensive/cheap heavy/light wide/narrow deep/shallow
    summer/winter day/night morning/evening same/different similar/different domestic/foreign complex/simple
    active/inactive present/absent remember/forget give/take gave/took send/receive sent/received join/leave joined/left
    """.split()
)
OPPOSITE: dict[str, tuple[str, ...]] = {}
for _one, _other in ANTONYMS:
    OPPOSITE[_one] = (*OPPOSITE.get(_one, ()), _other)
    OPPOSITE[_other] = (*OPPOSITE.get(_other, ()), _one)
del _one, _other

NEGATED = {
    "is": "isn't",
    "are": "aren't",
    "was": "wasn't",
    "were": "weren't",
    "did": "didn't",
    "does": "doesn't",
    "do": "don't",
    "can": "can't",
    "could": "couldn't",
    "has": "hasn't",
    "have": "haven't",
    "had": "hadn't",
    "will": "won't",
    "would": "wouldn't",
    "should": "shouldn't",
}
STOP = frozenset(
    """a an the and or but of in on at to for from by with as into over under about than that this these those it its
    he she they them his her their our your you we i who whom whose what which when where why how many much long old
    far is are was were be been being am do does did done has have had having can could will would shall should may
    might must not no nor so if then there here some any each every all both other another such only own same very
    just also too out up down off between during through author writer person people user reviewer customer product
    item reviewer's author's thing things name named called kind type part passage text article according used use
    using one two year years say says said time get got make made think mentioned following number""".split()
)
WORD = re.compile(r"[^\W_]+(?:['\u2019-][^\W_]+)*")
NAME = re.compile(
    r"(?:[A-Z][\w'\u2019.&-]*\w|[A-Z])(?:\s+(?:of|the|de|van|von|and)?\s?(?:[A-Z][\w'\u2019&-]*\w|[A-Z]))*"
)
NUMBER = re.compile(r"(?<![\w.,])\d[\d,]*(?:\.\d+)?(?![\w])")


@dataclass(frozen=True, slots=True)
class Exchange:
    """Term ``old`` gives way to ``new``; where ``mutual``, ``new`` gives way to ``old`` as well."""

    old: str
    new: str
    kind: str
    mutual: bool = False


@dataclass(frozen=True, slots=True)
class Edited:
    """A text after an exchange, with what moved."""

    text: str
    edits: list[tuple[int, int]]
    """Per replaced term: where it ended in the old text, and by how many characters the text after it moved in all."""

    def moved(self, span: Span) -> Span:
        """Find where a span of the old text that no edit cuts in two stands now."""
        start, end = span
        before = [by for at, by in self.edits if at <= start]
        within = [by for at, by in self.edits if at <= end]
        return start + (before[-1] if before else 0), end + (within[-1] if within else 0)


def exchanged(text: str, exchange: Exchange, keep: Sequence[Span] = ()) -> Edited | None:
    """Apply an exchange to a text: whole words in any case; a capital at the beginning of a sentence stays one.

    Parameters
    ----------
    text
        Question or passage.
    exchange
        What to put for what.
    keep
        Answer spans that must survive unchanged.

    Returns
    -------
    Edited or None
        None when the term is not there or touches a span of ``keep``.
    """
    into = {exchange.old.lower(): exchange.new}
    if exchange.mutual:
        into[exchange.new.lower()] = exchange.old
    pattern = re.compile(
        r"(?<!\w)(" + "|".join(map(re.escape, sorted(into, key=len, reverse=True))) + r")(?!\w)", re.IGNORECASE
    )
    pieces: list[str] = []
    edits: list[tuple[int, int]] = []
    cursor = shift = 0
    for match in pattern.finditer(text):
        if any(match.start() < end and start < match.end() for start, end in keep):
            return None
        new = into.get(match.group().lower(), exchange.new)  # "\u0130" in lower case has two code points
        if match.group()[0].isupper() and new[0].islower():
            new = new[0].upper() + new[1:]
        pieces += [text[cursor : match.start()], new]
        cursor = match.end()
        shift += len(new) - len(match.group())
        edits.append((cursor, shift))
    if exchange.old.lower() not in text.lower() or not pieces:
        return None
    pieces.append(text[cursor:])
    return Edited("".join(pieces), edits)


def _names(text: str) -> list[str]:
    """Capitalised runs that do not merely begin a sentence."""
    found = []
    for match in NAME.finditer(text):
        before = text[: match.start()].rstrip()
        begins = not before or before[-1] in '.!?"\u201c:('
        if begins and " " not in match.group():
            continue
        if match.group().lower() not in STOP:
            found.append(match.group())
    return found


def _stands_in(term: str, text: str) -> bool:
    return bool(re.search(rf"(?<!\w){re.escape(term)}(?!\w)", text))


def _near_number(number: str, rng: random.Random) -> str:
    """Another number of the same make: a year stays a year nearby, a count keeps its digits."""
    digits = number.replace(",", "")
    if "." in digits:
        return f"{float(digits) * rng.choice((0.5, 0.8, 1.3, 2.0)) + 0.1:.{len(digits.split('.')[1])}f}"
    value = int(digits)
    if len(digits) == 4 and 1000 <= value <= 2100:
        return str(value + rng.choice((-1, 1)) * rng.randint(2, 40))
    changed = max(1, value + rng.choice((-1, 1)) * rng.randint(1, max(2, value // 2)))
    return f"{changed:,}" if "," in number else str(changed)


def find_exchange(  # noqa: C901 (one branch for each kind of exchange)
    question: str, passage: str, article: str, siblings: Mapping[str, Sequence[str]], rng: random.Random
) -> Exchange | None:
    """Choose one exchange for a question and the passage that answers it, or None when none suits.

    Parameters
    ----------
    question, passage
        An answerable pair.
    article
        Text to borrow names and numbers from: the same article, so that the near miss stays on the subject.
    siblings
        For a word, words that could stand in its place but mean something else (:mod:`training.pool.siblings`).
    rng
        Source of chance.
    """
    low = passage.lower()  # sets are sorted below: their own order changes from process to process
    options: list[Exchange] = []
    for number in sorted(set(NUMBER.findall(question))):
        others = [n for n in sorted(set(NUMBER.findall(article))) if len(n) == len(number) and n != number]
        new = rng.choice(others) if others and rng.random() < 0.6 else _near_number(number, rng)
        if new != number:
            options += 3 * [Exchange(number, new, "number", new in passage)]
    pool = None
    for name in sorted(set(NAME.findall(question))):
        first = question.startswith(name) and " " not in name
        if first or name.lower() in STOP or not _stands_in(name, passage):
            continue
        pool = sorted(set(_names(article))) if pool is None else pool
        parts = set(name.lower().split())
        alike = [
            other
            for other in pool
            if abs(len(other.split()) - len(name.split())) <= 1 and not parts & set(other.lower().split())
        ]
        if alike:
            new = rng.choice(alike)
            options += 4 * [Exchange(name, new, "name", new.lower() in low)]
    for word in sorted(set(WORD.findall(question))):
        lower = word.lower()
        for other in OPPOSITE.get(lower, ()):
            options += 2 * [Exchange(word, other, "antonym", _stands_in(other, low))]
        if word.islower() and len(word) > 3 and lower not in STOP and siblings.get(lower):
            new = rng.choice(siblings[lower])
            if _stands_in(lower, low):
                options.append(Exchange(word, new, "word", _stands_in(new, low)))
        if lower in NEGATED and rng.random() < 0.25:
            options.append(Exchange(word, rng.choice((NEGATED[lower], f"{word} not")), "negation"))
    return rng.choice(options) if options else None


def typo(question: str, rng: random.Random) -> str:
    """Misspell one longer word by a dropped, doubled, swapped or neighbouring letter; it must still match."""
    words = [match for match in WORD.finditer(question) if len(match.group()) > 4 and match.group().isalpha()]
    if not words:
        return question
    match = rng.choice(words)
    word, at = match.group(), rng.randint(1, len(match.group()) - 2)
    how = rng.randrange(4)
    if how == 0:
        word = word[:at] + word[at + 1 :]
    elif how == 1:
        word = word[:at] + word[at] + word[at:]
    elif how == 2:
        word = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    else:
        word = word[:at] + rng.choice("aeiourstln") + word[at + 1 :]
    return question[: match.start()] + word + question[match.end() :]
