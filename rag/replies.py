"""Designed replies to messages that no single passage answers, made of the documents' own sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rag import evidence, intents, overviews
from rag.evidence import Verdict
from rag.words import meaning

if TYPE_CHECKING:
    from collections.abc import Callable

    from index import Snapshot
    from rag.evidence import Support
    from rag.reading import ReadHit

    Read = Callable[[str], list[ReadHit]]

# Words that say "the document" without saying which.
ANY_DOCUMENT = frozenset(
    """
    article articles content contents doc docs document documents everything file files librarie libraries library page
    pages paper papers report reports source sources text texts whole
    """.split()
)
# Sentences for each side of a comparison.
A_SIDE = 2
# A side of which no more than this share of the words is said was not found.
NAMED = 0.5


def reply(question: str, snapshot: Snapshot, read: Read) -> Verdict | None:
    """Return the sentences to say, or None when the message is a question that passages answer.

    Parameters
    ----------
    question
        As typed.
    snapshot
        Of the library.
    read
        Finds and reads passages for a question, best first.
    """
    match intents.recognise(question):
        case intents.Overview():
            return _told(overviews.of_library(snapshot))
        case intents.Summary(target, exactly):
            return _summary(snapshot, target, exactly=exactly)
        case intents.Comparison(first, second):
            return _comparison(first, second, read) or _of_documents(first, second, snapshot)
    return None


def _summary(snapshot: Snapshot, target: str, *, exactly: bool) -> Verdict | None:
    """Summarise the only document or the one that is named; of several documents tell the key sentence of each."""
    names_one = {word.lower() for word in meaning(target)} - ANY_DOCUMENT
    source = overviews.named(snapshot, target, exactly=exactly) if names_one else None
    if names_one and source is None:
        return None
    if source is None and len(different := overviews.distinct(snapshot)) == 1:
        (source,) = different
    return _told(overviews.of_document(snapshot.document(source)) if source else overviews.of_library(snapshot))


def _told(supports: tuple[Support, ...]) -> Verdict:
    """Be sure of what cannot be a wrong answer, but not of nothing."""
    return Verdict(1.0 if supports else 0.0, supports)


def _comparison(first: str, second: str, read: Read) -> Verdict | None:
    """Tell one side, then the other; None when the documents do not speak of both.

    As sure as both sides are named in what is told: "A and B" is no question whose answer could be wrong.
    """
    sides = [_side(name, read) for name in _completed(first, second)]
    if not all(supports and named > NAMED for supports, named in sides):
        return None
    told: dict[tuple[str, int, int], Support] = {}
    for support in (support for supports, _ in sides for support in supports):
        told.setdefault((support.chunk.source, support.start, support.end), support)
    return Verdict(min(named for _, named in sides), tuple(told.values()))


def _of_documents(first: str, second: str, snapshot: Snapshot) -> Verdict | None:
    """Tell the key sentences of two documents, "the reports of 2019 and 2024"; None when the sides name no two."""
    sources = [overviews.named(snapshot, side) for side in (first, second)]
    if None in sources or sources[0] == sources[1]:
        return None
    return _told(
        tuple(
            support
            for source in sources
            if source is not None
            for support in overviews.of_document(snapshot.document(source), A_SIDE)
        )
    )


def _completed(first: str, second: str) -> tuple[str, str]:
    """Give "Alibaba's" of "Alibaba's and Meta's plan" its plan."""
    owner, _, owned = second.partition("'s ")
    return (f"{first} {owned}", second) if first.endswith("'s") and owner and owned else (first, second)


def _side(name: str, read: Read) -> tuple[list[Support], float]:
    """Return the best sentences that speak of ``name``, and the share of its words that stand in them."""
    wanted = _names(name)
    supports = [support for support in evidence.ranked(read(name)) if wanted & _names(support.quote)][:A_SIDE]
    said = set().union(*(_names(support.quote) for support in supports))
    return supports, len(wanted & said) / max(len(wanted), 1)


def _names(text: str) -> set[str]:
    return {word.lower().removesuffix("'s") for word in meaning(text.replace("’", "'"))}
