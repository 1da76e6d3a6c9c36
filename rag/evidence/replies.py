"""Reply to greetings, summaries and comparisons with the documents' own sentences."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from index.text.tokenizer import content_words
from rag.evidence import summaries
from rag.steps import Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index import Snapshot
    from rag.steps import Support

# Sentences for each side of a comparison.
A_SIDE = 2
# A side was not found when at most this share of its words occurs.
NAMED = 0.5


def overview(snapshot: Snapshot) -> Verdict:
    """Tell the key sentences of some documents."""
    return _told(summaries.of_library(snapshot))


def summary(snapshot: Snapshot, target: str, *, exactly: bool) -> Verdict | None:
    """Summarise the only document or the one that is named; of several documents tell the key sentence of each.

    None where ``target`` is the name of something else.
    """
    names_one = {word.lower() for word in content_words(target)} - summaries.ANY_DOCUMENT
    source = summaries.named(snapshot, target, exactly=exactly) if names_one else None
    if names_one and source is None:
        return None
    if source is None and len(different := summaries.distinct(snapshot)) == 1:
        (source,) = different
    return _told(summaries.of_document(snapshot.document(source))) if source else overview(snapshot)


def sides(first: str, second: str) -> tuple[str, str]:
    """Complete an elliptical side: "Alibaba's" of "Alibaba's and Meta's plan" becomes "Alibaba's plan"."""
    owner, _, owned = second.partition("'s ")
    return (f"{first} {owned}", second) if first.endswith("'s") and owner and owned else (first, second)


def comparison(names: Sequence[str], verdicts: Sequence[Verdict], threshold: float) -> Verdict | None:
    """Tell one side, then the other, as sure as of the one that is less sure; None where one is not spoken of.

    Parameters
    ----------
    names
        Of the sides.
    verdicts
        What the passages that were searched for each name amount to.
    threshold
        What is less sure than this is not said of a side.
    """
    found = [_side(name, verdict) for name, verdict in zip(names, verdicts, strict=True)]
    if not all(side.supports and side.confidence >= threshold for side in found):
        return None
    told: dict[tuple[str, int, int], Support] = {}
    for support in (support for side in found for support in side.supports):
        told.setdefault((support.chunk.source, support.start, support.end), support)
    return Verdict(min(side.confidence for side in found), tuple(told.values()))


def documents(names: Sequence[str], snapshot: Snapshot) -> Verdict | None:
    """Tell the key sentences of two documents, "the reports of 2019 and 2024"; None when the names are not two's."""
    sources = [source for name in names if (source := summaries.named(snapshot, name)) is not None]
    if len(sources) < len(names) or sources[0] == sources[1]:
        return None
    told = (summaries.of_document(snapshot.document(source), A_SIDE) for source in sources)
    return _told(tuple(support for supports in told for support in supports))


def _told(supports: tuple[Support, ...]) -> Verdict:
    """Set the confidence of a summary: 1, or 0 when it is empty."""
    return Verdict(1.0 if supports else 0.0, supports)


def _side(name: str, verdict: Verdict) -> Verdict:
    """Keep what is said of ``name``, by the sentences that name it; none where they lack too many of its words."""
    wanted = _names(name)
    supports = [support for support in verdict.supports if wanted & _names(support.quote)][:A_SIDE]
    said = set().union(*(_names(support.quote) for support in supports))
    return replace(verdict, supports=tuple(supports) if len(wanted & said) > NAMED * len(wanted) else ())


def _names(text: str) -> set[str]:
    return {word.lower().removesuffix("'s") for word in content_words(text.replace("’", "'"))}
