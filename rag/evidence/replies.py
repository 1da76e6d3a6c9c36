"""Reply to greetings, summaries and comparisons with the documents' own sentences."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING

from index.text.tokenizer import content_words
from rag.evidence import summaries
from rag.evidence.selection import MAX_CLOSEST
from rag.steps import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from index import Snapshot
    from rag.steps import Support

# Sentences for each side of a comparison.
A_SIDE = 2
# A side was not found when at most this share of its words occurs where its sentences stand.
NAMED = 0.5


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a comparison, or one part of a question with two.

    Parameters
    ----------
    name
        As it was searched.
    verdict
        What the passages that were found amount to.
    context
        What the passages of its sentences are about, and what they say.
    """

    name: str
    verdict: Verdict
    context: str

    @property
    def is_named(self) -> bool:
        """Whether the passages speak of it."""
        wanted = _names(self.name)
        return len(wanted & _names(self.context)) > NAMED * len(wanted)


def overview(snapshot: Snapshot) -> Verdict:
    """Return the key sentences of some documents."""
    return _told(summaries.of_library(snapshot))


def summary(snapshot: Snapshot, target: str, *, exactly: bool) -> Verdict | None:
    """Summarise the only document or those that are named; of several documents return the key sentence of each.

    None where ``target`` is the name of something else.
    """
    names_one = {word.lower() for word in content_words(target)} - summaries.ANY_DOCUMENT
    sources = summaries.named(snapshot, target, exactly=exactly) if names_one else ()
    if names_one and not sources:
        return None
    if not sources and len(only := snapshot.largest(2)) == 1:
        sources = (only[0].source,)
    return _told(summaries.of_documents(snapshot, sources)) if sources else overview(snapshot)


def sides(first: str, second: str) -> tuple[str, str]:
    """Complete an elliptical side: "Alibaba's" of "Alibaba's and Meta's plan" becomes "Alibaba's plan"."""
    for one, other in ((first, second), (second, first)):
        owner, _, owned = other.replace("’", "'").partition("'s ")
        if one.endswith(("'s", "’s")) and owner and owned:
            return (f"{one} {owned}", other) if one is first else (other, f"{one} {owned}")
    return first, second


def comparison(found: Sequence[Side]) -> Verdict | None:
    """Return both sides, with the lower of their confidences; None where the passages do not speak of one."""
    if not all(side.is_named and side.verdict.supports for side in found):
        return None
    verdicts = [side.verdict for side in found]
    told = _once(support for verdict in verdicts for support in verdict.supports[:A_SIDE])
    in_turn = zip_longest(*(verdict.closest for verdict in verdicts))
    closest = _once(support for nearest in in_turn for support in nearest if support)[:MAX_CLOSEST]
    return Verdict(min(verdict.confidence for verdict in verdicts), told, closest=closest)


def _once(supports: Iterable[Support]) -> tuple[Support, ...]:
    return tuple({(each.chunk.source, each.start, each.end): each for each in supports}.values())


def documents(names: Sequence[str], snapshot: Snapshot) -> Verdict | None:
    """Return the key sentences of two documents, "the reports of 2019 and 2024"; None when the names are not two's."""
    found = [summaries.named(snapshot, name) for name in names]
    sources = [source for (source, *_) in filter(None, found)]
    if len(sources) < len(names) or sources[0] == sources[1]:
        return None
    told = (summaries.of_document(document, A_SIDE) for document in snapshot.documents(sources).values())
    return _told(tuple(support for supports in told for support in supports))


def _told(supports: tuple[Support, ...]) -> Verdict:
    """Set the confidence of a summary: 1, or 0 when it is empty."""
    return Verdict(1.0 if supports else 0.0, supports)


def _names(text: str) -> set[str]:
    return {word.lower().removesuffix("'s") for word in content_words(text.replace("’", "'"))}
