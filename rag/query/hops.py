"""Split a question that describes a thing instead of naming it in two: "Who leads the operator of the port?"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.text.tokenizer import content_words

if TYPE_CHECKING:
    from collections.abc import Iterator

_RELATIVE = r"(?:of|with|whose|who|whom|that|which|where|(?:to|in|on|at|for|from|by) (?:which|whom))"
# "the operator of the port of Orrin": a noun of at most three words, and what it is known by.
_DESCRIBED = re.compile(rf"\bthe (?:[\w’'-]+ ){{1,3}}?{_RELATIVE} .+", re.IGNORECASE)
# "the maker founded whose scrap is down": what is known of it stands behind the verb.
_APART = re.compile(
    r"\bthe (?P<noun>(?:[\w’'-]+ ){1,2})(?P<verb>\w+) (?P<known>(?:whose|who|that|which|where) .+)", re.IGNORECASE
)
# Before a description, these put the verb to the end: "In which town does the boss of Ada work?".
_AUXILIARY = re.compile(r"\b(?:do|does|did|can|could|will|would|should|must|may|might|has|have|had)\s+$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Hop:
    """A question in two steps.

    Parameters
    ----------
    described
        What is looked for first, "the operator of the port of Orrin".
    before, after
        What stands around it in the question.
    """

    described: str
    before: str
    after: str

    @property
    def first(self) -> str:
        """The question for the name."""
        return f"What or who is {self.described}?"

    def second(self, name: str) -> str:
        """Return the question about the thing with this name."""
        return f"{self.before}{name}{self.after}?"


def hops(question: str) -> tuple[Hop, ...]:
    """Return the ways to split a question in two, the longest description first; none where nothing is described.

    Without a word of its own the rest asks nothing: "Who is the owner of the boat?" has one step.
    """
    return tuple(hop for hop in _hops(question.strip().rstrip("?.! ")) if content_words(hop.before + hop.after))


def _hops(text: str) -> Iterator[Hop]:
    for the in re.finditer(r"\bthe ", text, re.IGNORECASE):
        before = text[: the.start()]
        if apart := _APART.match(text, the.start()):
            yield Hop(f"the {apart['noun']}{apart['known']}", before, f" {apart['verb']}")
        if described := _DESCRIBED.match(text, the.start()):
            phrase, after = described.group(), ""
            if _AUXILIARY.search(before):
                phrase, _, verb = phrase.rpartition(" ")
                after = f" {verb}"
            yield Hop(phrase, before, after)
