"""Cut a text into sentences, tell which of them claim something, and replace pronouns by what they stand for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from index import sentences
from index.text.punctuation import SENTENCE_END
from index.types.blocks import NO_BLOCKS
from rag.text.claim_tokens import is_day_or_month, parsed, spans

if TYPE_CHECKING:
    from collections.abc import Sequence

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
    names: list[str] = []
    for start, end in sentences(text):
        sentence = text[start:end]
        is_claim = _claims(text, start, end, blocks)
        since = [each for each in found[-BACK:] if each.is_claim]
        resolved, replaced = (
            _resolved(sentence, [name for name in names[-BACK:] if name]) if is_claim else (sentence, None)
        )
        refers = is_claim and bool(_REFERS.match(sentence)) and bool(since)
        found.append(Claim(sentence, start, end, is_claim, resolved, replaced, since[-1].resolved if refers else ""))
        names.append(_subject(resolved))
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


def _resolved(sentence: str, names: Sequence[str]) -> tuple[str, tuple[tuple[int, int], tuple[int, int]] | None]:
    found = _PRONOUN.search(sentence)
    if found is None or not names or _EMPTY.match(sentence, found.start()) or _subject(sentence[: found.start()]):
        return sentence, None
    name = names[-1]
    written = f"{name}'s" if found[0].lower() in _OWNING else name
    low, high = found.span()
    return f"{sentence[:low]}{written}{sentence[high:]}", ((low, high), (low, low + len(written)))


def _subject(sentence: str) -> str:
    """Return the first name of a sentence, "Eddie Wu"; "" where it has none."""
    words, places = parsed(sentence), spans(sentence)
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
