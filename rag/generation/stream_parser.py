"""Parse a streamed text into sentences, each with the passages that it names."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index import sentences
from index.text.punctuation import BULLETS, SENTENCE_END
from rag.generation.prompts import seen

# [1], [1, 2], [1-3], 【1】, as models write them.
_MARKER = re.compile(r"[\[【]\s*(?:passages?\s*)?(\d{1,4}(?:\s*[,;&–-]\s*\d{1,4})*)\s*[\]】]", re.IGNORECASE)
_SPACED_MARKER = re.compile(rf"\s*{_MARKER.pattern}", re.IGNORECASE)
_NUMBER = re.compile(r"\d+")
# "It is so. [1] And": the marker belongs before the full stop, where the sentence that it follows still goes on.
_BEHIND = re.compile(rf"({SENTENCE_END})((?:[ \t]*{_MARKER.pattern})+)", re.IGNORECASE)
_OPEN_MARKER = re.compile(r"\s*[\[【][^\]】]*\Z")
_THOUGHT = re.compile(r"<think>.*?</think>", re.DOTALL)
_ENDED = re.compile(rf"{SENTENCE_END}|\n")
# What Markdown puts at the beginning of a line or around words.
_LEAD = re.compile(rf"^\s*(?:[{BULLETS}>#]+|\d{{1,2}}[.)])\s+")
_EMPHASIS = re.compile(r"\*\*|__|`+|(?<!\w)\*(?=\S)|(?<=\S)\*(?!\w)")
_SPACE_BEFORE_STOP = re.compile(r"\s+([.,;:!?])(?!\S)")
# Passages that one range such as [1-3] names at most: more is a year or a page, not a range.
MAX_NAMED = 20


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence that a language model wrote.

    Parameters
    ----------
    text
        Without its markers.
    named
        Numbers of the passages that it names, in their order; empty where it names none.
    """

    text: str
    named: tuple[int, ...]


class Draft:
    """Takes a text piece by piece and returns a sentence as soon as the next one begins.

    Text between ``<think>`` and ``</think>`` is ignored. A repeated sentence is dropped, because small models repeat
    themselves.
    """

    def __init__(self) -> None:
        self._pending = ""
        self._given: set[str] = set()

    def add(self, piece: str) -> list[Claim]:
        """Return the sentences that are complete now."""
        self._pending += piece
        return self._claims(last=False)

    def rest(self) -> list[Claim]:
        """Return what remains, at the end of the text."""
        return self._claims(last=True)

    def _claims(self, *, last: bool) -> list[Claim]:
        self._pending = _THOUGHT.sub("", self._pending)
        text, thinking, thought = self._pending.partition("<think>")
        if not last and not _ENDED.search(text):
            return []
        text = _BEHIND.sub(r"\2\1", text)
        whole = sentences(text) if last else sentences(text)[:-1]
        # a marker that is still being written may belong to the sentence before it
        if not last and whole and _OPEN_MARKER.match(text, whole[-1][1]):
            whole = whole[:-1]
        done = len(text) if last else whole[-1][1] if whole else 0
        self._pending = text[done:] + thinking + thought
        claims = [_claim(text[start:end]) for start, end in whole]
        return [claim for claim in claims if claim.text and self._is_new(claim)]

    def _is_new(self, claim: Claim) -> bool:
        known = claim.text.casefold() in self._given
        self._given.add(claim.text.casefold())
        return not known


def _claim(written: str) -> Claim:
    """Separate a sentence from its markers, and from what would only be seen with Markdown."""
    named: list[int] = []
    for marker in _MARKER.finditer(written):
        numbers = [int(number) for number in _NUMBER.findall(marker[1])]
        if len(numbers) == 2 and re.search(r"[–-]", marker[1]) and numbers[0] < numbers[1] < numbers[0] + MAX_NAMED:
            numbers = list(range(numbers[0], numbers[1] + 1))
        named += numbers
    text = _EMPHASIS.sub("", _LEAD.sub("", _SPACED_MARKER.sub("", seen(written))))
    text = _SPACE_BEFORE_STOP.sub(r"\1", " ".join(text.split()))
    return Claim(text if any(character.isalnum() for character in text) else "", tuple(dict.fromkeys(named)))
