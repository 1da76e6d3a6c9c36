"""Cut a text into sentences, tell which of them claim something, and replace pronouns by what they stand for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from index import sentences
from index.text.punctuation import SENTENCE_END
from index.types.blocks import NO_BLOCKS
from rag.text.claim_tokens import is_day_or_month, names, parsed, recognised, spans

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from index.types.blocks import Blocks

# Kinds of blocks that claim nothing.
_SILENT = frozenset(("heading", "table_header", "code"))
# Words of a line without a full stop that is a heading where a text has no blocks.
MAX_HEADING = 8
# An opinion, a wish, thanks or a request: nothing that documents could support.
_OPINION = re.compile(
    r"\b(?:i|we)\s+(?:(?:really|still|also|do|strongly|firmly|would|'d)\s+){0,2}(?:think|believe|feel|hope|wish|guess"
    r"|suppose|suspect|doubt|like|love|prefer|recommend|suggest|propose|fear)\b"
    r"|\bin\s+(?:my|our)\s+(?:opinion|view|experience)\b|\bto\s+(?:my|our)\s+mind\b|^(?:personally|please|let\s+us"
    r"|let's|thank\s+you|thanks|dear|hello|hi|kind\s+regards|best\s+regards)\b",
    re.IGNORECASE,
)
_ENDS = re.compile(rf"{SENTENCE_END}$|[:;][\"'”’»)\]]*$")
_PRONOUN = re.compile(r"\b(?:he|she|it|they|his|her|its|their)\b", re.IGNORECASE)
_OF_PERSONS = frozenset(("he", "she", "his", "her"))
# A pronoun behind a noun of its own sentence stands for that, but for one of a time or place: "In the summer she left".
_OPENING = re.compile(
    r"(?:in|on|at|after|before|since|during|from|for|until|by|under|last|next|every|that)\s+(?:\S+\s+){0,3}",
    re.IGNORECASE,
)
# After these the pronoun is an object or stands for nothing: "it is clear that", "it rains".
_EMPTY = re.compile(
    r"it\s+(?:is|was|has\s+been|seems|appears)\s+(?:\w+\s+)?(?:that|to|clear|possible|likely|known|reported)",
    re.IGNORECASE,
)
# "The pilot was not hurt" says no more which pilot than "He was not hurt" does.
_REFERS = re.compile(r"^(?:the|this|these|that|those|such|both|he|she|it|they|his|her|its|their)\b", re.IGNORECASE)
# Sentences back in which the name that a pronoun stands for is looked for.
BACK = 3
_OWNING = frozenset(("his", "her", "its", "their"))


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence of a text.

    Parameters
    ----------
    text, start, end
        The sentence, and its offsets in the text.
    is_claim
        Whether it says something that documents may support.
    resolved
        The sentence with its first pronoun replaced by the name that it stands for.
    replaced
        (start, end) of the pronoun in ``text`` and of the name in ``resolved``; None where nothing was replaced.
    before
        What was said before, where the sentence refers to it; "" where it stands for itself.
    """

    text: str
    start: int
    end: int
    is_claim: bool
    resolved: str
    replaced: tuple[tuple[int, int], tuple[int, int]] | None = None
    before: str = ""

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the part of ``text`` that a part of ``resolved`` stands for."""
        if self.replaced is None:
            return start, end
        (low, high), (first, last) = self.replaced
        shift = high - last
        begin = start if start < first else low if start < last else start + shift
        finish = end if end <= first else high if end <= last else end + shift
        return begin, finish


@dataclass(frozen=True, slots=True)
class _Name:
    """The first name of a sentence, "" where it has none, and whether the sentence begins with it."""

    text: str
    leads: bool


def claims(text: str, blocks: Blocks = NO_BLOCKS) -> list[Claim]:
    """Return the sentences of a canonical text, in order.

    Parameters
    ----------
    text
        Every newline ends a paragraph.
    blocks
        What its spans are, where that is known.
    """
    found: list[Claim] = []
    subjects: list[_Name] = []
    cut = sentences(text)
    known = set[str]().union(*(names(parsed(text[start:end])) for start, end in cut))
    for start, end in cut:
        sentence = text[start:end]
        is_claim = _claims(text, start, end, blocks)
        since = [each for each in found[-BACK:] if each.is_claim]
        resolved, replaced = _resolved(sentence, subjects[-BACK:]) if is_claim else (sentence, None)
        refers = is_claim and bool(_REFERS.match(sentence)) and bool(since)
        found.append(Claim(sentence, start, end, is_claim, resolved, replaced, since[-1].resolved if refers else ""))
        name = _subject(resolved, known)
        subjects.append(_Name(name, bool(name) and resolved.removeprefix("The ").startswith(name)))
    return found


def _claims(text: str, start: int, end: int, blocks: Blocks) -> bool:
    sentence = text[start:end]
    block = next(iter(blocks.within(start, end)), None)
    if block is not None and block.kind in _SILENT:
        return False
    if block is None and _is_heading(text, start, end):
        return False
    said = [word for word in parsed(sentence) if word.is_content]
    return len(said) > 1 and not sentence.endswith("?") and not _OPINION.search(sentence)


def _is_heading(text: str, start: int, end: int) -> bool:
    """Tell whether a line of a text without blocks looks like a heading: short, alone, and without a full stop."""
    alone = (start == 0 or text[start - 1] == "\n") and (end == len(text) or text[end] == "\n")
    line = text[start:end]
    return alone and (line.startswith("#") or (len(line.split()) <= MAX_HEADING and not _ENDS.search(line)))


def _resolved(sentence: str, subjects: Sequence[_Name]) -> tuple[str, tuple[tuple[int, int], tuple[int, int]] | None]:
    found = _PRONOUN.search(sentence)
    if found is None or _EMPTY.match(sentence, found.start()) or _has_noun(sentence[: found.start()]):
        return sentence, None
    name = _meant(found[0].lower(), subjects)
    if not name:
        return sentence, None
    written = f"{name}'s" if found[0].lower() in _OWNING else name
    low, high = found.span()
    return f"{sentence[:low]}{written}{sentence[high:]}", ((low, high), (low, low + len(written)))


def _has_noun(opening: str) -> bool:
    """Tell whether the words before a pronoun may hold what it stands for."""
    return bool(_subject(opening)) or (
        any(word.kind == "word" for word in parsed(opening)) and not _OPENING.fullmatch(opening)
    )


def _meant(pronoun: str, subjects: Sequence[_Name]) -> str:
    """Return the name that a pronoun stands for; "" where that is not sure.

    "It" is what the sentence before begins with: in "The fan was bought by Ada. It is loud" no name is meant.
    """
    if pronoun in _OF_PERSONS:
        return next((each.text for each in reversed(subjects) if each.text), "")
    return subjects[-1].text if subjects and subjects[-1].leads else ""


def _subject(sentence: str, known: Container[str] = ()) -> str:
    """Return the first name of a sentence, "Eddie Wu"; "" where it has none.

    Its first word is one where ``known`` holds its stem: it has its capital from its place.
    """
    words, places = recognised(parsed(sentence), known), spans(sentence)
    named = [word.kind == "name" and not is_day_or_month(word) for word in words]
    for position, (one, other) in enumerate(pairwise(named)):  # what begins a sentence and stands before a name
        if position == 0 and not one and other and words[0].kind == "word" and words[0].text[0].isupper():
            named[0] = True
    first = next((place for place, is_name in enumerate(named) if is_name), None)
    if first is None:
        return ""
    last = first
    while last + 1 < len(named) and named[last + 1] and sentence[places[last][1] : places[last + 1][0]].isspace():
        last += 1
    return sentence[places[first][0] : places[last][1]].removesuffix("'s").removesuffix("’s")
