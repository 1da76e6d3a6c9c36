"""Reply to greetings, summaries and comparisons with the documents' own sentences."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from rag.evidence import summaries
from rag.query import intents
from rag.steps import Verdict
from rag.text.stopwords import meaning

if TYPE_CHECKING:
    from collections.abc import Callable

    from index import Snapshot
    from rag.steps import Support

    Judge = Callable[[str], Verdict]

# Sentences for each side of a comparison.
A_SIDE = 2
# A side was not found when at most this share of its words occurs.
NAMED = 0.5


def reply(question: str, snapshot: Snapshot, judged: Judge, threshold: float) -> Verdict | None:
    """Return the sentences to say, or None when the message is a question that passages answer.

    Parameters
    ----------
    question
        As typed.
    snapshot
        Of the library.
    judged
        Finds and reads passages for a question, and judges them.
    threshold
        What is less sure than this is not said of one side of a comparison.
    """
    match intents.recognise(question):
        case intents.Overview():
            return _told(summaries.of_library(snapshot))
        case intents.Summary(target, exactly):
            return _summary(snapshot, target, exactly=exactly)
        case intents.Comparison(first, second):
            return _comparison(first, second, judged, threshold) or _of_documents(first, second, snapshot)
    return None


def _summary(snapshot: Snapshot, target: str, *, exactly: bool) -> Verdict | None:
    """Summarise the only document or the one that is named; of several documents tell the key sentence of each."""
    names_one = {word.lower() for word in meaning(target)} - summaries.ANY_DOCUMENT
    source = summaries.named(snapshot, target, exactly=exactly) if names_one else None
    if names_one and source is None:
        return None
    if source is None and len(different := summaries.distinct(snapshot)) == 1:
        (source,) = different
    return _told(summaries.of_document(snapshot.document(source)) if source else summaries.of_library(snapshot))


def _told(supports: tuple[Support, ...]) -> Verdict:
    """Set the confidence of a summary: 1, or 0 when it is empty."""
    return Verdict(1.0 if supports else 0.0, supports)


def _comparison(first: str, second: str, judged: Judge, threshold: float) -> Verdict | None:
    """Tell one side, then the other, as sure as of the one that is less sure; None where one is not spoken of."""
    sides = [_side(name, judged) for name in _completed(first, second)]
    if not all(side.supports and side.confidence >= threshold for side in sides):
        return None
    told: dict[tuple[str, int, int], Support] = {}
    for support in (support for side in sides for support in side.supports):
        told.setdefault((support.chunk.source, support.start, support.end), support)
    return Verdict(min(side.confidence for side in sides), tuple(told.values()))


def _of_documents(first: str, second: str, snapshot: Snapshot) -> Verdict | None:
    """Tell the key sentences of two documents, "the reports of 2019 and 2024"; None when the sides name no two."""
    sources = [summaries.named(snapshot, side) for side in (first, second)]
    if None in sources or sources[0] == sources[1]:
        return None
    return _told(
        tuple(
            support
            for source in sources
            if source is not None
            for support in summaries.of_document(snapshot.document(source), A_SIDE)
        )
    )


def _completed(first: str, second: str) -> tuple[str, str]:
    """Complete an elliptical side: "Alibaba's" of "Alibaba's and Meta's plan" becomes "Alibaba's plan"."""
    owner, _, owned = second.partition("'s ")
    return (f"{first} {owned}", second) if first.endswith("'s") and owner and owned else (first, second)


def _side(name: str, judged: Judge) -> Verdict:
    """Judge what is said of ``name``, by the sentences that name it; none where they lack too many of its words."""
    wanted, verdict = _names(name), judged(name)
    supports = [support for support in verdict.supports if wanted & _names(support.quote)][:A_SIDE]
    said = set().union(*(_names(support.quote) for support in supports))
    return replace(verdict, supports=tuple(supports) if len(wanted & said) > NAMED * len(wanted) else ())


def _names(text: str) -> set[str]:
    return {word.lower().removesuffix("'s") for word in meaning(text.replace("’", "'"))}
